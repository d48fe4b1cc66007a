package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.Bundle;

/** Finds what revisions tell in their manifests; starts and installs nothing. */
final class Manifests {
    private final Bundles bundles;
    private final ArchiveFolder folder;
    private final StateFile file;

    Manifests(Bundles bundles, ArchiveFolder folder, StateFile file) {
        this.bundles = requireNonNull(bundles);
        this.folder = requireNonNull(folder);
        this.file = requireNonNull(file);
    }

    /**
     * The manifest of a version of a driver: the active one, one that is kept, or one beside them in the Maven repository; or of an
     * archive, which is not kept.
     *
     * @param version or the URL of an archive
     * @throws IllegalArgumentException when it is not to be had
     */
    RevisionManifest find(KnownRevision active, String version) throws IOException, InterruptedException {
        if (version.contains(":")) {
            RevisionManifest manifest = fetched(version);
            manifest.declaration()
                    .map(DriverDeclaration::driver)
                    .filter(id -> !id.equals(active.driver()))
                    .ifPresent(id -> {
                        throw new IllegalArgumentException(ArchiveFolder.withoutSecrets(version) + " is of driver '"
                                + id + "', not of '" + active.driver() + "'.");
                    });
            return manifest;
        }
        if (version.equals(active.version())) {
            return of(active);
        }
        Optional<KnownRevision> known = file.state().revisions().stream()
                .filter(revision -> revision.driver().equals(active.driver())
                        && revision.version().equals(version)
                        && revision.state() != State.FAILED)
                .findFirst();
        return known.isPresent() ? of(known.get()) : fetched(file.state().urlOf(active, version));
    }

    /** The manifest of a known revision. */
    RevisionManifest of(KnownRevision revision) throws IOException, InterruptedException {
        Optional<Bundle> bundle = bundles.find(revision);
        if (bundle.isPresent()) {
            return RevisionManifest.of(bundle.get());
        }
        if (folder.owns(revision.location())) {
            Path archive = Path.of(URI.create(revision.location()));
            return RevisionManifest.of(
                    DriverArchive.read(archive, revision.digest().orElse("")));
        }
        return fetched(revision.location());
    }

    private RevisionManifest fetched(String url) throws IOException, InterruptedException {
        DriverArchive archive = folder.fetch(url);
        try {
            return RevisionManifest.of(archive);
        } finally {
            folder.discard(archive);
        }
    }
}
