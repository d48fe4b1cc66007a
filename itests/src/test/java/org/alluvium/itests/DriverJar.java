package org.alluvium.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Copies of a driver's archive with another version. */
final class DriverJar {
    private DriverJar() {}

    /** Copies the archive of a driver of the distribution; answers where it lies, as a URL. */
    static String version(Distribution server, String driver, String version) throws IOException {
        Path original;
        try (Stream<Path> files = Files.walk(server.home().resolve("system/org/alluvium/" + driver))) {
            original = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Path copy = server.home().resolve(driver + "-" + version + "-copy.jar");
        try (JarFile jar = new JarFile(original.toFile());
                OutputStream out = Files.newOutputStream(copy)) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream target = new JarOutputStream(out, manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        target.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(target);
                    }
                }
            }
        }
        return copy.toUri().toString();
    }
}
