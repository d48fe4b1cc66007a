package org.alluvium.rest.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Features;
import org.alluvium.driver.mock.MockDriver;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.model.Provider;
import org.alluvium.rest.server.FakeDriver;

/** The clouds other than mock that recordings show. */
final class RecordedClouds {
    private RecordedClouds() {}

    /** The driver {@code fake} with the objects that the recordings named synthetic were made from. */
    static CloudDriver madeUp(MockDriver mockDriver) {
        Cloud mock = mockDriver.connect(Optional.empty(), Optional.of(new Credentials("mockuser", "mockpassword")));
        return new FakeDriver(
                List.of(Features.INSTANCE_AUTHENTICATION_KEY),
                new MadeUpFirewalls(),
                new MadeUpBalancers(),
                // The same object runs commands.
                mock.require(InstanceOperations.class));
    }

    /** A driver that tells of itself what the original's ec2 driver told. */
    static CloudDriver ec2(MockDriver mockDriver) {
        DriverInfo mock = mockDriver.info();
        Map<String, String> services = new LinkedHashMap<>();
        services.put("s3", "s3");
        services.put("elb", "elasticloadbalancing");
        services.put("ec2", "ec2");
        services.put("mon", "monitoring");
        List<Provider> regions = List.of(
                        "us-west-1",
                        "us-west-2",
                        "ap-southeast-1",
                        "ap-northeast-1",
                        "eu-west-1",
                        "us-east-1",
                        "sa-east-1")
                .stream()
                .map(region -> {
                    Map<String, String> entrypoints = new LinkedHashMap<>();
                    services.forEach((kind, host) ->
                            entrypoints.put(kind, host + (kind.equals("s3") ? "-" : ".") + region + ".amazonaws.com"));
                    entrypoints.replace("s3", "s3-us-east-1.amazonaws.com", "s3.amazonaws.com");
                    return new Provider(region, entrypoints);
                })
                .toList();
        DriverInfo info = new DriverInfo(
                "ec2",
                "EC2",
                "1.0.0",
                regions,
                mock.capabilities(),
                Set.of(),
                List.of(
                        Features.IMAGE_OWNER_ID,
                        Features.IMAGE_NAME,
                        Features.IMAGE_DESCRIPTION,
                        Features.BUCKET_LOCATION,
                        Features.INSTANCE_METRICS,
                        Features.INSTANCE_USER_DATA,
                        Features.INSTANCE_FIREWALLS,
                        Features.INSTANCE_AUTHENTICATION_KEY,
                        Features.INSTANCE_COUNT,
                        Features.INSTANCE_ATTACH_SNAPSHOT),
                mock.stateMachine(),
                mock.credentialLabels());
        return new CloudDriver() {
            @Override
            public DriverInfo info() {
                return info;
            }

            @Override
            public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
                return mockDriver.connect(provider, credentials);
            }
        };
    }

    private static final class MadeUpFirewalls implements FirewallOperations {
        private static final String OWNER = "297467797945";
        private static final Firewall FW1 = new Firewall(
                "fw1",
                "fw1",
                "my firewall",
                OWNER,
                List.of(new Rule(
                        OWNER + "~tcp~22~22~@address,ipv4,10.1.2.0,24@group," + OWNER + ",default",
                        "tcp",
                        "22",
                        "22",
                        "ingress",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new AddressSource("ipv4", "10.1.2.0", "24"), new GroupSource("default", OWNER)))));

        @Override
        public List<Firewall> list() {
            return List.of(FW1, new Firewall("fw2", "fw2", "empty", "", List.of()));
        }

        @Override
        public Optional<Firewall> find(String id) {
            return Optional.of(FW1);
        }

        @Override
        public Firewall create(String name, String description) {
            return new Firewall(name, name, description, "", List.of());
        }

        @Override
        public void destroy(String id) {}

        @Override
        public Firewall addRule(String id, RuleRequest rule) {
            return FW1;
        }

        @Override
        public void removeRule(String id, String ruleId) {}
    }

    private static final class MadeUpBalancers implements LoadBalancerOperations {
        private static final LoadBalancer LB1 = new LoadBalancer(
                "lb1",
                Optional.of("2012-01-01T00:00:00Z"),
                List.of("us"),
                List.of(new Listener("HTTP", "80", "3010")),
                List.of("inst0"),
                List.of("lb1.elb.example.com"));

        @Override
        public List<LoadBalancer> list() {
            return List.of(LB1);
        }

        @Override
        public Optional<LoadBalancer> find(String id) {
            return Optional.of(LB1);
        }

        @Override
        public LoadBalancer create(String name, String realmId, Listener listener) {
            return LB1;
        }

        @Override
        public void destroy(String id) {}

        @Override
        public LoadBalancer register(String id, String instanceId) {
            return LB1;
        }

        @Override
        public LoadBalancer unregister(String id, String instanceId) {
            return LB1;
        }
    }
}
