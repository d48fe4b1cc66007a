package org.alluvium.shell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Provider;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;
import org.alluvium.registry.Conformance.State;
import org.alluvium.registry.DriverRegistry;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** Tells what a driver says of itself, and what of it is proven. */
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
    public @Nullable Object execute() throws Exception {
        return Refusals.told(this::perform);
    }

    private void perform() {
        DriverInfo info = PresentDrivers.findInstalled(registry, name);
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
        registry.active(info.id()).map(Conformance::of).ifPresent(DriverInfoCommand::print);
    }

    /** What is proven in numbers; what is not, in full. */
    private static void print(Conformance conformance) {
        if (conformance.version().isEmpty()) {
            System.out.println("Proven:       nothing; this build was not held against the conformance kit");
            return;
        }
        System.out.println("Proven:       of version " + conformance.version().get() + ":");
        for (Kind kind : Kind.values()) {
            List<Item> items = conformance.items().stream()
                    .filter(item -> item.subject().kind() == kind)
                    .toList();
            long proven =
                    items.stream().filter(item -> item.state() == State.PROVEN).count();
            System.out.println(
                    "  " + proven + " of " + items.size() + " " + kind.name().toLowerCase(Locale.ROOT) + "s");
            items.stream()
                    .filter(item -> item.state() != State.PROVEN)
                    .forEach(item -> System.out.println("    "
                            + item.state().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                            + String.join(
                                            " ",
                                            item.subject().collection(),
                                            item.subject().operation(),
                                            item.subject().name())
                                    .strip()));
        }
    }
}
