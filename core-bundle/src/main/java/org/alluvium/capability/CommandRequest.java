package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A command to run on an instance, and how to get in.
 *
 * @param command the command line
 * @param privateKey in PEM format
 * @param password of the log-in user
 * @param ip by which of its addresses to reach the instance; absent takes the first public one
 * @param port of its SSH server, 1 to 65535
 */
public record CommandRequest(
        String command, Optional<String> privateKey, Optional<String> password, Optional<String> ip, int port) {
    public CommandRequest {
        requireNonNull(command);
        requireNonNull(privateKey);
        requireNonNull(password);
        requireNonNull(ip);
    }

    /** Shows neither command nor secrets. */
    @Override
    public String toString() {
        return "CommandRequest[ip=" + ip + ", port=" + port + "]";
    }
}
