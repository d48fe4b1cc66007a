package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.alluvium.driver.CloudDriver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the driver services to the registry. A driver is made when its service is asked for, by whoever started its bundle: the
 * start of the server, the deploy folder, a deployment of features. One that hangs then, or when it is asked what it is, would
 * hold all that up, and so each is made by a thread of its own. Safe for use by many threads.
 */
@Component(
        service = {},
        immediate = true)
public final class DriverArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(DriverArrivals.class);

    /** For which one waits for a driver: after it whoever started the bundle goes on, and the driver may come later. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DriverRegistry registry;
    private final BundleContext context;
    private final Duration patience;
    private final Map<ServiceReference<CloudDriver>, Arrival> arrivals = new ConcurrentHashMap<>();

    /** None has arrived. */
    @Activate
    public DriverArrivals(@Reference DriverRegistry registry, BundleContext context) {
        this(registry, context, PATIENCE);
    }

    DriverArrivals(DriverRegistry registry, BundleContext context, Duration patience) {
        this.registry = requireNonNull(registry);
        this.context = requireNonNull(context);
        this.patience = requireNonNull(patience);
    }

    /** Adds a driver. Returns when it is there, or cannot be had, or takes too long for that to be waited for. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindDriver(ServiceReference<CloudDriver> reference) {
        Arrival arrival = new Arrival(reference);
        arrivals.put(reference, arrival);
        if (!arrival.await()) {
            LOG.warn(
                    "The driver of {} is not there after {} s; it is not waited for any more",
                    reference.getBundle(),
                    patience.toSeconds());
        }
    }

    /** Removes a driver, as {@link DriverRegistry#removeDriver}. One that is still on its way is not added when it comes. */
    void unbindDriver(ServiceReference<CloudDriver> reference) {
        Optional.ofNullable(arrivals.remove(reference)).flatMap(Arrival::end).ifPresent(driver -> {
            registry.removeDriver(driver);
            context.ungetService(reference);
        });
    }

    /** A driver on its way, and then there. */
    private final class Arrival {
        private final ServiceReference<CloudDriver> reference;
        private final FutureTask<Boolean> task = new FutureTask<>(this::bring, true);
        /** Guarded by this. */
        private Optional<CloudDriver> there = Optional.empty();
        /** Its service went. Guarded by this. */
        private boolean over;

        Arrival(ServiceReference<CloudDriver> reference) {
            this.reference = requireNonNull(reference);
            Thread thread = new Thread(task, "driver-arrival");
            thread.setDaemon(true);
            thread.start();
        }

        private void bring() {
            CloudDriver driver = context.getService(reference);
            if (driver != null && !over()) {
                registry.addDriver(driver);
                if (!settle(driver)) {
                    registry.removeDriver(driver);
                }
            }
        }

        private synchronized boolean over() {
            return over;
        }

        private synchronized boolean settle(CloudDriver driver) {
            there = Optional.of(driver);
            return !over;
        }

        /** Waits until it is there, or cannot be had; false when that takes too long. */
        boolean await() {
            try {
                return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                LOG.error("The driver of {} cannot be had", reference.getBundle(), e.getCause());
                return true;
            }
        }

        /** The driver, if it is there; if it is not, it does not come any more. */
        Optional<CloudDriver> end() {
            boolean made = await();
            Optional<CloudDriver> driver;
            synchronized (this) {
                over = true;
                driver = there;
            }
            if (!made && task.cancel(true)) {
                LOG.warn("The driver of {} was still being made; its thread is interrupted", reference.getBundle());
            }
            return driver;
        }
    }
}
