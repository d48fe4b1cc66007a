package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;

/**
 * Firewalls are network security groups. Their name is the group's where it lies in the default resource group, else the id;
 * both are understood. The rules that Azure itself adds to each are not told.
 */
final class AzureFirewalls implements FirewallOperations {
    private static final int FIRST_PRIORITY = 1000;
    private static final int LAST_PRIORITY = 4096;

    private final AzureArm arm;
    private final AzureResources groups;

    AzureFirewalls(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.groups = new AzureResources(arm, AzureType.FIREWALL);
    }

    @Override
    public List<Firewall> list() {
        return groups.list().stream().flatMap(group -> firewall(group).stream()).toList();
    }

    @Override
    public Optional<Firewall> find(String id) {
        return groups.find(id).flatMap(this::firewall);
    }

    @Override
    public Firewall create(String name, String description) {
        AzureId id = AzureNaming.fresh(arm, AzureType.FIREWALL, Optional.of(name));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("location", arm.home());
        if (!description.isEmpty()) {
            body.put("tags", Map.of("description", description));
        }
        arm.await(groups.put(id, body));
        return require(id.toString());
    }

    @Override
    public void destroy(String id) {
        groups.require(id);
        arm.await(groups.delete(groups.id(id)));
    }

    /** The rule's id is its name in Azure, made of what it says: the same rule twice is a conflict. */
    @Override
    public Firewall addRule(String id, RuleRequest request) {
        int priority = FIRST_PRIORITY;
        while (true) {
            List<JsonNode> present = rules(id);
            int free = freePriority(id, present, priority);
            try {
                addRule(id, request, present, free);
                return require(id);
            } catch (CloudException refused) {
                // Somebody else added a rule since the look, whose priority it is now
                boolean taken = refused.kind() == ErrorKind.CONFLICT && freePriority(id, rules(id), free) != free;
                if (!taken) {
                    throw refused;
                }
                priority = free + 1;
            }
        }
    }

    private List<JsonNode> rules(String id) {
        return AzureJson.elements(groups.require(id).path("properties").path("securityRules"));
    }

    private void addRule(String id, RuleRequest request, List<JsonNode> present, int priority) {
        Map<String, Object> rule = AzureRules.body(request);
        String name = AzureRules.name(rule);
        if (present.stream().anyMatch(one -> one.path("name").asText().equalsIgnoreCase(name))) {
            throw new CloudException(
                    ErrorKind.CONFLICT, "Firewall '" + id + "' has that rule already, as '" + name + "'.");
        }
        rule.put("priority", priority);
        arm.await(arm.change(
                AzureApi.NETWORK, "securityRules/put", "PUT", path(groups.id(id), name), Map.of("properties", rule)));
    }

    @Override
    public void removeRule(String id, String ruleId) {
        JsonNode group = groups.require(id);
        String name = AzureJson.elements(group.path("properties").path("securityRules")).stream()
                .map(rule -> rule.path("name").asText())
                .filter(ruleId::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> CloudException.notFound("Firewall rule", ruleId));
        arm.await(arm.change(AzureApi.NETWORK, "securityRules/delete", "DELETE", path(groups.id(id), name), Map.of()));
    }

    private String path(AzureId group, String rule) {
        return groups.path(group) + "/securityRules/" + AzureArm.encode(rule);
    }

    private Firewall require(String id) {
        return find(id).orElseThrow(() -> CloudException.notFound("Firewall", id));
    }

    /** Each rule of a direction has one of its own; lower ones come first. */
    private static int freePriority(String id, List<JsonNode> rules, int first) {
        Set<Integer> taken = rules.stream()
                .map(rule -> rule.path("properties"))
                .filter(rule -> rule.path("direction").asText().equals("Inbound"))
                .map(rule -> rule.path("priority").asInt())
                .collect(Collectors.toSet());
        return IntStream.rangeClosed(first, LAST_PRIORITY)
                .filter(priority -> !taken.contains(priority))
                .findFirst()
                .orElseThrow(() ->
                        new CloudException(ErrorKind.FORBIDDEN, "Firewall '" + id + "' has as many rules as fit."));
    }

    private Optional<Firewall> firewall(JsonNode group) {
        String defaultGroup = arm.settings().group().toLowerCase(Locale.ROOT);
        return AzureJson.id(group, "id")
                .map(id -> new Firewall(
                        id.toString(),
                        id.group().equals(defaultGroup) ? id.name() : id.toString(),
                        group.path("tags").path("description").asText(""),
                        arm.subscription(),
                        AzureJson.elements(group.path("properties").path("securityRules")).stream()
                                .flatMap(rule -> AzureRules.rules(rule).stream())
                                .toList()));
    }
}
