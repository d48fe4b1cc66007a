package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the revisions of drivers share the libraries that they nest: what a new revision does not bring once more, the JVM need not
 * load, compile and throw away once more (docs/decisions/0006-shared-libraries.md). A library is installed as soon as a bundle
 * that nests it is, before that is resolved or started, and goes when for some time no bundle has named it. Safe for use by
 * many threads.
 */
@Component(service = DriverLibraries.class, immediate = true)
public final class DriverLibraries implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(DriverLibraries.class);
    private static final String LOCATION = "alluvium-library:";

    /** What takes a driver away to put another in its place would otherwise make both bring it. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final BundleContext context;
    private final Bundles bundles;
    private final Duration grace;
    private final ScheduledThreadPoolExecutor sweeper;

    /** For Declarative Services. Looks after the bundles that are here already. */
    @Activate
    public DriverLibraries(BundleContext context) {
        this(context, GRACE);
    }

    DriverLibraries(BundleContext context, Duration grace) {
        this.context = requireNonNull(context);
        this.grace = requireNonNull(grace);
        bundles = new Bundles(context);
        sweeper = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "alluvium-libraries");
            thread.setDaemon(true);
            return thread;
        });
        sweeper.setKeepAliveTime(1, TimeUnit.SECONDS);
        sweeper.allowCoreThreadTimeOut(true);
        context.addBundleListener(this);
        bundles.all().forEach(this::provide);
        sweepLater();
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        sweeper.shutdownNow();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.INSTALLED -> wire(event.getBundle());
            case BundleEvent.UPDATED -> {
                wire(event.getBundle());
                sweepLater();
            }
            case BundleEvent.UNINSTALLED -> sweepLater();
            default -> {
                // Resolving, starting and stopping need nothing
            }
        }
    }

    /** Resolves the driver at once: when Karaf's features do, they keep out what they did not install themselves. */
    private void wire(Bundle driver) {
        if (provide(driver)) {
            bundles.resolve(driver);
        }
    }

    /** Whether the driver has a library. */
    private synchronized boolean provide(Bundle driver) {
        Optional<NestedLibrary> nested = NestedLibrary.of(driver);
        nested.filter(library -> bundles.all().stream().noneMatch(library::is))
                .ifPresent(library -> install(library, driver));
        return nested.isPresent();
    }

    private void install(NestedLibrary library, Bundle driver) {
        URL archive = driver.getEntry(library.path());
        try (InputStream in = archive == null ? missing(library) : archive.openStream()) {
            Bundle installed = context.installBundle(LOCATION + library.symbolicName() + "/" + library.version(), in);
            if (!library.is(installed)) {
                installed.uninstall();
                throw new BundleException("it is " + installed.getSymbolicName() + " " + installed.getVersion());
            }
            LOG.info("{} brought its library, {}", driver, library);
        } catch (IOException | BundleException e) {
            LOG.error(
                    "{} will not work, for its library {} cannot be installed: {}", driver, library, e.getMessage(), e);
        }
    }

    private static InputStream missing(NestedLibrary library) throws FileNotFoundException {
        throw new FileNotFoundException("its archive has no " + library.path());
    }

    /** Counts from the last change on. */
    private synchronized void sweepLater() {
        if (!sweeper.isShutdown()) {
            sweeper.getQueue().clear();
            sweeper.schedule(this::sweep, grace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        for (Bundle gone : uninstallUnused()) {
            LOG.info("{} is gone, for no driver has it any more", gone);
            bundles.refresh(gone);
        }
    }

    /** A driver that comes meanwhile waits, and then brings the library again. */
    private synchronized List<Bundle> uninstallUnused() {
        Set<NestedLibrary> used = bundles.all().stream()
                .flatMap(driver -> NestedLibrary.of(driver).stream())
                .collect(Collectors.toSet());
        List<Bundle> gone = new ArrayList<>();
        for (Bundle bundle : bundles.all()) {
            if (bundle.getLocation().startsWith(LOCATION) && used.stream().noneMatch(library -> library.is(bundle))) {
                try {
                    bundle.uninstall();
                    gone.add(bundle);
                } catch (BundleException e) {
                    LOG.warn("{} cannot be removed", bundle, e);
                }
            }
        }
        return gone;
    }
}
