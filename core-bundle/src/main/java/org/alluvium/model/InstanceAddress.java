package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * An address by which an instance is reached.
 *
 * @param type what kind of address it is
 * @param address the address itself; empty for {@link Type#UNAVAILABLE}
 * @param port where a service listens, for {@link Type#VNC}
 */
public record InstanceAddress(Type type, String address, OptionalInt port) {
    public InstanceAddress {
        requireNonNull(type);
        requireNonNull(address);
        requireNonNull(port);
    }

    /** An address without a port. */
    public InstanceAddress(Type type, String address) {
        this(type, address, OptionalInt.empty());
    }

    /** The kinds of address that clients know. */
    public enum Type {
        IPV4,
        IPV6,
        HOSTNAME,
        MAC,
        VNC,
        UNAVAILABLE
    }
}
