package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.Test;

/** Where the provider of a request leads. */
class Ec2ProvidersTest {
    private static Ec2Settings settings(String endpoint, String... allowed) {
        return new Ec2Settings(
                endpoint,
                "us-east-1",
                List.of("us-east-1"),
                List.of(allowed),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ZERO,
                4,
                1000);
    }

    private static void assertRefused(ErrorKind kind, Ec2Settings settings, String provider) {
        assertThatThrownBy(() -> settings.place(Optional.of(provider)))
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.kind()).as(provider).isEqualTo(kind));
    }

    @Test
    void regionsOfEveryPartitionAndOnesThatAreNewAreTaken() {
        Ec2Settings settings = settings("");
        for (String region :
                List.of("eu-central-1", "cn-north-1", "us-gov-west-1", "us-isob-east-1", "ap-northwest-7")) {
            assertThat(settings.place(Optional.of(region))).isEqualTo(Ec2Place.of(region));
        }
        assertThat(settings.place(Optional.of(" EU-West-1 "))).isEqualTo(Ec2Place.of("eu-west-1"));
        assertThat(settings.place(Optional.empty())).isEqualTo(Ec2Place.of("us-east-1"));
        assertThat(settings.provider("cn-north-9").entrypoints())
                .containsEntry("ec2", "ec2.cn-north-9.amazonaws.com.cn")
                .containsEntry("s3", "s3-cn-north-9.amazonaws.com.cn");
        assertThat(settings.provider("us-gov-east-1").entrypoints())
                .containsEntry("elb", "elasticloadbalancing.us-gov-east-1.amazonaws.com");
        assertThat(settings.provider("us-east-1").entrypoints()).containsEntry("s3", "s3.amazonaws.com");
    }

    @Test
    void aLineOfTheSettingsFileMayListSeveralHosts() {
        Ec2Settings settings = settings("", "http://10.0.0.1:8773, cloud.example.com");

        assertThat(settings.allowedHosts()).containsExactly("http://10.0.0.1:8773", "cloud.example.com");
        assertThat(settings.place(Optional.of("cloud.example.com")).name()).contains("cloud.example.com");
    }

    @Test
    void whatOnlyLooksLikeARegionIsNone() {
        for (String text :
                List.of("nowhere", "us-east-1/x", "us-east-1#", "us-east-1@evil", "-1", "us--1", "ü-east-1")) {
            assertRefused(ErrorKind.INVALID, settings(""), text);
        }
        assertRefused(ErrorKind.FORBIDDEN, settings(""), "us-east-1.evil.example");
    }

    @Test
    void hostsAreTakenOnlyWhereTheOperatorAllowsThem() {
        Ec2Settings settings = settings("", "http://10.0.0.1:8773", "cloud.example");
        assertThat(settings.place(Optional.of("10.0.0.1:8773")).endpoint(Ec2Service.S3))
                .contains(URI.create("http://10.0.0.1:8773"));
        Ec2Place place = settings.place(Optional.of("ec2=10.0.0.1;s3=Cloud.example"));
        assertThat(place.endpoint(Ec2Service.EC2)).contains(URI.create("http://10.0.0.1:8773/services/Eucalyptus"));
        assertThat(place.endpoint(Ec2Service.S3)).contains(URI.create("https://cloud.example:8773/services/Walrus"));
        assertThat(place.offers(Ec2Service.ELB2)).isFalse();
        assertThat(settings.place(Optional.of("s3=cloud.example:8773;ec2=10.0.0.1:8773")))
                .isEqualTo(place);
        for (String other : List.of(
                "ec2=10.0.0.1:22;s3=10.0.0.1",
                "ec2=10.0.0.1;s3=169.254.169.254",
                "ec2=evil@10.0.0.1;s3=10.0.0.1",
                "ec2=10.0.0.1/x;s3=10.0.0.1",
                "ec2=10.0.0.1#;s3=10.0.0.1")) {
            assertRefused(ErrorKind.FORBIDDEN, settings, other);
        }
        for (String malformed : List.of("ec2=10.0.0.1", "ec2=;s3=", ";", "ec2=10.0.0.1;s3=10.0.0.1;x=y")) {
            assertRefused(ErrorKind.INVALID, settings, malformed);
        }
    }

    @Test
    void eucalyptusIsAskedAtItsPathsAndNotForWhatItLacks() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        cloud.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            String root = body.contains("Action=DescribeKeyPairs")
                    ? "DescribeKeyPairsResponse"
                    : body.contains("Action=DescribeLoadBalancers")
                            ? "DescribeLoadBalancersResponse"
                            : "ListAllMyBucketsResult";
            byte[] answer = ("<" + root + "/>").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cloud.start();
        String host = "127.0.0.1:" + cloud.getAddress().getPort();
        Ec2Driver driver = new Ec2Driver(new BackendCalls(), "1.0.0", settings("", "http://" + host));
        try {
            Cloud connected = driver.connect(
                    Optional.of("ec2=" + host + ";s3=" + host), Optional.of(new Credentials("KEY", "secret")));
            assertThat(connected.require(KeyOperations.class).list()).isEmpty();
            assertThat(connected.require(BucketOperations.class).list()).isEmpty();
            assertThat(connected.require(LoadBalancerOperations.class).list()).isEmpty();
            assertThat(asked)
                    .extracting(request -> request.replaceFirst("/$", ""))
                    .containsExactly(
                            "POST /services/Eucalyptus", "GET /services/Walrus", "POST /services/LoadBalancing");
        } finally {
            driver.deactivate();
            cloud.stop(0);
        }
    }

    @Test
    void aRegionThatLeadsNowhereIsSaidToBeNone() {
        CloudException told = Ec2Errors.translate(
                "EC2",
                "DescribeKeyPairs",
                Ec2Place.of("zz-nowhere-9"),
                new IllegalStateException(new UnknownHostException("ec2.zz-nowhere-9.amazonaws.com")));
        assertThat(told.kind()).isEqualTo(ErrorKind.INVALID);
        assertThat(told.getMessage()).contains("zz-nowhere-9");
    }
}
