package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer.Listener;

/**
 * The parts of a load balancer: a frontend, a pool of instances, a probe that finds those that answer, and a rule that ties
 * them together and is the listener.
 *
 * @param protocol HTTP or TCP
 * @param frontendPort where it listens
 * @param backendPort of the instances
 */
record AzureBalancerPlan(String protocol, int frontendPort, int backendPort) {
    AzureBalancerPlan {
        requireNonNull(protocol);
    }

    /** @throws CloudException INVALID for what Azure's load balancers cannot listen for */
    static AzureBalancerPlan of(Listener listener) {
        String protocol = listener.protocol().strip().toUpperCase(Locale.ROOT);
        if (!protocol.equals("HTTP") && !protocol.equals("TCP")) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "A load balancer listens for HTTP or TCP, not for '" + listener.protocol() + "'.");
        }
        return new AzureBalancerPlan(protocol, port(listener.loadBalancerPort()), port(listener.instancePort()));
    }

    private static int port(String text) {
        String wanted = text.strip();
        if (!wanted.matches("[0-9]{1,5}") || Integer.parseInt(wanted) < 1 || Integer.parseInt(wanted) > 65_534) {
            throw new CloudException(
                    ErrorKind.INVALID, "'" + wanted + "' is no port of a load balancer; 1 to 65534 are expected.");
        }
        return Integer.parseInt(wanted);
    }

    /**
     * The load balancer's body.
     *
     * @param path of the load balancer, since its parts refer to each other by their whole ids
     * @param address the id of its public address, as ARM has it
     */
    Map<String, Object> body(String location, String path, String address) {
        Map<String, Object> rule = Map.of(
                "frontendIPConfiguration",
                Map.of("id", path + "/frontendIPConfigurations/frontend"),
                "backendAddressPool",
                Map.of("id", path + "/backendAddressPools/instances"),
                "probe",
                Map.of("id", path + "/probes/probe"),
                "protocol",
                "Tcp",
                "frontendPort",
                frontendPort,
                "backendPort",
                backendPort);
        Map<String, Object> probe =
                Map.of("protocol", "Tcp", "port", backendPort, "intervalInSeconds", 15, "numberOfProbes", 2);
        String name = protocol.toLowerCase(Locale.ROOT) + "-" + frontendPort + "-" + backendPort;
        return Map.of(
                "location",
                location,
                "sku",
                Map.of("name", "Standard"),
                "properties",
                Map.of(
                        "frontendIPConfigurations",
                        List.of(part("frontend", Map.of("publicIPAddress", Map.of("id", address)))),
                        "backendAddressPools",
                        List.of(Map.of("name", "instances")),
                        "probes",
                        List.of(part("probe", probe)),
                        "loadBalancingRules",
                        List.of(part(name, rule))));
    }

    private static Map<String, Object> part(String name, Map<String, Object> properties) {
        return Map.of("name", name, "properties", properties);
    }

    /** What a load balancer listens for; Azure itself does not tell HTTP from TCP, the rule's name does. */
    static List<Listener> listeners(JsonNode balancer) {
        List<Listener> listeners = new ArrayList<>();
        for (JsonNode rule : balancer.path("properties").path("loadBalancingRules")) {
            JsonNode properties = rule.path("properties");
            boolean http = rule.path("name").asText().toLowerCase(Locale.ROOT).startsWith("http-");
            listeners.add(new Listener(
                    http ? "HTTP" : properties.path("protocol").asText().toUpperCase(Locale.ROOT),
                    properties.path("frontendPort").asText(),
                    properties.path("backendPort").asText()));
        }
        return listeners;
    }
}
