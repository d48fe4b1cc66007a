package org.alluvium.rest.isolation;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** What one driver may take of the server. Safe for use by many threads. */
final class Compartment {
    /** Calls that the share of failures is taken of, and how many there must be before it says anything. */
    private static final int WINDOW = 100;

    private static final int MINIMUM = 20;

    /** Calls that try a cloud again that was left alone. */
    private static final int TRIALS = 3;

    /** Providers are named by clients: those beyond this number share one breaker. */
    private static final int MAX_BREAKERS = 256;

    private final String driver;
    private final AtomicInteger inside = new AtomicInteger();
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private volatile Limits limits;
    private volatile Bulkhead bulkhead;

    Compartment(String driver, Limits limits) {
        this.driver = requireNonNull(driver);
        this.limits = requireNonNull(limits);
        this.bulkhead = Bulkhead.of(driver, bulkheadConfig(limits));
    }

    Pass enter(Optional<String> provider, Limits current) {
        if (!current.equals(limits)) {
            change(current);
        }
        CircuitBreaker breaker = breaker(provider.orElse(""));
        if (!breaker.tryAcquirePermission()) {
            throw busy(
                    "The cloud of driver '" + driver + "' has failed to answer too often and is left alone for "
                            + current.breakerPause().toSeconds() + " s.",
                    current.breakerPause());
        }
        if (inside.incrementAndGet() > current.maxConcurrent() + current.maxWaiting()) {
            inside.decrementAndGet();
            breaker.releasePermission();
            throw full(current);
        }
        Bulkhead places = bulkhead;
        if (!places.tryAcquirePermission()) {
            inside.decrementAndGet();
            breaker.releasePermission();
            throw full(current);
        }
        return new Pass(this, places, breaker);
    }

    void leave(Bulkhead places) {
        places.onComplete();
        inside.decrementAndGet();
    }

    private CircuitBreaker breaker(String provider) {
        CircuitBreaker breaker = breakers.get(provider);
        if (breaker != null) {
            return breaker;
        }
        return breakers.computeIfAbsent(
                breakers.size() < MAX_BREAKERS ? provider : "",
                name -> CircuitBreaker.of(driver, breakerConfig(limits)));
    }

    /**
     * Takes changed limits over. Those who are inside stay, and do not count against the new limit: a bulkhead that is made
     * smaller would wait for them.
     */
    private synchronized void change(Limits changed) {
        if (changed.equals(limits)) {
            return;
        }
        bulkhead = Bulkhead.of(driver, bulkheadConfig(changed));
        limits = changed;
        breakers.clear();
    }

    private CloudException full(Limits current) {
        return busy(
                "Driver '" + driver + "' works on " + current.maxConcurrent()
                        + " requests, as many as it may. Try again in a moment.",
                Duration.ofSeconds(1));
    }

    private static CloudException busy(String message, Duration retryAfter) {
        return new CloudException(ErrorKind.UNAVAILABLE, message, null, Optional.of(retryAfter));
    }

    private static BulkheadConfig bulkheadConfig(Limits limits) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(limits.maxConcurrent())
                .maxWaitDuration(limits.maxWait())
                .writableStackTraceEnabled(false)
                .build();
    }

    private static CircuitBreakerConfig breakerConfig(Limits limits) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, MINIMUM, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(limits.breakerFailures())
                .waitDurationInOpenState(limits.breakerPause())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .build();
    }
}
