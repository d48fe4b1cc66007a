package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are made and archives signed by the JDK's own tools. */
class SignerTrustTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path keys;

    private static Path unsigned;
    private static Path signed;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeysAndArchive() throws Exception {
        keytool("vendor", "-validity", "30");
        keytool("stranger", "-validity", "30");
        keytool("past", "-startdate", "-10d", "-validity", "2");
        KeyStore store = KeyStore.getInstance(keys.resolve("store.p12").toFile(), PASSWORD.toCharArray());
        for (String name : List.of("vendor", "past")) {
            Files.createDirectories(keys.resolve(name));
            Files.writeString(
                    keys.resolve(name + "/" + name + ".pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(store.getCertificate(name).getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        }
        unsigned = write(keys.resolve("unsigned.jar"));
        signed = write(keys.resolve("signed.jar"));
        sign(signed, "vendor");
    }

    @Test
    void withoutTheSettingNoSignatureIsDemanded() {
        assertThatCode(() -> SignerTrust.of("", "").verify(unsigned)).doesNotThrowAnyException();
    }

    @Test
    void anArchiveThatATrustedKeySignedIsTaken() throws Exception {
        assertThatCode(() -> trusting("vendor").verify(signed)).doesNotThrowAnyException();
    }

    @Test
    void theTrustedCertificatesMayLieInAKeyStore() throws Exception {
        assertThatCode(() -> SignerTrust.of(keys.resolve("store.p12").toString(), PASSWORD)
                        .verify(signed))
                .doesNotThrowAnyException();
    }

    @Test
    void anUnsignedArchiveIsRefused() {
        assertThatThrownBy(() -> trusting("vendor").verify(unsigned))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("its archive is not signed");
    }

    @Test
    void anArchiveThatSomebodyElseSignedIsRefused() throws Exception {
        Path jar = write(folder.resolve("driver.jar"));
        sign(jar, "stranger");

        assertThatThrownBy(() -> trusting("vendor").verify(jar))
                .hasMessage("its archive is signed by 'CN=stranger', which is not trusted here (trustedSigners in"
                        + " org.alluvium.lifecycle.cfg)");
    }

    @Test
    void anArchiveThatWasChangedAfterwardsIsRefused() throws Exception {
        Path changed = rewritten("org/foo/Driver.class", "other");

        assertThatThrownBy(() -> trusting("vendor").verify(changed))
                .hasMessage("its archive was changed after it was signed");
    }

    @Test
    void anArchiveWhoseManifestWasChangedAfterwardsIsRefused() throws Exception {
        String manifest;
        try (JarFile original = new JarFile(signed.toFile())) {
            manifest = new String(
                    original.getInputStream(original.getEntry(JarFile.MANIFEST_NAME))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        }
        Path changed = rewritten(
                JarFile.MANIFEST_NAME, manifest.replaceFirst("\r?\n", "\r\nBundle-Activator: evil.Activator\r\n"));

        assertThatThrownBy(() -> trusting("vendor").verify(changed))
                .hasMessage("its archive was changed after it was signed");
    }

    @Test
    void anArchiveToWhichSomethingWasAddedIsRefused() throws Exception {
        Path changed = rewritten("zz/Evil.class", "evil");

        assertThatThrownBy(() -> trusting("vendor").verify(changed))
                .hasMessage("its archive holds zz/Evil.class, which is not signed");
    }

    @Test
    void anArchiveWhoseKeyIsTooOldIsRefused() throws Exception {
        Path jar = write(folder.resolve("driver.jar"));
        sign(jar, "past");

        assertThatThrownBy(() -> trusting("past").verify(jar))
                .hasMessage("the certificate of 'CN=past', which signed its archive, is not valid any more");
    }

    @Test
    void certificatesThatCannotBeReadRefuseEverythingWithASentence() throws Exception {
        assertThatThrownBy(() ->
                        SignerTrust.of(folder.resolve("nowhere").toString(), "").verify(signed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the certificates of trusted signers (trustedSigners in"
                        + " org.alluvium.lifecycle.cfg) cannot be read from " + folder.resolve("nowhere"));
    }

    private static SignerTrust trusting(String name) {
        return SignerTrust.of(keys.resolve(name).toString(), "");
    }

    /** The signed archive with one entry replaced or added. */
    private Path rewritten(String name, String content) throws IOException {
        Path changed = folder.resolve("changed.jar");
        boolean found = false;
        try (JarFile original = new JarFile(signed.toFile(), false);
                OutputStream out = Files.newOutputStream(changed);
                java.util.zip.ZipOutputStream target = new java.util.zip.ZipOutputStream(out)) {
            for (var entries = original.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                boolean match = entry.getName().equals(name);
                found |= match;
                target.putNextEntry(new JarEntry(entry.getName()));
                target.write(
                        match
                                ? content.getBytes(StandardCharsets.UTF_8)
                                : original.getInputStream(entry).readAllBytes());
            }
            if (!found) {
                target.putNextEntry(new JarEntry(name));
                target.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return changed;
    }

    private static Path write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "foo");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String entry : List.of("org/foo/Driver.class", "OSGI-INF/driver.xml")) {
                out.putNextEntry(new JarEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void sign(Path jar, String alias) throws Exception {
        run("jarsigner", List.of(jar.toString(), alias));
    }

    private static void keytool(String alias, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC"));
        arguments.addAll(List.of(more));
        run("keytool", arguments);
    }

    private static void run(String tool, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", tool).toString(),
                "-keystore",
                keys.resolve("store.p12").toString(),
                "-storepass",
                PASSWORD));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
