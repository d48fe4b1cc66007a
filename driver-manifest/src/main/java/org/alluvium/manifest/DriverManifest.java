package org.alluvium.manifest;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.AnalyzerPlugin;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what the bundle's driver declares into the manifest: makes the driver as Declarative Services would, with the settings'
 * defaults, and asks its {@code info()}. What the manifest says can thus not differ from what the driver says; nobody keeps a
 * second list. A bundle without a driver is left alone.
 *
 * <p>Called by bnd when the classes are compiled: {@code -plugin.alluvium: org.alluvium.manifest.DriverManifest}.
 */
public final class DriverManifest implements AnalyzerPlugin {
    private static final String DRIVER = "org.alluvium.driver.CloudDriver";
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";
    private static final String DECLARATION = "org.alluvium.driver.DriverDeclaration";

    @Override
    public boolean analyzeJar(Analyzer analyzer) throws Exception {
        Optional<String> driver = driver(analyzer);
        if (driver.isPresent()) {
            try {
                headers(analyzer, driver.get()).forEach(analyzer::setProperty);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
                analyzer.error(
                        "Driver %s cannot be asked what it declares: %s. It has to be made without a network, a file or"
                                + " another service, from the settings' defaults.",
                        driver.get(), cause);
            }
        }
        return false;
    }

    /** The component that is a driver. */
    private static Optional<String> driver(Analyzer analyzer) throws Exception {
        for (Clazz type : analyzer.getClassspace().values()) {
            if (!type.isAbstract()
                    && type.is(Clazz.QUERY.IMPLEMENTS, new aQute.bnd.osgi.Instruction(DRIVER), analyzer)
                    && type.is(Clazz.QUERY.ANNOTATED, new aQute.bnd.osgi.Instruction(COMPONENT), analyzer)) {
                return Optional.of(type.getFQN());
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> headers(Analyzer analyzer, String driver)
            throws ReflectiveOperationException, java.io.IOException {
        // A class path of its own: the driver must not see bnd's and Maven's classes.
        try (URLClassLoader loader = new URLClassLoader(classPath(analyzer), ClassLoader.getPlatformClassLoader())) {
            String version = Optional.ofNullable(analyzer.getBundleVersion()).orElse("0");
            Object made = new DriverMaker(version, Map.of()).make(loader.loadClass(driver));
            Object info = loader.loadClass(DRIVER).getMethod("info").invoke(made);
            Class<?> type = loader.loadClass(DECLARATION);
            Object declaration = type.getMethod("of", info.getClass()).invoke(null, info);
            @SuppressWarnings("unchecked")
            Map<String, String> headers =
                    (Map<String, String>) type.getMethod("headers").invoke(declaration);
            return headers;
        }
    }

    private static URL[] classPath(Analyzer analyzer) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        add(analyzer.getJar(), urls);
        for (Jar jar : analyzer.getClasspath()) {
            add(jar, urls);
        }
        return urls.toArray(URL[]::new);
    }

    private static void add(Jar jar, List<URL> urls) throws MalformedURLException {
        File source = jar.getSource();
        if (source != null) {
            urls.add(source.toURI().toURL());
        }
    }

    /** After the plug-ins that come with bnd. */
    @Override
    public int ordering() {
        return 1000;
    }
}
