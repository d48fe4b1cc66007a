package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * How the resources of one type behave in the fake ARM, by Microsoft's REST reference. A type that only keeps what it is
 * given needs no more than its name, versions and schema; others override what is special of them. All methods are called
 * by one thread at a time.
 */
class FakeType {
    private final String name;
    private final Set<String> versions;
    private final FakeSchema schema;
    private final boolean lasting;

    /**
     * @param name {@code Microsoft.Compute/disks}; with a further part for what is part of another resource
     * @param versions of the API that know it
     * @param schema of a PUT's body, as {@link FakeSchema} reads it
     * @param lasting whether changes take their time
     */
    FakeType(String name, Set<String> versions, String schema, boolean lasting) {
        this.name = name;
        this.versions = versions;
        this.schema = FakeSchema.of(schema);
        this.lasting = lasting;
    }

    final String name() {
        return name;
    }

    final Set<String> versions() {
        return versions;
    }

    final FakeSchema schema() {
        return schema;
    }

    final boolean isLasting() {
        return lasting;
    }

    /** Whether resources of this type tell which change they have seen last. */
    boolean hasEtag() {
        return name.startsWith("Microsoft.Network/") || name.equals("Microsoft.Compute/virtualMachines");
    }

    /** Whether a PUT is only accepted, as the reference says of few: 202, and not yet all of the resource. */
    boolean isOnlyAccepted() {
        return false;
    }

    /** Whether resources of this type have a location; parts of others have not. */
    boolean isTracked() {
        return name.indexOf('/') == name.lastIndexOf('/');
    }

    /** The parameters of the query that a GET and a list know, besides the version. */
    Set<String> parameters() {
        return Set.of();
    }

    /** What a state is called while a PUT lasts. */
    String busy(boolean isNew) {
        return "Updating";
    }

    /**
     * Checks a PUT or PATCH, and completes what is kept.
     *
     * @param wanted as it would be kept; may be changed
     * @param isNew whether there was none before
     */
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {}

    /** What happens at the end of a PUT. */
    void finish(FakeStore store, FakePath path, ObjectNode kept) {}

    /** Refuses a DELETE that the reference refuses. */
    void release(FakeStore store, FakePath path, ObjectNode kept) {}

    /** What happens at the end of a DELETE. */
    void gone(FakeStore store, FakePath path, ObjectNode kept) {}

    /**
     * What a reader sees.
     *
     * @param view a copy; may be changed
     */
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {}

    /** Does what a POST asks for, if that can take its time. */
    FakeReply act(FakeArm arm, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        return act(arm.store, path, kept, action, request);
    }

    /** Does what a POST asks for. */
    FakeReply act(FakeStore store, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        throw new FakeRefusal(404, "InvalidResourceType", "There is no action '" + action + "' of " + name + ".");
    }
}
