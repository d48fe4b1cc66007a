package org.alluvium.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
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
        return registry.driver(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("There is no driver '" + name + "'. Drivers present: "
                        + String.join(
                                ", ",
                                registry.drivers().stream().map(DriverInfo::id).toList()) + "."));
    }

    /** Who sits at the console. */
    static String user(Session session) {
        return Optional.ofNullable(session.get("USER")).map(Object::toString).orElse("");
    }
}
