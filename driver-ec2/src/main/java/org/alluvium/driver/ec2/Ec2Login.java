package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the driver logs in to instances.
 *
 * @param user who runs commands
 * @param knownHosts the file of the host keys that are trusted; without one any key is
 * @param privateAddresses whether addresses that only a cloud's own network knows may be used: they may belong to another
 *     machine where the server is
 * @param connectTimeout bounds the time until the command starts
 * @param runTimeout bounds the time that it runs
 */
record Ec2Login(
        String user,
        Optional<Path> knownHosts,
        boolean privateAddresses,
        Duration connectTimeout,
        Duration runTimeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    /** As the contract has it: root, 20 s (contract drivers, ec2, run). */
    static final Ec2Login DEFAULT =
            new Ec2Login("root", Optional.empty(), false, CONNECT_TIMEOUT, Duration.ofMinutes(5));

    Ec2Login {
        requireNonNull(user);
        requireNonNull(knownHosts);
        requireNonNull(connectTimeout);
        requireNonNull(runTimeout);
    }

    /** The log-ins of a configuration. */
    static Ec2Login of(Ec2Driver.Config config) {
        return new Ec2Login(
                config.sshUser().isBlank() ? DEFAULT.user() : config.sshUser().strip(),
                Optional.of(config.sshKnownHosts().strip())
                        .filter(file -> !file.isEmpty())
                        .map(Path::of),
                config.sshPrivateAddresses(),
                CONNECT_TIMEOUT,
                Duration.ofSeconds(Math.max(1, config.sshTimeoutSeconds())));
    }
}
