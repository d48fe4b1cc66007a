package org.alluvium.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the drivers that are present. */
@Service
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class PresentDrivers implements Completer {
    @Reference
    private DriverRegistry registry;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        registry.drivers().stream().map(DriverInfo::id).toList())
                .complete(session, line, candidates);
    }

    /**
     * The driver of that name, in any letter case.
     *
     * @throws IllegalArgumentException when there is none; the message names those that are there
     */
    static DriverInfo find(DriverRegistry registry, String name) {
        String id = name.toLowerCase(Locale.ROOT);
        return registry.driver(id).orElseThrow(() -> new IllegalArgumentException(absence(registry, id)));
    }

    /**
     * The driver of that name, also one that is drained.
     *
     * @throws IllegalArgumentException when there is none; the message names those that are there
     */
    static DriverInfo findInstalled(DriverRegistry registry, String name) {
        String id = name.toLowerCase(Locale.ROOT);
        return registry.driver(id)
                .or(() -> drained(registry, id).flatMap(DriverStatus::info))
                .orElseThrow(() -> new IllegalArgumentException(absence(registry, id)));
    }

    /** The revision of a driver that an operator has drained, if no other one serves. */
    static Optional<DriverStatus> drained(DriverRegistry registry, String id) {
        return registry.statuses().stream()
                .filter(status -> status.id().equals(id) && status.state() == DriverStatus.State.DRAINING)
                .filter(status -> registry.driver(id).isEmpty())
                .findFirst();
    }

    private static String absence(DriverRegistry registry, String id) {
        Optional<DriverStatus> drained = drained(registry, id);
        if (drained.isPresent()) {
            return "Driver '" + id + "' " + drained.get().version()
                    + " is drained and gets no requests; bundle:restart takes it back.";
        }
        List<String> present = registry.drivers().stream().map(DriverInfo::id).toList();
        return "There is no driver '" + id + "'. "
                + (present.isEmpty()
                        ? "No driver is installed."
                        : "Drivers present: " + String.join(", ", present) + ".");
    }

    /** Who sits at the console. */
    static String user(Session session) {
        return Optional.ofNullable(session.get("USER")).map(Object::toString).orElse("");
    }
}
