package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Firewall.Source;

/**
 * What a client wants of a new firewall rule.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code icmp}
 * @param portFrom the first port
 * @param portTo the last port
 * @param sources whom to let in; at least one
 */
public record RuleRequest(
        Optional<String> protocol, Optional<String> portFrom, Optional<String> portTo, List<Source> sources) {
    public RuleRequest {
        requireNonNull(protocol);
        requireNonNull(portFrom);
        requireNonNull(portTo);
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a rule without sources");
        }
    }
}
