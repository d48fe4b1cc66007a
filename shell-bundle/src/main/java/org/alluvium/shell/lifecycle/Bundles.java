package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudDriver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.FrameworkWiring;

/** The framework's bundles, as far as the life of drivers needs them. */
final class Bundles {
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

    /** Whether a revision's bundle runs. */
    boolean runs(KnownRevision revision) {
        return find(revision.symbolicName(), revision.version())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .isPresent();
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

    private void refresh(Bundle bundle) {
        requireNonNull(context.getBundle(0).adapt(FrameworkWiring.class)).refreshBundles(List.of(bundle));
    }
}
