package org.alluvium.shell;

import org.alluvium.registry.DriverRegistry;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** Tells in what two versions of a driver differ. */
@Service
@Command(
        scope = "cloud",
        name = "driver-diff",
        description = "Tells what comes (+) and goes (-) from one version of a driver to another; starts neither.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverDiffCommand implements Action {
    @Argument(index = 0, name = "NAME", description = "The driver, as cloud:driver-list names it.", required = true)
    @Completion(PresentDrivers.class)
    private String name;

    @Argument(
            index = 1,
            name = "VERSION1|URL1",
            description = "A version that is active, kept, or lies in the repository, or where an archive is.",
            required = true)
    private String from;

    @Argument(index = 2, name = "VERSION2|URL2", description = "Another one.", required = true)
    private String to;

    @Reference
    private DriverRegistry registry;

    @Reference
    private DriverLifecycle lifecycle;

    @Override
    public @Nullable Object execute() throws Exception {
        return Refusals.told(this::perform);
    }

    private void perform() throws Exception {
        String id = PresentDrivers.find(registry, name).id();
        lifecycle.diff(id, from, to).forEach(System.out::println);
    }
}
