package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a revision from its archive into service, or out of it again. One caller at a time. */
final class Succession {
    private static final String INTERRUPTED = "its check was interrupted";
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final DriverRegistry registry;
    private final Bundles bundles;
    private final ArchiveFolder folder;
    private final StateFile file;
    private final Reconciler reconciler;
    private final Manifests manifests;
    private final ComponentFaults faults;
    private final LeftThreads leftThreads;
    private final BoundedWork work;
    private final Supplier<Settings> settings;
    /** The bundle that is being checked. */
    private volatile @Nullable Bundle candidate;

    Succession(
            DriverRegistry registry,
            Bundles bundles,
            ArchiveFolder folder,
            StateFile file,
            Reconciler reconciler,
            Manifests manifests,
            ComponentFaults faults,
            LeftThreads leftThreads,
            BoundedWork work,
            Supplier<Settings> settings) {
        this.registry = requireNonNull(registry);
        this.bundles = requireNonNull(bundles);
        this.folder = requireNonNull(folder);
        this.file = requireNonNull(file);
        this.reconciler = requireNonNull(reconciler);
        this.manifests = requireNonNull(manifests);
        this.faults = requireNonNull(faults);
        this.leftThreads = requireNonNull(leftThreads);
        this.work = requireNonNull(work);
        this.settings = requireNonNull(settings);
    }

    /** Whether a bundle is being checked at the moment. */
    boolean checks(Bundle bundle) {
        return bundle == candidate;
    }

    /** What would change, found out without installing anything. */
    UpgradePlan plan(CloudDriver active, KnownRevision from, KnownRevision next)
            throws IOException, InterruptedException {
        RevisionManifest manifest = manifests.of(next);
        // A revision from before there were such headers still runs, and can be asked.
        RevisionManifest current = manifests.of(from).declaredBy(() -> DriverDeclaration.of(active.info()));
        return new UpgradePlan(new DriverDiff(next.driver(), current, manifest), obstacles(next, manifest));
    }

    private List<String> obstacles(KnownRevision next, RevisionManifest manifest) throws IOException {
        List<String> obstacles = new ArrayList<>();
        manifest.declaration()
                .map(DriverDeclaration::driver)
                .filter(id -> !id.equals(next.driver()))
                .ifPresent(id -> obstacles.add("it is driver '" + id + "'"));
        bundles.unmet(manifest)
                .forEach(need -> obstacles.add("it needs " + need.name() + ", which nothing here offers"));
        try {
            verify(next);
        } catch (IllegalStateException e) {
            obstacles.add(String.valueOf(e.getMessage()));
        }
        return obstacles;
    }

    /** What was handed to this server is what it was, and signed by whom the operator trusts. */
    private void verify(KnownRevision next) throws IOException {
        folder.verify(next);
        if (folder.owns(next.location())) {
            settings.get().trust().verify(Path.of(URI.create(next.location())));
        }
    }

    /**
     * Starts a revision beside the active one and has it prove itself.
     *
     * @param plan what {@link #plan} says of it
     * @param from the active one
     * @param probe the account to try it with
     * @throws IllegalStateException when it fails: nothing of it is left then but a line that tells why
     */
    Candidate prove(UpgradePlan plan, KnownRevision from, KnownRevision next, Optional<Probe> probe)
            throws InterruptedException {
        Bundle bundle = null;
        try {
            if (!plan.obstacles().isEmpty()) {
                throw new IllegalStateException(String.join("; ", plan.obstacles()));
            }
            Optional<Bundle> present = bundles.find(next);
            bundle = present.isPresent() ? present.get() : bundles.install(next.location());
            candidate = bundle;
            CloudDriver driver = start(bundle);
            RevisionManifest manifest = plan.diff().to();
            new RevisionCheck(work).check(driver, next.driver(), next.version(), manifest.declaration(), probe);
            return new Candidate(next, bundle, driver);
        } catch (InterruptedException e) {
            withdraw(bundle, from, next, INTERRUPTED);
            throw refusal(from, next, new IllegalStateException(INTERRUPTED, e));
        } catch (BundleException | RuntimeException e) {
            withdraw(bundle, from, next, String.valueOf(e.getMessage()));
            throw refusal(from, next, e);
        } finally {
            candidate = null;
        }
    }

