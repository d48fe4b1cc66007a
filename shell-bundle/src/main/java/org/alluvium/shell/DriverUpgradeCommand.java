package org.alluvium.shell;

import java.util.Optional;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Puts another revision of a driver in the place of the active one. */
@Service
@Command(
        scope = "cloud",
        name = "driver-upgrade",
        description = "Puts another version of a driver in place while requests run; an earlier one, too.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverUpgradeCommand implements Action {
    @Argument(index = 0, name = "NAME", description = "The driver, as cloud:driver-list names it.", required = true)
    @Completion(PresentDrivers.class)
    private String name;

    @Argument(
            index = 1,
            name = "VERSION|URL",
            description = "A version that is kept or lies in the repository, or where an archive is.",
            required = true)
    private String wanted;

    @Option(name = "--dry-run", description = "Tells what would change, and changes nothing.")
    private boolean dryRun;

    @Option(
            name = "--canary",
            valueToShowInHelp = "PERCENT",
            description = "Lets this share of the callers have it, 1 to 99, until cloud:driver-promote.")
    private @Nullable Integer canary;

    @Reference
    private DriverRegistry registry;

    @Reference
    private DriverLifecycle lifecycle;

    @Reference
    private Session session;

    @Override
    public @Nullable Object execute() throws Exception {
        return Refusals.told(this::perform);
    }

    private void perform() throws Exception {
        String id = PresentDrivers.find(registry, name).id();
        if (dryRun) {
            lifecycle.plan(id, wanted, Optional.ofNullable(canary)).forEach(System.out::println);
            System.out.println("Nothing was changed.");
            return;
        }
        String who = PresentDrivers.user(session);
        System.out.println(
                canary == null
                        ? lifecycle.upgrade(id, wanted, who, System.out::println)
                        : lifecycle.tryOut(id, wanted, canary, who, System.out::println));
    }
}
