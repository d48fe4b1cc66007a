package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.driver.DriverInfo;
import org.jspecify.annotations.Nullable;

/** What a revision has to prove before it gets requests. A driver that throws Errors or hangs does not harm who checks it. */
final class RevisionCheck {
    private final BoundedWork work;

    RevisionCheck(BoundedWork work) {
        this.work = requireNonNull(work);
    }

    /**
     * Checks a revision.
     *
     * @param id the driver that it has to be
     * @param version the version of its bundle
     * @param declared what its manifest declares, if it does
     * @param probe the account to try it with
     * @throws IllegalStateException when it fails; the message says why, for the middle of a sentence
     */
    void check(
            CloudDriver driver, String id, String version, Optional<DriverDeclaration> declared, Optional<Probe> probe)
            throws InterruptedException {
        pass(() -> {
            Optional<String> lie = lie(driver, id, version, declared);
            return lie.isPresent() ? lie : failure(driver, probe);
        });
    }

    /** Checks what a revision says of itself, as {@link #check}, and has it do nothing. */
    void checkWords(CloudDriver driver, String id, String version, Optional<DriverDeclaration> declared)
            throws InterruptedException {
        pass(() -> lie(driver, id, version, declared));
    }

    private void pass(Callable<Optional<String>> test) throws InterruptedException {
        Optional<Fault> fault;
        try {
            fault = work.within("answer", () -> {
                try {
                    return test.call().map(why -> new Fault(Words.of(why), null));
                } catch (Throwable e) {
                    // Told in here, for its message is made by the driver's own code
                    return Optional.of(new Fault("it threw " + Words.of(e), e));
                }
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("it cannot be checked", e);
        }
        if (fault.isPresent()) {
            throw new IllegalStateException(fault.get().why, fault.get().thrown);
        }
    }

    private record Fault(String why, @Nullable Throwable thrown) {}

    private static Optional<String> lie(
            CloudDriver driver, String id, String version, Optional<DriverDeclaration> declared) {
        DriverInfo info = driver.info();
        if (!info.id().equals(id)) {
            return Optional.of("it is driver '" + info.id() + "'");
        }
        if (!info.version().equals(version)) {
            return Optional.of("it says that it is version " + info.version() + ", but its bundle is " + version);
        }
        info.capabilities().forEach(Capabilities::collection);
        Set<String> beyond =
                declared.map(d -> DriverDeclaration.of(info).beyond(d)).orElse(new TreeSet<>());
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of("it offers what its manifest does not declare: " + String.join(", ", beyond));
    }

    private static Optional<String> failure(CloudDriver driver, Optional<Probe> probe) {
        driver.selfTest();
        if (probe.isPresent()) {
            Cloud cloud = driver.connect(
                    probe.get().provider(), Optional.of(probe.get().credentials()));
            cloud.verifyCredentials();
            Set<Class<?>> undeclared = new HashSet<>(cloud.capabilities().types());
            undeclared.removeAll(driver.info().capabilities());
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
