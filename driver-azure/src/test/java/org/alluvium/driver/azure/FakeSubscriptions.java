package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Subscriptions and their locations (Subscriptions, 2022-12-01), and the state of operations. */
final class FakeSubscriptions implements FakeArm.Route {
    private static final Set<String> VERSIONS = Set.of("2022-12-01");
    private static final String[][] LOCATIONS = {
        {"eastus", "East US", "3"}, {"westeurope", "West Europe", "3"}, {"northcentralus", "North Central US", "0"}
    };

    static boolean isLocation(String name) {
        for (String[] location : LOCATIONS) {
            if (location[0].equals(AzurePlace.plain(name))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<FakeReply> answer(FakeArm arm, FakeRequest request) {
        List<String> parts = request.parts();
        if (!parts.get(0).equals("subscriptions")) {
            return Optional.empty();
        }
        if (parts.size() == 1) {
            request.requireVersion("subscriptions", VERSIONS);
            return Optional.of(arm.page(
                    request,
                    arm.subscriptions.stream()
                            .map(FakeSubscriptions::subscription)
                            .toList()));
        }
        if (!arm.subscriptions.contains(parts.get(1))) {
            throw new FakeRefusal(
                    404, "SubscriptionNotFound", "The subscription '" + parts.get(1) + "' could not be found.");
        }
        if (parts.size() == 2) {
            request.requireVersion("subscriptions", VERSIONS);
            return Optional.of(FakeReply.of(200, subscription(parts.get(1))));
        }
        if (parts.size() == 3 && parts.get(2).equals("locations")) {
            request.requireVersion("locations", VERSIONS);
            return Optional.of(arm.page(request, locations(parts.get(1))));
        }
        boolean status = parts.contains("operations");
        if (parts.size() == 8 && (status || parts.contains("operationResults"))) {
            return Optional.of(operation(arm, parts.get(7), status));
        }
        return Optional.empty();
    }

    private static FakeReply operation(FakeArm arm, String id, boolean status) {
        FakeStore.FakeOperation operation = Optional.ofNullable(arm.store.operations.get(id))
                .orElseThrow(() -> new FakeRefusal(404, "NotFound", "There is no operation '" + id + "'."));
        if (!status) {
            return new FakeReply(
                    operation.over ? 200 : 202,
                    operation.over ? java.util.Map.of() : java.util.Map.of("Retry-After", arm.retryAfter),
                    com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        }
        ObjectNode answer = FakeArm.JSON.createObjectNode().put("name", id);
        if (!operation.over) {
            return new FakeReply(
                    200, java.util.Map.of("Retry-After", arm.retryAfter), answer.put("status", "InProgress"));
        }
        operation.failure.ifPresent(
                failure -> answer.putObject("error").put("code", failure.code).put("message", failure.getMessage()));
        return FakeReply.of(200, answer.put("status", operation.failure.isPresent() ? "Failed" : "Succeeded"));
    }

    private static ObjectNode subscription(String id) {
        return FakeArm.JSON
                .createObjectNode()
                .put("id", "/subscriptions/" + id)
                .put("subscriptionId", id)
                .put("tenantId", FakeArm.TENANT)
                .put("displayName", "Tests")
                .put("state", "Enabled");
    }

    private static List<JsonNode> locations(String subscription) {
        List<JsonNode> all = new ArrayList<>();
        for (String[] data : LOCATIONS) {
            ObjectNode location = location(subscription, data[0], data[1], "Physical");
            for (int zone = Integer.parseInt(data[2]); zone > 0; zone--) {
                location.withArray("/availabilityZoneMappings")
                        .addObject()
                        .put("logicalZone", String.valueOf(zone))
                        .put("physicalZone", data[0] + "-az" + zone);
            }
            all.add(location);
        }
        all.add(location(subscription, "europe", "Europe", "Logical"));
        return all;
    }

    private static ObjectNode location(String subscription, String name, String words, String regionType) {
        ObjectNode location = FakeArm.JSON
                .createObjectNode()
                .put("id", "/subscriptions/" + subscription + "/locations/" + name)
                .put("name", name)
                .put("type", "Region")
                .put("displayName", words)
                .put("regionalDisplayName", words);
        location.putObject("metadata").put("regionType", regionType);
        return location;
    }
}
