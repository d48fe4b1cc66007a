package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resource groups (Resources, 2021-04-01). */
final class FakeGroups implements FakeArm.Route {
    private static final Set<String> VERSIONS = Set.of("2021-04-01");
    private static final FakeSchema SCHEMA = FakeSchema.of("location! tags* managedBy properties{}");

    private final Map<String, FakeType> types;

    FakeGroups(Map<String, FakeType> types) {
        this.types = types;
    }

    @Override
    public Optional<FakeReply> answer(FakeArm arm, FakeRequest request) {
        List<String> parts = request.parts();
        boolean resources = parts.size() == 5 && parts.get(4).equals("resources");
        if (parts.size() < 3 || parts.size() > 4 && !resources || !parts.get(2).equalsIgnoreCase("resourcegroups")) {
            return Optional.empty();
        }
        request.requireVersion("resourceGroups", VERSIONS);
        if (parts.size() == 3) {
            return Optional.of(arm.page(request, List.copyOf(arm.store.groups.values())));
        }
        String group = parts.get(3);
        String key = group.toLowerCase(Locale.ROOT);
        if (request.method().equals("PUT")) {
            return Optional.of(put(arm, request, group));
        }
        ObjectNode kept = Optional.ofNullable(arm.store.groups.get(key)).orElseThrow(() -> missing(group));
        if (resources) {
            return Optional.of(arm.page(request, resources(arm, parts.get(1), group)));
        }
        return Optional.of(
                switch (request.method()) {
                    case "GET" -> FakeReply.of(200, kept);
                    case "HEAD" -> FakeReply.of(204, MissingNode.getInstance());
                    case "DELETE" -> delete(arm, parts.get(1), group, kept);
                    default -> throw new FakeRefusal(405, "MethodNotAllowed", "Not of resource groups.");
                });
    }

    static FakeRefusal missing(String group) {
        return new FakeRefusal(404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
    }

    private static FakeReply put(FakeArm arm, FakeRequest request, String group) {
        SCHEMA.check(request.body());
        String location = request.body().path("location").asText();
        if (!FakeSubscriptions.isLocation(location)) {
            throw new FakeRefusal(
                    400,
                    "LocationNotAvailableForResourceGroup",
                    "The provided location '" + location + "' is not available for resource group.");
        }
        if (!group.matches("[\\p{L}\\p{N}._()-]{1,90}") || group.endsWith(".")) {
            throw new FakeRefusal(400, "InvalidResourceGroup", "The provided resource group name is not valid.");
        }
        String key = group.toLowerCase(Locale.ROOT);
        ObjectNode old = arm.store.groups.get(key);
        if (old != null && !old.path("location").asText().equals(location)) {
            throw new FakeRefusal(
                    409, "InvalidResourceGroupLocation", "The Resource group already exists in another location.");
        }
        ObjectNode kept = request.body().deepCopy();
        kept.put("id", "/subscriptions/" + request.parts().get(1) + "/resourceGroups/" + group)
                .put("name", group)
                .put("type", "Microsoft.Resources/resourceGroups");
        kept.putObject("properties").put("provisioningState", "Succeeded");
        arm.store.groups.put(key, kept);
        return FakeReply.of(old == null ? 201 : 200, kept);
    }

    private FakeReply delete(FakeArm arm, String subscription, String group, ObjectNode kept) {
        kept.withObject("/properties").put("provisioningState", "Deleting");
        List<FakePath> inside = arm.store.inGroup(subscription, group);
        for (FakePath path : inside) {
            arm.store.find(path).orElseThrow().withObject("/properties").put("provisioningState", "Deleting");
        }
        FakeStore.FakeOperation operation = arm.store.begin(
                () -> {
                    for (FakePath path : inside) {
                        arm.store.find(path).ifPresent(resource -> {
                            arm.store.remove(path);
                            Optional.ofNullable(types.get(path.type().toLowerCase(Locale.ROOT)))
                                    .ifPresent(type -> type.gone(arm.store, path, resource));
                        });
                    }
                    arm.store.groups.remove(group.toLowerCase(Locale.ROOT));
                },
                Optional.empty());
        FakeReply lasting = arm.lasting(202, operation, subscription, MissingNode.getInstance());
        // Groups have only this one of the two
        return new FakeReply(
                202,
                Map.of(
                        "Location", lasting.headers().get("Location"),
                        "Retry-After", lasting.headers().get("Retry-After")),
                lasting.body());
    }

    private static List<JsonNode> resources(FakeArm arm, String subscription, String group) {
        return arm.store.inGroup(subscription, group).stream()
                // Of parts, those that are tracked for themselves
                .filter(path -> path.parent().isEmpty() || path.type().endsWith("/extensions"))
                .<JsonNode>map(path -> {
                    ObjectNode resource = arm.store.find(path).orElseThrow();
                    ObjectNode view = FakeArm.JSON.createObjectNode();
                    view.put("id", path.id()).put("name", path.name()).put("type", path.type());
                    view.set("location", resource.path("location"));
                    if (resource.has("tags")) {
                        view.set("tags", resource.path("tags"));
                    }
                    if (resource.has("managedBy")) {
                        view.set("managedBy", resource.path("managedBy"));
                    }
                    return view;
                })
                .toList();
    }
}
