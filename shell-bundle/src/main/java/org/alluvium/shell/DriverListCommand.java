package org.alluvium.shell;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import org.alluvium.model.Provider;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** Lists the revisions of the drivers that are present. */
@Service
@Command(scope = "cloud", name = "driver-list", description = "Lists the drivers that are present.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverListCommand implements Action {
    @Option(name = "--watch", description = "Goes on and tells of changes as they happen, until Ctrl-C.")
    private boolean watch;

    @Reference
    private DriverRegistry registry;

    @Reference
    private Session session;

    @Override
    public @Nullable Object execute() {
        if (watch) {
            new DriverTicker(registry, System.out, session.getConsole()).run();
            return null;
        }
        ShellTable table = new ShellTable();
        table.column("Name");
        table.column("Version");
        table.column("State");
        table.column("Since");
        table.column("Requests");
        table.column("Providers");
        table.column("Collections");
        table.column("Last error");
        table.emptyTableText("No driver is installed. cloud:driver-install NAME installs one.");
        for (DriverStatus status : registry.statuses()) {
            table.addRow()
                    .addContent(
                            status.id(),
                            status.version(),
                            state(status),
                            status.since().truncatedTo(ChronoUnit.SECONDS),
                            status.requestsInFlight(),
                            status.info().stream()
                                    .flatMap(info -> info.providers().stream())
                                    .map(Provider::id)
                                    .collect(Collectors.joining(", ")),
                            status.info()
                                    .map(info -> String.join(", ", info.collections()))
                                    .orElse(""),
                            status.lastError().orElse(""));
        }
        table.print(System.out);
        registry.statuses().stream()
                .map(DriverStatus::id)
                .distinct()
                .flatMap(id -> registry.canary(id).stream())
                .forEach(canary -> System.out.println("Driver " + canary.id() + " " + canary.version() + " is tried by "
                        + canary.rules().percent() + " % of the callers: " + canary.figures() + "."));
        return null;
    }

    private String state(DriverStatus status) {
        String name = status.state().name().toLowerCase(Locale.ROOT);
        return registry.canary(status.id())
                .filter(canary -> canary.version().equals(status.version()) && name.equals("checking"))
                .map(canary -> "canary")
                .orElse(name);
    }
}