    private CloudDriver start(Bundle bundle) throws BundleException, InterruptedException {
        try {
            work.within("start", () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return true;
            });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException failed) {
                throw failed;
            }
            throw new IllegalStateException("it threw " + Words.of(requireNonNull(e.getCause())), e);
        }
        return arrival(bundle);
    }

    /**
     * Waits for the driver of a bundle that was started.
     *
     * @throws IllegalStateException when it does not come; the message says why, for the middle of a sentence
     */
    CloudDriver arrival(Bundle bundle) throws InterruptedException {
        long deadline = System.nanoTime() + work.timeout().toNanos();
        while (true) {
            Optional<CloudDriver> driver = arrived(bundle, LOOK_AGAIN);
            Optional<String> several = faults.several(bundle);
            if (several.isPresent()) {
                throw new IllegalStateException(several.get());
            }
            if (driver.isPresent()) {
                return driver.get();
            }
            Optional<String> fault = faults.of(bundle);
            if (fault.isPresent()) {
                throw new IllegalStateException("it cannot be activated: " + fault.get());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "it did not become active within " + work.timeout().toSeconds() + " s; the log tells more");
            }
        }
    }

    /** The driver of a bundle, if it is there. */
    Optional<CloudDriver> arrived(Bundle bundle) throws InterruptedException {
        return arrived(bundle, Duration.ZERO);
    }

    /** The same, once it is there, if that does not take longer. */
    Optional<CloudDriver> arrived(Bundle bundle, Duration patience) throws InterruptedException {
        return registry.await(
                arrived -> Bundles.of(arrived).filter(bundle::equals).isPresent(), patience);
    }

    /** Writes down that it is the active one, and switches; the one before is to be retired by the caller. */
    void enthrone(KnownRevision from, Candidate next) throws InterruptedException {
        KnownRevision revision = next.revision();
        try {
            file.write(file.state().with(from.as(State.RETIRED)).with(revision.as(State.ACTIVE)));
            if (!registry.activate(next.driver())) {
                throw new IllegalStateException("it went away");
            }
            next.bundle().start();
        } catch (BundleException | IOException | RuntimeException e) {
            withdraw(next.bundle(), from, revision, String.valueOf(e.getMessage()));
            throw refusal(from, revision, e);
        }
    }

    private static IllegalStateException refusal(KnownRevision from, KnownRevision next, Exception why) {
        return new IllegalStateException(
                "Driver " + next.driver() + " " + next.version() + " was refused, " + from.version() + " stays active: "
                        + why.getMessage(),
                why);
    }

    /** A revision that was retired stays so; a new one is told of as failed, and nothing of it is left. */
    void withdraw(@Nullable Bundle bundle, KnownRevision from, KnownRevision next, String why)
            throws InterruptedException {
        DriverState state = file.state();
        if (state.find(from.symbolicName(), from.version()).isPresent()) {
            state = state.with(from.as(State.ACTIVE));
        }
        withdraw(state, bundle, next, why);
    }

    /** Takes a revision back that was only tried. */
    void withdraw(Candidate tried, String why) throws InterruptedException {
        withdraw(file.state(), tried.bundle(), tried.revision(), why);
    }

    private void withdraw(DriverState before, @Nullable Bundle bundle, KnownRevision next, String why)
            throws InterruptedException {
        Optional<ClassLoader> loader = Optional.ofNullable(bundle).flatMap(Bundles::loader);
        try {
            file.write(next.state() == State.CHECKING ? before.withFailed(next.failed(why)) : before.with(next));
            if (bundle != null && next.state() == State.CHECKING) {
                reconciler.uninstall(bundle);
            } else if (bundle != null) {
                reconciler.retire(next);
            }
            loader.ifPresent(stopped -> leftThreads.look(next, stopped));
            reconciler.tidy();
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.warn(
                    "Driver {} {} could not be taken back; a restart of the server does it",
                    next.driver(),
                    next.version(),
                    e);
        }
    }
}
