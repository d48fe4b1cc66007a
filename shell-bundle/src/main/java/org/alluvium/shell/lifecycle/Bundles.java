package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.alluvium.driver.CloudDriver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework's bundles, as far as the life of drivers needs them. */
final class Bundles {
    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final String UPDATE = "version";

    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = requireNonNull(context);
    }

    /** The bundle that a driver comes from. */
    static Optional<Bundle> of(CloudDriver driver) {
        return Optional.ofNullable(FrameworkUtil.getBundle(driver.getClass()));
    }

    List<Bundle> all() {
        return List.of(context.getBundles());
    }

    Optional<Bundle> find(String symbolicName, String version) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())
                        && bundle.getVersion().toString().equals(version))
                .findFirst();
    }

    /** A revision's bundle. */
    Optional<Bundle> find(KnownRevision revision) {
        return find(revision.symbolicName(), revision.version());
    }

    /** Whether a revision's bundle is installed. */
    boolean has(KnownRevision revision) {
        return find(revision).isPresent();
    }

    /** Whether there is a bundle of that name, whatever its version. */
    boolean any(String symbolicName) {
        return Arrays.stream(context.getBundles()).anyMatch(bundle -> symbolicName.equals(bundle.getSymbolicName()));
    }

    /** Whether a bundle was installed from a location. */
    boolean at(String location) {
        return context.getBundle(location) != null;
    }

    /** The framework's own copy of the archive that a bundle consists of now; empty where it keeps none that can be read. */
    Optional<DriverArchive> archive(Bundle bundle) {
        // Of Felix: bundle7/version0.1/bundle.jar, the higher the later; what was before an update stays until the next
        // refresh.
        Path kept = Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE), "bundle" + bundle.getBundleId());
        try (Stream<Path> folders = Files.list(kept)) {
            Optional<Path> latest = folders.filter(
                            folder -> folder.getFileName().toString().startsWith(UPDATE))
                    .max(Comparator.comparing(folder ->
                            Version.parseVersion(folder.getFileName().toString().substring(UPDATE.length()))));
            return latest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(DriverArchive.read(latest.get().resolve("bundle.jar")))
                            .filter(archive -> archive.version().equals(bundle.getVersion()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("The archive of {} cannot be read", bundle, e);
            return Optional.empty();
        }
    }

    /** Whether a revision's bundle runs. */
    boolean runs(KnownRevision revision) {
        return find(revision)
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .isPresent();
    }

    /** Whether a bundle is being started or stopped; until that is done nothing else can be done to it. */
    static boolean changes(Bundle bundle) {
        return bundle.getState() == Bundle.STARTING || bundle.getState() == Bundle.STOPPING;
    }

    /** What loads the classes of a bundle; empty when it is not resolved. */
    static Optional<ClassLoader> loader(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).map(BundleWiring::getClassLoader);
    }

    /** Whether a bundle was started, and not stopped since, and so runs again after a restart. */
    boolean startsByItself(Bundle bundle) {
        return requireNonNull(bundle.adapt(BundleStartLevel.class)).isPersistentlyStarted();
    }

    /** Whether the whole framework is being stopped. */
    boolean stopping() {
        return context.getBundle(0).getState() == Bundle.STOPPING;
    }

    /** The bundle of that location, installed if it is not. */
    Bundle install(String location) throws BundleException {
        return context.installBundle(location);
    }

    /** Stops a bundle for good, and lets its classes go. A driver exports nothing, so nobody else is refreshed. */
    void retire(Bundle bundle) throws BundleException {
        bundle.stop();
        refresh(bundle);
    }

    void uninstall(Bundle bundle) throws BundleException {
        bundle.uninstall();
        refresh(bundle);
    }

    /** Finds a bundle what it imports, if all of that is there; otherwise it is left as it is. */
    void resolve(Bundle bundle) {
        wiring().resolveBundles(List.of(bundle));
    }

    /** What a revision needs, and neither another bundle nor the platform offers. Nothing is installed to find that out. */
    List<RevisionManifest.Need> unmet(RevisionManifest manifest) {
        FrameworkWiring wiring = wiring();
        return manifest.requirements().stream()
                .filter(need -> wiring.findProviders(new Wanted(need.namespace(), need.filter()))
                        .isEmpty())
                .toList();
    }

    private FrameworkWiring wiring() {
        return requireNonNull(context.getBundle(0).adapt(FrameworkWiring.class));
    }

    /** A requirement of no bundle. */
    private record Wanted(String namespace, String filter) implements Requirement {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return filter.isEmpty() ? Map.of() : Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        /** Allowed to be null for a requirement that no resource declares (FrameworkWiring.findProviders). */
        @Override
        @SuppressWarnings("NullAway")
        public Resource getResource() {
            return null;
        }
    }

    /**
     * Lets the classes go that nobody uses any more. Returns when it is done: a bundle that was started before that would be stopped
     * by it once more.
     */
    void refresh(Bundle bundle) {
        CountDownLatch done = new CountDownLatch(1);
        wiring().refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The classes of {} are still being refreshed after {} s", bundle, PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
