package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;

/** The firewalls. A rule's id says all there is to it, so the same rule twice is a conflict. */
final class MockFirewalls implements FirewallOperations {
    static final List<Firewall> FIXTURES =
            List.of(new Firewall("default", "default", "Default firewall", MockDriver.USER, List.of()));

    private final MockStore store;

    MockFirewalls(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Firewall> list() {
        return List.copyOf(store.firewalls.all());
    }

    @Override
    public Optional<Firewall> find(String id) {
        return store.firewalls.find(id);
    }

    @Override
    public Firewall create(String name, String description) {
        Firewall firewall = new Firewall(name, name, description, MockDriver.USER, List.of());
        store.execute(() -> store.firewalls.create(firewall));
        return firewall;
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> {
            store.firewalls.require(id);
            store.instances.all().stream()
                    .map(MockInstances.Stored::instance)
                    .filter(instance -> instance.firewallIds().orElse(List.of()).contains(id))
                    .findFirst()
                    .ifPresent(instance -> {
                        throw new CloudException(
                                ErrorKind.CONFLICT,
                                "Firewall '" + id + "' is in use by instance '" + instance.id() + "'.");
                    });
            store.firewalls.remove(id);
        });
    }

    /** For TCP on all ports when the request does not tell. */
    @Override
    public Firewall addRule(String id, RuleRequest request) {
        return store.change(() -> {
            Firewall firewall = store.firewalls.require(id);
            Rule rule = rule(firewall.ownerId(), request);
            if (firewall.rules().stream().anyMatch(other -> other.id().equals(rule.id()))) {
                throw new CloudException(
                        ErrorKind.CONFLICT, "Firewall '" + id + "' has the rule '" + rule.id() + "' already.");
            }
            List<Rule> rules = new ArrayList<>(firewall.rules());
            rules.add(rule);
            return put(firewall, rules);
        });
    }

    @Override
    public void removeRule(String id, String ruleId) {
        store.execute(() -> {
            Firewall firewall = store.firewalls.require(id);
            List<Rule> rules = new ArrayList<>(firewall.rules());
            if (!rules.removeIf(rule -> rule.id().equals(ruleId))) {
                throw CloudException.notFound("Rule", ruleId);
            }
            put(firewall, rules);
        });
    }

    private Firewall put(Firewall firewall, List<Rule> rules) {
        Firewall changed =
                new Firewall(firewall.id(), firewall.name(), firewall.description(), firewall.ownerId(), rules);
        store.firewalls.put(changed);
        return changed;
    }

    private static Rule rule(String owner, RuleRequest request) {
        String protocol = request.protocol().orElse("tcp").toLowerCase(Locale.ROOT);
        boolean ports = !protocol.equals("icmp");
        String from = request.portFrom().orElse(ports ? "0" : "-1");
        String to = request.portTo().orElse(ports ? "65535" : "-1");
        if (number(from) > number(to)) {
            throw new CloudException(
                    ErrorKind.INVALID, "The first port, " + from + ", is higher than the last, " + to + ".");
        }
        String sources = request.sources().stream().map(MockFirewalls::text).collect(Collectors.joining(","));
        return new Rule(
                String.join("~", owner, protocol, from, to, sources),
                protocol,
                from,
                to,
                "ingress",
                Optional.empty(),
                Optional.empty(),
                request.sources());
    }

    private static int number(String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new CloudException(ErrorKind.INVALID, "'" + port + "' is not a port.");
        }
    }

    /** The part of a rule's id that tells a source (contract 04, firewalls). */
    private static String text(Source source) {
        if (source instanceof AddressSource block) {
            CidrBlock.parse(block.address() + "/" + block.prefix());
            return "@address," + block.family() + "," + block.address() + "," + block.prefix();
        }
        GroupSource group = (GroupSource) source;
        return "@group," + group.owner() + "," + group.name();
    }
}
