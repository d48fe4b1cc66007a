package org.alluvium.shell;

import org.alluvium.driver.DriverInfo;
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

/** Takes a driver out of service: its requests in flight end, new ones are refused. */
@Service
@Command(
        scope = "cloud",
        name = "driver-drain",
        description = "Gives a driver no more requests and waits for those in flight; bundle:restart takes it back.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverDrainCommand implements Action {
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
        DriverInfo info = PresentDrivers.find(registry, name);
        boolean idle = lifecycle.drain(info.id(), PresentDrivers.user(session));
        System.out.println("Driver " + info.id() + " " + info.version() + " gets no more requests"
                + (idle ? "; none is in flight." : "; some are still in flight after the drain time-out."));
    }
}
