package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

@Timeout(60)
class DriverArrivalsTest {
    private static final Duration HASTE = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DriverRegistry registry = new DriverRegistry(new DriverRegistryTest.Settings(30, 30));
    private final Map<ServiceReference<CloudDriver>, Service> services = new ConcurrentHashMap<>();
    private final List<ServiceReference<?>> givenBack = new CopyOnWriteArrayList<>();
    private final List<Thread> makers = new CopyOnWriteArrayList<>();

    /** How a service is made: null when it cannot be. */
    private interface Service {
        @Nullable
        CloudDriver make() throws InterruptedException;
    }

    @Test
    void aDriverIsThereOnceItsServiceIsAndGoesWithIt() {
        DriverArrivals arrivals = arrivals(LONG);
        ServiceReference<CloudDriver> reference = reference(() -> new FakeDriver("a", "1.0.0"));

        arrivals.bindDriver(reference);

        assertThat(present()).containsExactly("a");
        arrivals.unbindDriver(reference);
        assertThat(present()).isEmpty();
        assertThat(givenBack).containsExactly(reference);
    }

    @Test
    void oneThatCannotBeMadeIsLeftOut() {
        DriverArrivals arrivals = arrivals(LONG);
        ServiceReference<CloudDriver> none = reference(() -> null);
        ServiceReference<CloudDriver> broken = reference(() -> {
            throw new NoClassDefFoundError("org/gone");
        });

        arrivals.bindDriver(none);
        arrivals.bindDriver(broken);
        arrivals.bindDriver(reference(() -> new FakeDriver("a", "1.0.0")));

        assertThat(present()).containsExactly("a");
        arrivals.unbindDriver(none);
        arrivals.unbindDriver(broken);
        assertThat(present()).containsExactly("a");
    }

    @Test
    void oneThatHangsHoldsUpNobodyAndMayComeLater() throws Exception {
        DriverArrivals arrivals = arrivals(HASTE);
        CountDownLatch stuck = new CountDownLatch(1);
        FakeDriver slow = new FakeDriver("slow", "1.0.0");

        arrivals.bindDriver(reference(() -> {
            stuck.await();
            return slow;
        }));
        arrivals.bindDriver(reference(() -> new FakeDriver("a", "1.0.0")));

        assertThat(registry.await(driver -> driver != slow, LONG)).isPresent();
        assertThat(present()).containsExactly("a");
        stuck.countDown();
        assertThat(registry.await(driver -> driver == slow, LONG)).isPresent();
    }

    @Test
    void oneThatHangsWhenItIsAskedWhatItIsHoldsUpNobodyEither() throws Exception {
        DriverArrivals arrivals = arrivals(HASTE);
        CountDownLatch stuck = new CountDownLatch(1);
        CloudDriver silent = silent(stuck);

        arrivals.bindDriver(reference(() -> silent));

        assertThat(present()).isEmpty();
        stuck.countDown();
        assertThat(registry.await(driver -> driver == silent, LONG)).isPresent();
    }

    @Test
    void oneThatComesAfterItsBundleWasStoppedIsNotAdded() throws Exception {
        DriverArrivals arrivals = arrivals(HASTE);
        CountDownLatch stuck = new CountDownLatch(1);
        ServiceReference<CloudDriver> reference = reference(() -> {
            stuck.await();
            return new FakeDriver("slow", "1.0.0");
        });
        CountDownLatch silence = new CountDownLatch(1);
        ServiceReference<CloudDriver> silent = reference(() -> silent(silence));
        arrivals.bindDriver(reference);
        arrivals.bindDriver(silent);

        arrivals.unbindDriver(reference);
        arrivals.unbindDriver(silent);
        stuck.countDown();
        silence.countDown();

        for (Thread maker : makers) {
            maker.join();
        }
        assertThat(present()).isEmpty();
    }

    private List<String> present() {
        return registry.drivers().stream().map(DriverInfo::id).toList();
    }

    /** A driver that does not tell what it is before it is let go. */
    private static CloudDriver silent(CountDownLatch stuck) {
        FakeDriver driver = new FakeDriver("silent", "1.0.0");
        return proxy(CloudDriver.class, (self, method, arguments) -> {
            if (method.getName().equals("equals")) {
                return self == arguments[0];
            }
            stuck.await();
            return driver.info();
        });
    }

    private DriverArrivals arrivals(Duration patience) {
        BundleContext context = proxy(BundleContext.class, (self, method, arguments) -> {
            if (method.getName().equals("ungetService")) {
                return givenBack.add((ServiceReference<?>) arguments[0]);
            }
            makers.add(Thread.currentThread());
            return services.get(arguments[0]).make();
        });
        return new DriverArrivals(registry, context, patience);
    }

    private ServiceReference<CloudDriver> reference(Service service) {
        @SuppressWarnings("unchecked")
        ServiceReference<CloudDriver> reference =
                proxy(ServiceReference.class, (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> null;
                });
        services.put(reference, service);
        return reference;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
