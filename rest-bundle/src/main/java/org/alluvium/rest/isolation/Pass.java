package org.alluvium.rest.isolation;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.alluvium.driver.CloudException;

/** The right of one request to its driver, until {@link #close}. Safe for use by many threads. */
public final class Pass implements AutoCloseable {
    private final Compartment compartment;
    private final Bulkhead places;
    private final CircuitBreaker breaker;
    private final AtomicBoolean judged = new AtomicBoolean();

    Pass(Compartment compartment, Bulkhead places, CircuitBreaker breaker) {
        this.compartment = requireNonNull(compartment);
        this.places = requireNonNull(places);
        this.breaker = requireNonNull(breaker);
    }

    /** Notes that the request failed. What the client did wrong does not count against the cloud. */
    public void failed(CloudException failure) {
        boolean cloudIsOut = switch (failure.kind()) {
            case UNAVAILABLE, PROVIDER_TIMEOUT -> true;
            case INVALID,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    NOT_ALLOWED,
                    CONFLICT,
                    TOO_LARGE,
                    TOO_MANY_REQUESTS,
                    UNSUPPORTED,
                    INTERNAL,
                    PROVIDER_ERROR -> false;
        };
        if (cloudIsOut && judged.compareAndSet(false, true)) {
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
        }
    }

    /** Says that a request that succeeds has not asked the cloud, as far as the server knows: it does not count as an answer. */
    public void askedNothing() {
        if (judged.compareAndSet(false, true)) {
            breaker.releasePermission();
        }
    }

    /** Gives the right back. To be called once. */
    @Override
    public void close() {
        if (judged.compareAndSet(false, true)) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        compartment.leave(places);
    }
}
