package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Timestamp;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose signatures on archives of drivers are trusted. The JDK checks the signatures (JAR File Specification, signed JAR
 * file): digests of every entry, and of the manifest itself. Read anew for each archive, so that a key can be added or
 * withdrawn while the server runs.
 */
final class SignerTrust {
    /** What a signature consists of cannot be signed itself. */
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");

    private final Optional<Path> source;
    private final char[] password;

    private SignerTrust(Optional<Path> source, char[] password) {
        this.source = requireNonNull(source);
        this.password = requireNonNull(password);
    }

    /**
     * As the settings say.
     *
     * @param source a key store (PKCS12 or JKS) or a folder of certificates in files; an empty text demands no signature
     * @param password of the key store
     */
    static SignerTrust of(String source, String password) {
        return new SignerTrust(
                source.isBlank() ? Optional.empty() : Optional.of(Path.of(source.strip())), password.toCharArray());
    }

    /**
     * Checks that every entry of an archive is signed by one and the same trusted key.
     *
     * @throws IllegalStateException when it is not; the message says why, for the middle of a sentence
     */
    void verify(Path archive) {
        if (source.isEmpty()) {
            return;
        }
        Set<Certificate> trusted = trusted(source.get());
        Set<CodeSigner> common = null;
        try (JarFile jar = new JarFile(archive.toFile(), true)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.isDirectory()
                        || SIGNATURE
                                .matcher(entry.getName().toUpperCase(Locale.ROOT))
                                .matches()) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
                CodeSigner[] signers = entry.getCodeSigners();
                if (signers == null || signers.length == 0) {
                    throw new IllegalStateException(
                            common == null
                                    ? "its archive is not signed"
                                    : "its archive holds " + entry.getName() + ", which is not signed");
                }
                if (common == null) {
                    common = new HashSet<>(List.of(signers));
                } else {
                    common.retainAll(List.of(signers));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("its archive cannot be read: " + e.getMessage(), e);
        } catch (SecurityException e) {
            throw new IllegalStateException("its archive was changed after it was signed", e);
        }
        if (common == null || common.isEmpty()) {
            throw new IllegalStateException(
                    common == null ? "its archive is empty" : "no single key has signed all of its archive");
        }
        judge(common, trusted);
    }

    private void judge(Set<CodeSigner> signers, Set<Certificate> trusted) {
        List<CodeSigner> known = signers.stream()
                .filter(signer ->
                        signer.getSignerCertPath().getCertificates().stream().anyMatch(trusted::contains))
                .toList();
        if (known.isEmpty()) {
            throw new IllegalStateException(
                    "its archive is signed by " + name(signers.iterator().next())
                            + ", which is not trusted here (trustedSigners in org.alluvium.lifecycle.cfg)");
        }
        if (known.stream().noneMatch(SignerTrust::wasValid)) {
            throw new IllegalStateException(
                    "the certificate of " + name(known.get(0)) + ", which signed its archive, is not valid any more");
        }
    }

    /** At the time of the signature where a time-stamping authority vouches for it, else now. */
    private static boolean wasValid(CodeSigner signer) {
        Date at = Optional.ofNullable(signer.getTimestamp())
                .map(Timestamp::getTimestamp)
                .orElseGet(Date::new);
        return signer.getSignerCertPath().getCertificates().get(0) instanceof X509Certificate certificate
                && !at.before(certificate.getNotBefore())
                && !at.after(certificate.getNotAfter());
    }

    private static String name(CodeSigner signer) {
        Certificate certificate = signer.getSignerCertPath().getCertificates().get(0);
        return certificate instanceof X509Certificate x509
                ? "'" + x509.getSubjectX500Principal().getName() + "'"
                : "an unnamed key";
    }

    private Set<Certificate> trusted(Path place) {
        try {
            return Files.isDirectory(place) ? fromFolder(place) : fromKeyStore(place);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the certificates of trusted signers (trustedSigners in org.alluvium.lifecycle.cfg) cannot be read"
                            + " from "
                            + place + ": " + e.getMessage(),
                    e);
        }
    }

    private static Set<Certificate> fromFolder(Path folder) throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Set<Certificate> certificates = new HashSet<>();
        List<Path> paths;
        try (Stream<Path> files = Files.list(folder)) {
            paths = files.filter(file -> file.toString().matches(".*\\.(pem|crt|cer|der)"))
                    .toList();
        }
        for (Path path : paths) {
            try (InputStream in = Files.newInputStream(path)) {
                certificates.addAll(factory.generateCertificates(in));
            }
        }
        return certificates;
    }

    private Set<Certificate> fromKeyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(file.toFile(), password);
        Set<Certificate> certificates = new HashSet<>();
        for (String alias : Collections.list(store.aliases())) {
            certificates.add(store.getCertificate(alias));
        }
        return certificates;
    }
}
