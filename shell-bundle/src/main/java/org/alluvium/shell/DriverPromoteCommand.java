package org.alluvium.shell;

import org.alluvium.registry.DriverRegistry;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Makes the revision of a driver active that a share of the callers tries. */
@Service
@Command(
        scope = "cloud",
        name = "driver-promote",
        description = "Makes the version of a driver active that cloud:driver-upgrade --canary began to try.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverPromoteCommand implements Action {
    @Argument(name = "NAME", description = "The driver, as cloud:driver-list names it.", required = true)
    @Completion(PresentDrivers.class)
    private String name;

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
        System.out.println(lifecycle.promote(id, PresentDrivers.user(session)));
    }
}
