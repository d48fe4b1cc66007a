package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.Bundle;

/**
 * Judges the revisions that come by Karaf's own ways. One that comes beside another has to prove itself before it takes the other's
 * place, like one that comes by command. One that takes the place of what is gone, as in {@code bundle:update}, serves at
 * once, for requests wait for it; if it turns out to be no good an operator is told. Safe for use by many threads.
 */
final class Newcomers {
    /** Within which a driver is there after it was asked about. */
    private static final Duration ARRIVAL = Duration.ofSeconds(5);

    private final DriverRegistry registry;
    private final Bundles bundles;
    private final StateFile file;
    private final Succession succession;
    private final Adoption adoption;
    private final ComponentFaults faults;
    private final RevisionCheck check;
    private final Turn turn;
    private final ExecutorService threads;
    private final Supplier<Settings> settings;
    /** What came with the start beside a revision that is wanted, and the driver that it is a revision of. Guarded by itself. */
    private final Map<CloudDriver, String> early = new LinkedHashMap<>();
    /** Whether the features of the start are there. */
    private volatile boolean booted;

    Newcomers(
            DriverRegistry registry,
            Bundles bundles,
            StateFile file,
            Succession succession,
            Adoption adoption,
            ComponentFaults faults,
            RevisionCheck check,
            Turn turn,
            ExecutorService threads,
            Supplier<Settings> settings) {
        this.registry = requireNonNull(registry);
        this.bundles = requireNonNull(bundles);
        this.file = requireNonNull(file);
        this.succession = requireNonNull(succession);
        this.adoption = requireNonNull(adoption);
        this.faults = requireNonNull(faults);
        this.check = requireNonNull(check);
        this.turn = requireNonNull(turn);
        this.threads = requireNonNull(threads);
        this.settings = requireNonNull(settings);
    }

    /** From now on what comes was brought by somebody; before, it came with the start, and is judged now where it is new. */
    void booted() {
        synchronized (early) {
            booted = true;
            early.forEach((newcomer, driver) -> Bundles.of(newcomer)
                    .ifPresent(bundle ->
                            threads.execute(() -> turn.unattended(() -> judge(driver, newcomer, bundle, true)))));
            early.clear();
        }
    }

    /** As {@link org.alluvium.registry.RevisionGuard#withheld}. */
    Optional<State> withheld(String driver, CloudDriver newcomer) {
        Optional<Bundle> bundle = Bundles.of(newcomer);
        if (bundle.isEmpty() || succession.checks(bundle.get())) {
            return bundle.map(checked -> State.CHECKING);
        }
        boolean beside = registry.active(driver).isPresent();
        Optional<KnownRevision> known = file.state()
                .find(bundle.get().getSymbolicName(), bundle.get().getVersion().toString())
                .filter(revision -> revision.driver().equals(driver));
        if (known.filter(revision -> !booted || !adoption.unproven(revision)).isPresent()) {
            State state = known.get().state();
            // What was retired and comes again where there is no other is better than none.
            boolean serves = state == State.ACTIVE || booted && state == State.RETIRED && !beside;
            if (booted && serves) {
                threads.execute(() -> turn.unattended(() -> adopt(newcomer)));
            }
            return serves ? Optional.empty() : Optional.of(state);
        }
        synchronized (early) {
            if (!booted) {
                // The server may have been killed while this one was checked.
                boolean wanted =
                        file.state().active(driver).filter(bundles::has).isPresent();
                if (wanted) {
                    early.put(newcomer, driver);
                }
                return wanted ? Optional.of(State.CHECKING) : Optional.empty();
            }
        }
        // Somebody used Karaf's own commands; what comes that way is wanted from now on, if it is any good.
        threads.execute(() -> turn.unattended(() -> judge(driver, newcomer, bundle.get(), beside)));
        return beside ? Optional.of(State.CHECKING) : Optional.empty();
    }

    private void adopt(CloudDriver newcomer) throws IOException, InterruptedException {
        // It is asked about before it is there
        if (registry.await(arrived -> arrived == newcomer, ARRIVAL).isPresent()) {
            adoption.adopt(newcomer, "done");
        }
    }

    private void judge(String driver, CloudDriver newcomer, Bundle bundle, boolean beside)
            throws IOException, InterruptedException {
        if (registry.await(arrived -> arrived == newcomer, ARRIVAL).isEmpty()) {
            return;
        }
        if (!beside) {
            Optional<String> fault = fault(driver, newcomer, bundle, false);
            adoption.adopt(
                    newcomer,
                    fault.map(why -> "done, but it is no good: " + why).orElse("done"));
            return;
        }
        KnownRevision checked = adoption.checking(newcomer);
        Optional<String> fault = fault(driver, newcomer, bundle, true);
        if (fault.isEmpty()) {
            adoption.enthrone(newcomer, checked);
        } else {
            adoption.refuse(newcomer, checked, fault.get());
        }
    }

    private Optional<String> fault(String driver, CloudDriver newcomer, Bundle bundle, boolean beside)
            throws InterruptedException {
        Optional<String> several = faults.several(bundle);
        if (several.isPresent()) {
            return several;
        }
        String version = bundle.getVersion().toString();
        try {
            Optional<DriverDeclaration> declared = RevisionManifest.of(bundle).declaration();
            if (beside) {
                check.check(newcomer, driver, version, declared, settings.get().probe(driver));
            } else {
                // It is at work; a self-test would only take from its requests.
                check.checkWords(newcomer, driver, version, declared);
            }
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Optional.of("its manifest cannot be read: " + Words.of(String.valueOf(e.getMessage())));
        }
    }
}
