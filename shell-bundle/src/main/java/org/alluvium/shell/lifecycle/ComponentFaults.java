package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.CloudDriver;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a bundle does not bring a driver, as Declarative Services knows it. */
final class ComponentFaults {
    private static final Pattern CAUSE = Pattern.compile("Caused by: ([^\\n\\r]+)");

    private final ServiceComponentRuntime runtime;

    ComponentFaults(ServiceComponentRuntime runtime) {
        this.runtime = requireNonNull(runtime);
    }

    /** That a bundle brings more than one driver: which of them counts would be decided by chance. */
    Optional<String> several(Bundle bundle) {
        long registered = Arrays.stream(
                        Optional.ofNullable(bundle.getRegisteredServices()).orElse(new ServiceReference<?>[0]))
                .filter(service -> service.getProperty(Constants.OBJECTCLASS) instanceof String[] types
                        && List.of(types).contains(CloudDriver.class.getName()))
                .count();
        long declared = runtime.getComponentDescriptionDTOs(bundle).stream()
                .filter(component -> component.defaultEnabled
                        && List.of(component.serviceInterfaces).contains(CloudDriver.class.getName()))
                .count();
        // A component may not be there yet
        long drivers = Math.max(registered, declared);
        return drivers > 1
                ? Optional.of("it offers " + drivers + " driver services, but a bundle is one driver")
                : Optional.empty();
    }

    /** Whether a bundle waits for something, such as its settings, before it brings a driver. */
    boolean waits(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .anyMatch(configuration -> configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
                        || configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
    }

    /** What a component of the bundle threw when it was activated, in one line; empty when none did, or not yet. */
    Optional<String> of(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(configuration ->
                        reason(Optional.ofNullable(configuration.failure).orElse("")))
                .findFirst();
    }

    /** The innermost cause of a printed stack trace, else its first line. */
    static String reason(String trace) {
        String reason = trace.lines().findFirst().orElse("it does not say why");
        Matcher cause = CAUSE.matcher(trace);
        while (cause.find()) {
            reason = cause.group(1);
        }
        return Words.of(reason);
    }
}
