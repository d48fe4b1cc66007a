package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverArchiveTest {
    private static final String BUNDLE = "Manifest-Version: 1.0\nBundle-SymbolicName: a.mock;singleton:=true\n";

    @TempDir
    private Path folder;

    @Test
    void aBundleIsRead() throws IOException {
        DriverArchive archive = DriverArchive.read(jar(BUNDLE + "Bundle-Version: 1.1.0\n"));

        assertThat(archive.symbolicName()).isEqualTo("a.mock");
        assertThat(archive.version()).hasToString("1.1.0");
    }

    @Test
    void aTextIsNoJar() throws IOException {
        refused(Files.writeString(folder.resolve("a.jar"), "no jar"), "it is not a jar file.");
    }

    @Test
    void aJarThatWasCutOffIsNoJar() throws IOException {
        Path jar = jar(BUNDLE);
        byte[] bytes = Files.readAllBytes(jar);

        refused(Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2)), "it is not a jar file.");
    }

    @Test
    void aJarWithoutManifestHasNoName() throws IOException {
        refused(jar(""), "it has no symbolic name.");
    }

    @Test
    void aManifestThatIsNoneIsToldOf() throws IOException {
        refused(jar("no header\n"), "its manifest cannot be read (");
    }

    @Test
    void aVersionThatIsNoneIsNamed() throws IOException {
        refused(jar(BUNDLE + "Bundle-Version: one\n"), "'one' is no version.");
    }

    private static void refused(Path archive, String why) {
        assertThatThrownBy(() -> DriverArchive.read(archive))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The archive is no bundle: " + why);
    }

    /** A jar with that manifest, or without one. */
    private Path jar(String manifest) throws IOException {
        Path jar = folder.resolve("a.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(manifest.isEmpty() ? "a" : "META-INF/MANIFEST.MF"));
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
