package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.GroupSource;

/**
 * Neutron's security groups. Only their ingress rules are shown: a firewall says what may reach an instance. A client may
 * call a group by its name too, as far as only one has it.
 */
final class OpenstackFirewalls implements FirewallOperations {
    private final OpenstackCalls calls;

    OpenstackFirewalls(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Firewall> list() {
        List<JsonNode> groups = groups("");
        Map<String, String> names = names(groups);
        return groups.stream().map(group -> firewall(group, names)).toList();
    }

    @Override
    public Optional<Firewall> find(String id) {
        return group(id).map(group -> firewall(group, namesOfSources(group)));
    }

    @Override
    public Firewall create(String name, String description) {
        JsonNode made = calls.post(
                OpenstackService.NETWORK,
                "CreateSecurityGroup",
                "/security-groups",
                Map.of("security_group", Map.of("name", name, "description", description)));
        return firewall(made.path("security_group"), Map.of());
    }

    @Override
    public void destroy(String id) {
        calls.delete(OpenstackService.NETWORK, "DeleteSecurityGroup", "/security-groups/" + requireId(id));
    }

    /** One rule for each source, all or none of them. */
    @Override
    public Firewall addRule(String id, RuleRequest request) {
        String group = requireId(id);
        List<Map<String, Object>> rules = request.sources().stream()
                .map(source -> OpenstackRules.wish(group, request, source, this::idOfSource))
                .toList();
        calls.post(
                OpenstackService.NETWORK,
                "CreateSecurityGroupRules",
                "/security-group-rules",
                Map.of("security_group_rules", rules));
        return find(group).orElseThrow(() -> CloudException.notFound("Firewall", id));
    }

    @Override
    public void removeRule(String id, String ruleId) {
        String group = requireId(id);
        Optional<JsonNode> rule = calls.find(
                OpenstackService.NETWORK,
                "GetSecurityGroupRule",
                "/security-group-rules/",
                ruleId,
                "security_group_rule");
        if (rule.filter(r -> r.path("security_group_id").asText().equals(group)).isEmpty()) {
            throw CloudException.notFound("Rule", ruleId);
        }
        calls.delete(OpenstackService.NETWORK, "DeleteSecurityGroupRule", "/security-group-rules/" + ruleId);
    }

    private String idOfSource(GroupSource source) {
        return requireId(source.name());
    }

    private String requireId(String id) {
        return group(id)
                .orElseThrow(() -> CloudException.notFound("Firewall", id))
                .path("id")
                .asText();
    }

    private Optional<JsonNode> group(String id) {
        Optional<JsonNode> known =
                calls.find(OpenstackService.NETWORK, "GetSecurityGroup", "/security-groups/", id, "security_group");
        if (known.isPresent() || id.isEmpty()) {
            return known;
        }
        List<JsonNode> named = groups("?name=" + OpenstackCalls.encode(id));
        if (named.size() > 1) {
            throw new CloudException(
                    ErrorKind.CONFLICT, "There are " + named.size() + " firewalls called '" + id + "'; use an id.");
        }
        return named.stream().findFirst();
    }

    private List<JsonNode> groups(String query) {
        return calls.list(
                OpenstackService.NETWORK, "ListSecurityGroups", "/security-groups" + query, "security_groups");
    }

    /** The names of the groups that a group lets in; a call only where it lets in others than itself. */
    private Map<String, String> namesOfSources(JsonNode group) {
        for (JsonNode rule : group.path("security_group_rules")) {
            if (OpenstackCalls.text(rule, "remote_group_id")
                    .filter(remote -> !remote.equals(group.path("id").asText()))
                    .isPresent()) {
                return names(groups(""));
            }
        }
        return names(List.of(group));
    }

    private static Map<String, String> names(List<JsonNode> groups) {
        Map<String, String> names = new HashMap<>();
        groups.forEach(
                group -> names.put(group.path("id").asText(), group.path("name").asText()));
        return names;
    }

    private static Firewall firewall(JsonNode node, Map<String, String> names) {
        List<Firewall.Rule> rules = new ArrayList<>();
        for (JsonNode rule : node.path("security_group_rules")) {
            if (rule.path("direction").asText().equals("ingress")) {
                rules.add(OpenstackRules.rule(rule, names));
            }
        }
        return new Firewall(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("description").asText(),
                OpenstackCalls.text(node, "project_id").orElse(""),
                rules);
    }
}
