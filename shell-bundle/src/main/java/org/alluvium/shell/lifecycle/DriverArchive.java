package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A bundle that is not installed yet, as its manifest tells.
 *
 * @param file where it lies
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param headers its manifest's main attributes
 * @param digest {@code sha256:} and hex digits
 */
record DriverArchive(Path file, String symbolicName, Version version, Attributes headers, String digest) {
    DriverArchive {
        requireNonNull(file);
        requireNonNull(symbolicName);
        requireNonNull(version);
        requireNonNull(headers);
        requireNonNull(digest);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is no bundle
     */
    static DriverArchive read(Path file) throws IOException {
        return read(file, digest(file));
    }

    /** Reads a file whose digest is known; no more of it than the manifest. */
    static DriverArchive read(Path file, String digest) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Attributes headers = headers(jar);
            String name = Optional.ofNullable(headers.getValue(Constants.BUNDLE_SYMBOLICNAME))
                    .orElseThrow(
                            () -> new IllegalArgumentException("The archive is no bundle: it has no symbolic name."));
            return new DriverArchive(file, name.split(";", 2)[0].strip(), version(headers), headers, digest);
        } catch (ZipException e) {
            throw new IllegalArgumentException("The archive is no bundle: it is not a jar file.", e);
        }
    }

    private static Attributes headers(JarFile jar) throws ZipException {
        try {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (ZipException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The archive is no bundle: its manifest cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private static Version version(Attributes headers) {
        try {
            return Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The archive is no bundle: '" + headers.getValue(Constants.BUNDLE_VERSION) + "' is no version.", e);
        }
    }

    static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
