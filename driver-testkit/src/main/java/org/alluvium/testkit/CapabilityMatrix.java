package org.alluvium.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.DriverInfo;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Writes what a driver declares, and which of it the kit has proven: {@code target/conformance/DRIVER.json} and {@code .html}.
 * An operation is proven when it answered without a failure in a test that passed.
 */
public final class CapabilityMatrix implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final Path FOLDER = Path.of("target", "conformance");
    private static final Namespace NAMESPACE = Namespace.create(CapabilityMatrix.class);
    private static final ThreadLocal<Set<String>> ANSWERED = ThreadLocal.withInitial(TreeSet::new);

    /** The operations, with what answered remembered until the end of the test. */
    static <T> T observe(Class<T> capability, T operations) {
        return capability.cast(Proxy.newProxyInstance(
                capability.getClassLoader(), new Class<?>[] {capability}, (proxy, method, args) -> {
                    try {
                        Object answer = method.invoke(operations, args);
                        ANSWERED.get().add(key(method));
                        return answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ANSWERED.get().clear();
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
            report.proven.addAll(ANSWERED.get());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Report report = context.getRoot().getStore(NAMESPACE).get(context.getRequiredTestClass(), Report.class);
        if (report == null) {
            return;
        }
        DriverInfo info = report.info;
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(info.id() + ".json"), json(info, report.proven));
            Files.writeString(FOLDER.resolve(info.id() + ".html"), html(info, report.proven));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names are Java identifiers and ids: nothing to escape. */
    static String json(DriverInfo info, Set<String> proven) {
        return "{\"driver\":\"" + info.id() + "\",\"version\":\"" + info.version() + "\",\"operations\":[\n"
                + info.capabilities().stream()
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .flatMap(CapabilityMatrix::operations)
                        .map(m -> "{\"collection\":\"" + Capabilities.collection(m.getDeclaringClass())
                                + "\",\"capability\":\"" + m.getDeclaringClass().getSimpleName() + "\",\"operation\":\""
                                + m.getName() + "\",\"proven\":" + proven.contains(key(m)) + "}")
                        .collect(Collectors.joining(",\n"))
                + "]}\n";
    }

    static String html(DriverInfo info, Set<String> proven) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Driver " + info.id()
                + "</title></head><body>\n<h1>Driver " + info.id() + " " + info.version()
                + "</h1>\n<table>\n<tr><th>Collection</th><th>Operation</th><th>Proven</th></tr>\n"
                + info.capabilities().stream()
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .flatMap(CapabilityMatrix::operations)
                        .map(m -> "<tr><td>" + Capabilities.collection(m.getDeclaringClass()) + "</td><td>"
                                + m.getDeclaringClass().getSimpleName() + "." + m.getName() + "</td><td>"
                                + (proven.contains(key(m)) ? "yes" : "declared only") + "</td></tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n</body></html>\n";
    }

    private static Stream<Method> operations(Class<?> capability) {
        return Arrays.stream(capability.getDeclaredMethods())
                .filter(m -> !m.isSynthetic())
                .sorted(Comparator.comparing(Method::getName));
    }

    private static String key(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static final class Report {
        final DriverInfo info;
        final Set<String> proven = new ConcurrentSkipListSet<>();

        Report(DriverInfo info) {
            this.info = info;
        }
    }
}
