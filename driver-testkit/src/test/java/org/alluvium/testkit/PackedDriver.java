package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.manifest.DriverMaker;

/** A {@link LeakyDriver} in a folder of its own, as a build packs a driver; with nothing before it. */
final class PackedDriver implements DriverFixture {
    private final CloudDriver driver;
    private final Map<String, Object> settings;

    /** @param headers of the manifest, besides those that every driver has */
    PackedDriver(Path folder, Map<String, String> headers, LeakyDriver.Leak leak) throws Exception {
        settings = Map.of("leak", leak.name());
        pack(folder, headers);
        // The driver's classes are those of the folder, not those of the tests' class path
        ClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, LeakyDriver.class.getClassLoader()) {
                    @Override
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        Class<?> loaded = findLoadedClass(name);
                        boolean own = loaded == null && name.startsWith(LeakyDriver.class.getName());
                        return loaded != null ? loaded : own ? findClass(name) : super.loadClass(name, resolve);
                    }
                };
        driver = (CloudDriver) new DriverMaker("1.0.0", Map.of()).make(loader.loadClass(LeakyDriver.class.getName()));
        assertThat(driver).isNotInstanceOf(LeakyDriver.class);
    }

    private static void pack(Path folder, Map<String, String> headers) throws IOException {
        Path built = Path.of("target", "test-classes");
        Path relative =
                built.getFileSystem().getPath(LeakyDriver.class.getPackageName().replace('.', '/'));
        Path classes = Files.createDirectories(folder.resolve(relative.toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(built.resolve(relative), "LeakyDriver*.class")) {
            for (Path file : files) {
                Files.copy(file, classes.resolve(file.getFileName().toString()));
            }
        }
        String component = "OSGI-INF/leaky.xml";
        Files.createDirectories(folder.resolve("OSGI-INF"));
        Files.writeString(folder.resolve(component), """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="leaky" deactivate="close">
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(LeakyDriver.class.getName()));
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Service-Component", component);
        headers.forEach(attributes::putValue);
        Files.createDirectories(folder.resolve("META-INF"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("META-INF/MANIFEST.MF"))) {
            manifest.write(out);
        }
    }

    @Override
    public CloudDriver driver() {
        return driver;
    }

    @Override
    public Optional<Map<String, Object>> settings() {
        return Optional.of(settings);
    }

    @Override
    public Credentials credentials() {
        return new Credentials("user", "password");
    }

    @Override
    public String imageId() {
        throw new AssertionError("Nothing is started here.");
    }
}
