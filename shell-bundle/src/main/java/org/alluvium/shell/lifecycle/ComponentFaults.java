package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a bundle's components do not come up, as Declarative Services knows it. */
final class ComponentFaults {
    private static final Pattern CAUSE = Pattern.compile("Caused by: ([^\\n\\r]+)");

    private final ServiceComponentRuntime runtime;

    ComponentFaults(ServiceComponentRuntime runtime) {
        this.runtime = requireNonNull(runtime);
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
        return reason.strip();
    }
}
