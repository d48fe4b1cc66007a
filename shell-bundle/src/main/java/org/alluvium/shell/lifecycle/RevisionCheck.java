package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;

/** What a revision has to prove before it gets requests. A driver that throws Errors or hangs does not harm who checks it. */
final class RevisionCheck {
    private final ExecutorService threads;
    private final Duration timeout;

    RevisionCheck(ExecutorService threads, Duration timeout) {
        this.threads = requireNonNull(threads);
        this.timeout = requireNonNull(timeout);
    }

    /**
     * Checks a revision.
     *
     * @param id the driver that it has to be
     * @param version the version of its bundle
     * @param probe the account to try it with
     * @throws IllegalStateException when it fails; the message says why, for the middle of a sentence
     */
    void check(CloudDriver driver, String id, String version, Optional<Probe> probe) throws InterruptedException {
        Future<Optional<String>> verdict =
                threads.submit((Callable<Optional<String>>) () -> fault(driver, id, version, probe));
        try {
            verdict.get(timeout.toNanos(), TimeUnit.NANOSECONDS).ifPresent(fault -> {
                throw new IllegalStateException(fault);
            });
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            throw new IllegalStateException(
                    "it threw " + cause.getClass().getSimpleName()
                            + Optional.ofNullable(cause.getMessage())
                                    .map(m -> ": " + m)
                                    .orElse(""),
                    e);
        } catch (TimeoutException e) {
            verdict.cancel(true);
            throw new IllegalStateException("it did not answer within " + timeout.toSeconds() + " s", e);
        }
    }

    private static Optional<String> fault(CloudDriver driver, String id, String version, Optional<Probe> probe) {
        DriverInfo info = driver.info();
        if (!info.id().equals(id)) {
            return Optional.of("it is driver '" + info.id() + "'");
        }
        if (!info.version().equals(version)) {
            return Optional.of("it says that it is version " + info.version() + ", but its bundle is " + version);
        }
        info.capabilities().forEach(Capabilities::collection);
        driver.selfTest();
        if (probe.isPresent()) {
            Cloud cloud = driver.connect(
                    probe.get().provider(), Optional.of(probe.get().credentials()));
            cloud.verifyCredentials();
            Set<Class<?>> undeclared = new HashSet<>(cloud.capabilities().types());
            undeclared.removeAll(info.capabilities());
            if (!undeclared.isEmpty()) {
                return Optional.of("it does not declare what it offers: "
                        + String.join(
                                ", ",
                                undeclared.stream()
                                        .map(Capabilities::collection)
                                        .sorted()
                                        .toList()));
            }
        }
        return Optional.empty();
    }
}
