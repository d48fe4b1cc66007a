package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;

/** Swift's containers (contract drivers, openstack, buckets). */
final class OpenstackBuckets implements BucketOperations {
    private static final int CREATED = 201;

    private final OpenstackCalls calls;
    private final OpenstackContainers containers;

    OpenstackBuckets(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
        this.containers = new OpenstackContainers(calls);
    }

    @Override
    public List<Bucket> list() {
        return containers.list("ListContainers", "").stream()
                .map(node -> new Bucket(
                        node.path("name").asText(),
                        node.path("name").asText(),
                        OptionalLong.of(node.path("count").asLong()),
                        List.of()))
                .toList();
    }

    @Override
    public Optional<Bucket> find(String id) {
        if (!OpenstackContainers.isName(id)) {
            return Optional.empty();
        }
        return OpenstackCalls.ifThere(() -> containers.list("ListObjects", OpenstackContainers.path(id)))
                .map(objects -> objects.stream()
                        .map((JsonNode node) -> node.path("name").asText())
                        .toList())
                .map(names -> new Bucket(id, id, OptionalLong.of(names.size()), names));
    }

    /** The caller's own bucket of that name stays as it is; nobody else's is in the way. */
    @Override
    public Bucket create(String name, Optional<String> location) {
        if (!OpenstackContainers.isName(name)) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "A bucket's name is 1 to 256 bytes without '/', and no dots alone, not '" + name + "'.");
        }
        int status = calls.call(new OpenstackRequest(
                        OpenstackService.OBJECT_STORE,
                        "CreateContainer",
                        "PUT",
                        OpenstackContainers.path(name),
                        Map.of()))
                .statusCode();
        Bucket empty = new Bucket(name, name, OptionalLong.of(0), List.of());
        return status == CREATED ? empty : find(name).orElse(empty);
    }

    @Override
    public void destroy(String id) {
        if (!OpenstackContainers.isName(id)) {
            throw CloudException.notFound("Bucket", id);
        }
        try {
            calls.call(new OpenstackRequest(
                    OpenstackService.OBJECT_STORE,
                    "DeleteContainer",
                    "DELETE",
                    OpenstackContainers.path(id),
                    Map.of()));
        } catch (CloudException refused) {
            throw switch (refused.kind()) {
                case NOT_FOUND -> CloudException.notFound("Bucket", id);
                case CONFLICT -> new CloudException(ErrorKind.CONFLICT, "Bucket '" + id + "' is not empty.", refused);
                // A failure of any other kind says enough
                default -> refused;
            };
        }
    }
}
