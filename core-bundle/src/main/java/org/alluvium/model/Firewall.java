package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A set of rules for what may reach an instance.
 *
 * @param id what an instance is created with
 * @param name shown to people; equal to the id on most clouds
 * @param description what it is for
 * @param ownerId the account it belongs to; may be empty
 * @param rules in the cloud's order
 */
public record Firewall(String id, String name, String description, String ownerId, List<Rule> rules) {
    public Firewall {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(description);
        requireNonNull(ownerId);
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param id what it is removed by; opaque to clients
     * @param protocol {@code tcp}, {@code udp}, {@code icmp}, ...
     * @param portFrom the first port, as the cloud writes it
     * @param portTo the last port
     * @param direction {@code ingress} or {@code egress}
     * @param action {@code accept} or {@code deny}, where the cloud has both
     * @param log whether matches are logged, where the cloud tells
     * @param sources whom it lets in
     */
    public record Rule(
            String id,
            String protocol,
            String portFrom,
            String portTo,
            String direction,
            Optional<String> action,
            Optional<String> log,
            List<Source> sources) {
        public Rule {
            requireNonNull(id);
            requireNonNull(protocol);
            requireNonNull(portFrom);
            requireNonNull(portTo);
            requireNonNull(direction);
            requireNonNull(action);
            requireNonNull(log);
            sources = List.copyOf(sources);
        }
    }

    /** Whom a rule lets in. */
    public sealed interface Source {}

    /**
     * A block of addresses.
     *
     * @param family {@code ipv4} or {@code ipv6}
     * @param address the network address
     * @param prefix the length of the network's prefix, in bits
     */
    public record AddressSource(String family, String address, String prefix) implements Source {
        public AddressSource {
            requireNonNull(family);
            requireNonNull(address);
            requireNonNull(prefix);
        }
    }

    /**
     * The members of another firewall.
     *
     * @param name of that firewall
     * @param owner the account it belongs to; may be empty
     */
    public record GroupSource(String name, String owner) implements Source {
        public GroupSource {
            requireNonNull(name);
            requireNonNull(owner);
        }
    }
}
