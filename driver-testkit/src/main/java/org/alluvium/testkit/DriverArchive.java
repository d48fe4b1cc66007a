package org.alluvium.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.alluvium.driver.CloudDriver;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What lies beside a driver's classes, as the build has written it: a folder, or an archive. */
final class DriverArchive {
    /** A comma that is in no quoted text. */
    private static final Pattern CLAUSE = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private final Class<?> driver;
    private final URL root;
    private final Attributes headers;
    private final URLClassLoader classPath;
    private final Map<String, Optional<byte[]>> classFiles = new ConcurrentHashMap<>();

    private DriverArchive(Class<?> driver, URL root, Attributes headers) throws IOException {
        this.driver = driver;
        this.root = root;
        this.headers = headers;
        classPath = new URLClassLoader(classPath(root, clauses("Bundle-ClassPath")), null);
    }

    /**
     * That of a driver.
     *
     * @throws IOException when it has no manifest
     */
    static DriverArchive of(CloudDriver driver) throws IOException {
        Class<?> type = driver.getClass();
        URL classes = type.getProtectionDomain().getCodeSource().getLocation();
        URL root = classes.getPath().endsWith("/")
                ? classes
                : URI.create("jar:" + classes + "!/").toURL();
        try (InputStream in = new URL(root, "META-INF/MANIFEST.MF").openStream()) {
            return new DriverArchive(type, root, new Manifest(in).getMainAttributes());
        }
    }

    /** A header of the manifest. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getValue(name));
    }

    /** The clauses of a header; none where it is missing. */
    List<Clause> clauses(String name) {
        return header(name)
                .map(value -> CLAUSE.splitAsStream(value)
                        .map(clause -> new Clause(clause.replaceAll("[\\s\"]", "")))
                        .toList())
                .orElse(List.of());
    }

    /** Loads the driver's classes anew, with those that are nested; all others are those that there are. */
    Revision load() {
        return new Revision(this);
    }

    /** A class of the driver's, or of what it nests; read once for all revisions. */
    private Optional<byte[]> classFile(String name) {
        return classFiles.computeIfAbsent(name, absent -> {
            URL file = classPath.findResource(name.replace('.', '/') + ".class");
            if (file == null) {
                return Optional.empty();
            }
            try (InputStream in = file.openStream()) {
                return Optional.of(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static URL[] classPath(URL root, List<Clause> entries) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Clause entry : entries) {
            urls.add(entry.name().equals(".") ? root : new URL(root, entry.name()));
        }
        return urls.isEmpty() ? new URL[] {root} : urls.toArray(URL[]::new);
    }

    /** The method that ends the driver, as its component's description names it. */
    Optional<String> deactivate() throws IOException {
        for (Clause path : clauses("Service-Component")) {
            try (InputStream in = new URL(root, path.name()).openStream()) {
                Element component = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(in)
                        .getDocumentElement();
                Element implementation = (Element)
                        component.getElementsByTagName("implementation").item(0);
                if (implementation != null
                        && implementation.getAttribute("class").equals(driver.getName())) {
                    return Optional.of(component.getAttribute("deactivate")).filter(name -> !name.isEmpty());
                }
            } catch (ParserConfigurationException | SAXException e) {
                throw new IOException(path.name() + " cannot be read", e);
            }
        }
        throw new FileNotFoundException("no Service-Component of " + root + " describes " + driver.getName());
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /**
     * One of several things that a header names, with what it says of each.
     *
     * @param text without spaces and quotation marks
     */
    record Clause(String text) {
        String name() {
            return text.split(";", 2)[0];
        }
    }

    /** The class loader of one revision of the driver. */
    static final class Revision extends ClassLoader {
        private final DriverArchive archive;

        private Revision(DriverArchive archive) {
            super(archive.driver.getClassLoader());
            this.archive = archive;
        }

        Class<?> driver() throws ClassNotFoundException {
            return loadClass(archive.driver.getName());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                Optional<byte[]> own = archive.classFile(name);
                return own.isPresent()
                        ? defineClass(name, own.get(), 0, own.get().length)
                        : super.loadClass(name, resolve);
            }
        }
    }
}
