package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the life cycle as they stand at a moment; the parts ask for them anew each time, for an operator may change them
 * while revisions drain.
 *
 * @param checkTimeout within which a new revision has to prove itself
 * @param retireTimeout within which a revision that was replaced finishes its requests
 * @param keptRevisions how many retired revisions of a driver are kept
 * @param canaryMinimumRequests as {@link org.alluvium.registry.CanaryRules}
 * @param canaryMarginPercent as {@link org.alluvium.registry.CanaryRules}
 * @param trust whose archives are taken
 * @param all as they are written, with the accounts of probes
 */
record Settings(
        Duration checkTimeout,
        Duration retireTimeout,
        int keptRevisions,
        int canaryMinimumRequests,
        int canaryMarginPercent,
        SignerTrust trust,
        Map<String, ?> all) {
    Settings {
        requireNonNull(checkTimeout);
        requireNonNull(retireTimeout);
        requireNonNull(trust);
        all = Map.copyOf(all);
    }

    static Settings of(DriverLifecycle.Config config, Map<String, ?> all) {
        return new Settings(
                Duration.ofSeconds(config.checkTimeoutSeconds()),
                Duration.ofSeconds(config.retireTimeoutSeconds()),
                config.keptRevisions(),
                config.canaryMinimumRequests(),
                config.canaryMarginPercent(),
                SignerTrust.of(config.trustedSigners(), config.trustedSignersPassword()),
                all);
    }

    /** The account to try a driver with. */
    Optional<Probe> probe(String driver) {
        return Probe.of(all, driver);
    }
}
