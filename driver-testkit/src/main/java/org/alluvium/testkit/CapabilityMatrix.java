package org.alluvium.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.State;
import org.alluvium.registry.Conformance.Subject;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Writes what a driver declares, and which of it the kit has proven, into {@code target/conformance}: DRIVER.json, .html, and
 * .tsv, which the build packs into the driver's archive ({@link Conformance}).
 *
 * <p>An operation is proven when it answered without a failure in a test that passed; a parameter and a guarantee when such a
 * test says so.
 */
public final class CapabilityMatrix implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final Path FOLDER = Path.of("target", "conformance");
    private static final Namespace NAMESPACE = Namespace.create(CapabilityMatrix.class);
    private static final ThreadLocal<Map<Subject, State>> SEEN = ThreadLocal.withInitial(HashMap::new);

    /** The operations, with what answered remembered until the end of the test. */
    static <T> T observe(Class<T> capability, T operations) {
        return capability.cast(Proxy.newProxyInstance(
                capability.getClassLoader(), new Class<?>[] {capability}, (proxy, method, args) -> {
                    try {
                        Object answer = method.invoke(operations, args);
                        SEEN.get().put(Subject.operation(method), State.PROVEN);
                        return answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    /** The test that runs proves a guarantee, if it passes. */
    static void proves(String guarantee) {
        SEEN.get().put(Subject.guarantee(guarantee), State.PROVEN);
    }

    /** The test that runs proves the parameters of a feature, if it passes; or shows that the cloud takes them. */
    static void shows(Feature feature, State state) {
        feature.parameters().forEach(parameter -> SEEN.get().put(Subject.parameter(feature, parameter), state));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        SEEN.get().clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        DriverInfo info = ((Contract) context.getRequiredTestInstance())
                .fixture()
                .driver()
                .info();
        Store store = context.getRoot().getStore(NAMESPACE);
        // A driver with two kinds of credentials has two test classes, and one matrix
        Report report = store.getOrComputeIfAbsent(info.id(), id -> new Report(info), Report.class);
        store.put(context.getRequiredTestClass(), report);
        if (context.getExecutionException().isEmpty()) {
            // What is proven once is no longer merely accepted
            SEEN.get()
                    .forEach((subject, state) ->
                            report.seen.merge(subject, state, (one, other) -> one.compareTo(other) < 0 ? one : other));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Report report = context.getRoot().getStore(NAMESPACE).get(context.getRequiredTestClass(), Report.class);
        if (report == null) {
            return;
        }
        Conformance matrix = matrix(report.info, report.seen);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(matrix.driver() + ".tsv"), matrix.text());
            Files.writeString(FOLDER.resolve(matrix.driver() + ".json"), MatrixPage.json(matrix));
            Files.writeString(FOLDER.resolve(matrix.driver() + ".html"), MatrixPage.html(matrix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a driver declares, with what was seen of it, and every guarantee that the kit knows. */
    static Conformance matrix(DriverInfo info, Map<Subject, State> seen) {
        List<Item> guarantees = new ArrayList<>();
        Stream.of(
                        Stream.of(
                                BackendContract.WHOLE_LISTS,
                                BackendContract.FEW_CALLS,
                                BackendContract.WARM_REQUESTS,
                                ErrorContract.TIME_OUT),
                        Stream.of(Refusal.values()).map(ErrorContract::guarantee),
                        Stream.of(Breakage.values()).map(ErrorContract::guarantee),
                        Stream.of(
                                PathContract.STAYS,
                                SecretContract.HIDDEN,
                                UnloadingContract.UNLOADED,
                                ManifestContract.REFRESHES_NOTHING))
                .flatMap(names -> names)
                .map(Subject::guarantee)
                .forEach(subject -> guarantees.add(new Item(subject, seen.getOrDefault(subject, State.NOT_EXAMINED))));
        return Conformance.of(
                info, Optional.of(info.version()), subject -> seen.getOrDefault(subject, State.DECLARED), guarantees);
    }

    private static final class Report {
        final DriverInfo info;
        final Map<Subject, State> seen = new ConcurrentHashMap<>();

        Report(DriverInfo info) {
            this.info = info;
        }
    }
}
