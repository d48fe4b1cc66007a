package org.alluvium.shell;

import java.util.stream.Collectors;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Provider;
import org.alluvium.registry.DriverRegistry;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** Tells what a driver says of itself. */
@Service
@Command(scope = "cloud", name = "driver-info", description = "Tells what a driver is and can do.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverInfoCommand implements Action {
    @Argument(name = "NAME", description = "The driver, as cloud:driver-list names it.", required = true)
    @Completion(PresentDrivers.class)
    private String name;

    @Reference
    private DriverRegistry registry;

    @Override
    public @Nullable Object execute() {
        DriverInfo info = PresentDrivers.find(registry, name);
        System.out.println("Name:         " + info.name() + " (" + info.id() + ")");
        System.out.println("Version:      " + info.version());
        System.out.println("User:         " + info.credentialLabels().user());
        System.out.println("Password:     " + info.credentialLabels().password());
        System.out.println(
                "Providers:    " + info.providers().stream().map(Provider::id).collect(Collectors.joining(", ")));
        System.out.println("Collections:  " + String.join(", ", info.collections()));
        System.out.println("Features:");
        for (Feature feature : info.features()) {
            System.out.println("  " + feature.collection() + " " + feature.operation() + ": " + feature.name() + " ("
                    + feature.parameters().stream().map(Parameter::name).collect(Collectors.joining(", ")) + ")");
        }
        return null;
    }
}
