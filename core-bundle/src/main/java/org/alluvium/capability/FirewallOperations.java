package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Firewall;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code firewalls}. The package's rules hold. */
@ConsumerType
@Capability("firewalls")
public interface FirewallOperations {
    /** Every firewall that the caller may see. */
    List<Firewall> list();

    /** The firewall of that id. */
    Optional<Firewall> find(String id);

    /** Makes a firewall without rules. */
    Firewall create(String name, String description);

    /** Removes a firewall; CONFLICT while instances use it. */
    void destroy(String id);

    /** Adds a rule; answers the whole firewall as it is then. */
    Firewall addRule(String id, RuleRequest rule);

    /** Removes the rule of that id, which may be all that the driver needs to know of it. */
    void removeRule(String id, String ruleId);
}
