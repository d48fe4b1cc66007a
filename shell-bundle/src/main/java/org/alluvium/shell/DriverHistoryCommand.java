package org.alluvium.shell;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** Tells what was changed about a driver. */
@Service
@Command(
        scope = "cloud",
        name = "driver-history",
        description = "Tells who changed a driver, when and with what result.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverHistoryCommand implements Action {
    @Argument(name = "NAME", description = "The driver.", required = true)
    @Completion(PresentDrivers.class)
    private String name;

    @Reference
    private DriverLifecycle lifecycle;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("When");
        table.column("Who");
        table.column("What");
        table.column("From");
        table.column("To");
        table.column("Result");
        table.emptyTableText("Driver '" + name + "' was never changed.");
        lifecycle
                .history(name.toLowerCase(Locale.ROOT))
                .forEach(change -> table.addRow()
                        .addContent(
                                change.at().truncatedTo(ChronoUnit.SECONDS),
                                change.who(),
                                change.what(),
                                change.from(),
                                change.to(),
                                change.result()));
        table.print(System.out);
        return null;
    }
}
