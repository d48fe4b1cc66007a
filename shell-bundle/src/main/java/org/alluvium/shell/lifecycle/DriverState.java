package org.alluvium.shell.lifecycle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.alluvium.registry.DriverStatus.State;

/**
 * What is wanted: of each driver the active revision, those kept for a rollback, and the one that failed
 * last; and the latest changes. Immutable.
 */
record DriverState(List<KnownRevision> revisions, List<DriverChange> changes) {
    private static final int CHANGES_KEPT = 200;

    DriverState {
        revisions = List.copyOf(revisions);
        changes = List.copyOf(changes);
    }

    Optional<KnownRevision> find(String symbolicName, String version) {
        return revisions.stream().filter(r -> r.is(symbolicName, version)).findFirst();
    }

    Optional<KnownRevision> active(String driver) {
        return of(driver, State.ACTIVE).stream().findFirst();
    }

    /** The revisions of a driver in a state, the latest first. */
    List<KnownRevision> of(String driver, State state) {
        return revisions.stream()
                .filter(r -> r.driver().equals(driver) && r.state() == state)
                .sorted(Comparator.comparing(KnownRevision::since).reversed())
                .toList();
    }

    List<String> drivers() {
        return revisions.stream().map(KnownRevision::driver).distinct().toList();
    }

    /**
     * Where another version of a driver is to be had: beside a revision that came from a Maven repository.
     *
     * @throws IllegalArgumentException when none did
     */
    String urlOf(KnownRevision active, String version) {
        return Stream.concat(Stream.of(active), of(active.driver(), State.RETIRED).stream())
                .map(KnownRevision::location)
                .filter(location -> location.startsWith("mvn:"))
                .findFirst()
                .map(location ->
                        location.replaceFirst("^(mvn:[^/]+/[^/]+/)[^/]+", "$1" + Matcher.quoteReplacement(version)))
                .orElseThrow(() -> new IllegalArgumentException("It is not known where driver " + active.driver() + " "
                        + version + " is to be had. Give the URL of its archive."));
    }

    /** With that revision, in place of what was known of it; never with two active ones of a driver. */
    DriverState with(KnownRevision revision) {
        List<KnownRevision> more = new ArrayList<>(without(revision).revisions);
        if (revision.state() == State.ACTIVE) {
            more.removeIf(other -> other.driver().equals(revision.driver()) && other.state() == State.ACTIVE);
        }
        more.add(revision);
        return new DriverState(more, changes);
    }

    DriverState without(KnownRevision revision) {
        return new DriverState(
                revisions.stream()
                        .filter(r -> !r.is(revision.symbolicName(), revision.version()))
                        .toList(),
                changes);
    }

    /** With a revision that failed, in the place of the one of its driver that failed before. */
    DriverState withFailed(KnownRevision failed) {
        DriverState state = this;
        for (KnownRevision before : of(failed.driver(), State.FAILED)) {
            state = state.without(before);
        }
        return state.with(failed);
    }

    /** Without anything of a driver but its changes. */
    DriverState without(String driver) {
        return new DriverState(
                revisions.stream().filter(r -> !r.driver().equals(driver)).toList(), changes);
    }

    DriverState with(DriverChange change) {
        List<DriverChange> more = new ArrayList<>(changes);
        more.add(change);
        return new DriverState(revisions, more.subList(Math.max(0, more.size() - CHANGES_KEPT), more.size()));
    }
}
