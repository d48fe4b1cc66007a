package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/** Load balancers of both generations over HTTP; what the API cannot make is made with the vendor's client. */
class Ec2LoadBalancersMotoTest {
    /** One of moto's own. */
    private static final String IMAGE = "ami-12c6146b";

    private static final Listener WEB = new Listener("HTTP", "80", "3010");
    private static final BackendCalls COUNTS = new BackendCalls();

    private static MotoServer moto;
    private static Ec2Driver driver;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        driver = new Ec2Driver(
                COUNTS,
                "1.0.0",
                new Ec2Settings(
                        moto.url(),
                        "us-east-1",
                        List.of("us-east-1"),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(2),
                        16,
                        5));
    }

    @AfterAll
    static void stop() {
        driver.deactivate();
        moto.close();
    }

    private static Cloud cloud(String region) {
        return driver.connect(Optional.of(region), Optional.of(new Credentials("AKIAEXAMPLE", "secret")));
    }

    private static LoadBalancerOperations balancers(String region) {
        return cloud(region).require(LoadBalancerOperations.class);
    }

    private static String anInstance(String region) {
        Cloud cloud = cloud(region);
        return cloud.require(InstanceOperations.class)
                .create(InstanceRequest.builder(IMAGE).build())
                .get(0)
                .id();
    }

    private static void assertFails(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static long calls() {
        return COUNTS.totals().stream().mapToLong(BackendCalls.Total::calls).sum();
    }

    @Test
    void aBalancerLivesItsWholeLife() {
        LoadBalancerOperations balancers = balancers("us-east-1");
        LoadBalancer made = balancers.create("web", "us-east-1a", WEB);
        assertThat(made.id()).isEqualTo("web");
        assertThat(made.listeners()).containsExactly(WEB);
        assertThat(made.realmIds()).containsExactly("us-east-1a");
        assertThat(made.createdAt().orElseThrow()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(made.publicAddresses()).hasSize(1).allMatch(name -> name.contains("web"));
        String instance = anInstance("us-east-1");
        assertThat(balancers.register("web", instance).instanceIds()).containsExactly(instance);
        assertThat(balancers.find("web").orElseThrow().instanceIds()).containsExactly(instance);
        assertThat(balancers.unregister("web", instance).instanceIds()).isEmpty();
        assertFails(ErrorKind.CONFLICT, () -> balancers.unregister("web", instance));
        assertFails(ErrorKind.CONFLICT, () -> balancers.create("web", "us-east-1a", WEB));
        balancers.destroy("web");
        assertThat(balancers.find("web")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> balancers.destroy("web"));
    }

    @Test
    void unknownBalancersAreAbsentWhateverTheyLookLike() {
        LoadBalancerOperations balancers = balancers("us-east-1");
        for (String id :
                List.of("nosuch", "app/nosuch/50dc6c495c0c9188", "*", "a b", "ü/../<&\"'>\n", "x".repeat(5000))) {
            assertThat(balancers.find(id)).isEmpty();
            assertFails(ErrorKind.NOT_FOUND, () -> balancers.register(id, "i-0123456789abcdef0"));
            assertFails(ErrorKind.NOT_FOUND, () -> balancers.unregister(id, "i-0123456789abcdef0"));
            assertFails(ErrorKind.NOT_FOUND, () -> balancers.destroy(id));
        }
        assertFails(ErrorKind.INVALID, () -> balancers.create("bad", "us-east-1a", new Listener("HTTP", "x", "y")));
    }

    @Test
    void aListOfThreePagesIsWhole() {
        LoadBalancerOperations balancers = balancers("sa-east-1");
        assertThat(balancers.list()).isEmpty();
        Set<String> names = IntStream.range(0, 12).mapToObj(i -> "lb" + i).collect(Collectors.toSet());
        names.forEach(name -> balancers.create(name, "sa-east-1a", WEB));
        long before = calls();
        assertThat(balancers.list())
                .hasSize(12)
                .extracting(LoadBalancer::id)
                .containsExactlyInAnyOrderElementsOf(names);
        // Three pages of the first generation, an empty one of the second
        assertThat(calls() - before).isEqualTo(4);
    }

    @Test
    void balancersWithTargetGroupsAreInTheSameCollection() {
        String region = "eu-west-1";
        LoadBalancerOperations balancers = balancers(region);
        balancers.create("both", region + "a", WEB);
        String path = make(region, "modern", 8080, 443);
        String same = make(region, "both", 8081, 444);
        long before = calls();
        List<LoadBalancer> all = balancers.list();
        assertThat(all).extracting(LoadBalancer::id).containsExactly("both", "modern", same);
        // A page of each kind and of target groups; listeners and targets for each of the two
        assertThat(calls() - before).isEqualTo(3 + 2 * 2);

        String instance = anInstance(region);
        LoadBalancer changed = balancers.register("modern", instance);
        assertThat(changed.instanceIds()).containsExactly(instance);
        assertThat(changed.listeners()).containsExactly(new Listener("HTTP", "443", "8080"));
        assertThat(changed.realmIds()).containsExactlyInAnyOrder(region + "a", region + "b");
        assertThat(balancers.find(path).orElseThrow().instanceIds()).containsExactly(instance);
        assertThat(balancers.find(same).orElseThrow().listeners()).containsExactly(new Listener("HTTP", "444", "8081"));
        assertThat(balancers.unregister("modern", instance).instanceIds()).isEmpty();
        assertFails(ErrorKind.CONFLICT, () -> balancers.unregister("modern", instance));
        balancers.destroy("modern");
        assertThat(balancers.find("modern")).isEmpty();
        balancers.destroy(same);
        assertThat(balancers.list()).extracting(LoadBalancer::id).containsExactly("both");
    }

    /** Makes a balancer of the second generation with one listener; answers the end of its ARN. */
    private static String make(String region, String name, int instancePort, int port) {
        StaticCredentialsProvider keys =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret"));
        try (Ec2Client ec2 = Ec2Client.builder()
                        .endpointOverride(URI.create(moto.url()))
                        .region(Region.of(region))
                        .credentialsProvider(keys)
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .build();
                ElasticLoadBalancingV2Client elb = ElasticLoadBalancingV2Client.builder()
                        .endpointOverride(URI.create(moto.url()))
                        .region(Region.of(region))
                        .credentialsProvider(keys)
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .build()) {
            List<Subnet> subnets = ec2.describeSubnets().subnets().stream()
                    .filter(s -> s.availabilityZone().matches(".*[ab]"))
                    .toList();
            String balancer = elb.createLoadBalancer(q -> q.name(name)
                            .subnets(subnets.stream().map(Subnet::subnetId).toList()))
                    .loadBalancers()
                    .get(0)
                    .loadBalancerArn();
            String group = elb.createTargetGroup(q -> q.name("group-" + name)
                            .protocol("HTTP")
                            .port(instancePort)
                            .targetType("instance")
                            .vpcId(subnets.get(0).vpcId()))
                    .targetGroups()
                    .get(0)
                    .targetGroupArn();
            elb.createListener(q -> q.loadBalancerArn(balancer)
                    .protocol("HTTP")
                    .port(port)
                    .defaultActions(Action.builder()
                            .type(ActionTypeEnum.FORWARD)
                            .targetGroupArn(group)
                            .build()));
            return balancer.substring(balancer.indexOf("loadbalancer/") + "loadbalancer/".length());
        }
    }
}
