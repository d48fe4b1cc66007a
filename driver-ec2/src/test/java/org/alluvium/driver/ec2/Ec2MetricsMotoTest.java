package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.MetricOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Metric;
import org.alluvium.model.Metric.Sample;
import org.alluvium.model.Metric.Series;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Metrics over HTTP; the measurements are put there with the vendor's client. */
class Ec2MetricsMotoTest {
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final BackendCalls COUNTS = new BackendCalls();

    private static MotoServer moto;
    private static Ec2Driver driver;
    private static CloudWatchClient cloudWatch;

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
        cloudWatch = CloudWatchClient.builder()
                .endpointOverride(URI.create(moto.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() {
        cloudWatch.close();
        driver.deactivate();
        moto.close();
    }

    private static MetricOperations metrics(String region) {
        return driver.connect(Optional.of(region), Optional.of(new Credentials("AKIAEXAMPLE", "secret")))
                .require(MetricOperations.class);
    }

    private static void put(String dimension, String id, String name, Instant time, double... values) {
        for (double value : values) {
            cloudWatch.putMetricData(q -> q.namespace("AWS/EC2")
                    .metricData(m -> m.metricName(name)
                            .value(value)
                            .timestamp(time)
                            .dimensions(d -> d.name(dimension).value(id))));
        }
    }

    private static long calls(String operation) {
        return COUNTS.totals().stream()
                .filter(t -> t.operation().equals(operation))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    @Test
    void theLastHourOfAnInstanceIsReadWithOneCallForAllItsMetrics() {
        Instant now = Instant.now();
        put("InstanceId", INSTANCE, "CPUUtilization", now.minusSeconds(300), 10, 30, 50);
        put("InstanceId", INSTANCE, "CPUUtilization", now.minusSeconds(1500), 1);
        put("InstanceId", INSTANCE, "CPUUtilization", now.minusSeconds(9000), 99);
        put("InstanceId", INSTANCE, "NetworkIn", now.minusSeconds(300), 1024);
        put("InstanceId", "i-00000000000000000", "CPUUtilization", now.minusSeconds(300), 77);
        put("InstanceType", "t3.micro", "DiskReadOps", now.minusSeconds(300), 5);

        long before = calls("GetMetricData");
        Metric metric = metrics("us-east-1").find(INSTANCE).orElseThrow();
        assertThat(calls("GetMetricData") - before).isEqualTo(1);
        assertThat(metric.entity()).contains("InstanceId");
        assertThat(metric.series()).extracting(Series::name).containsExactlyInAnyOrder("CPUUtilization", "NetworkIn");
        List<Sample> samples = metric.series().stream()
                .filter(s -> s.name().equals("CPUUtilization"))
                .findFirst()
                .flatMap(Series::samples)
                .orElseThrow();
        assertThat(samples).hasSize(2).extracting(Sample::timestamp).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(samples.get(0).minimum().doubleValue()).isEqualTo(10);
        assertThat(samples.get(0).maximum().doubleValue()).isEqualTo(50);
        assertThat(samples.get(0).average().doubleValue()).isEqualTo(30);
        assertThat(samples.get(0).unit()).isEqualTo("Percent");

        assertThat(metrics("us-east-1").list())
                .extracting(Metric::id)
                .containsExactlyInAnyOrder(INSTANCE, "i-00000000000000000", "t3.micro");
        assertThat(metrics("us-east-1").list())
                .allSatisfy(m -> assertThat(m.series())
                        .allSatisfy(s -> assertThat(s.samples()).isEmpty()));
        assertThat(metrics("us-east-1").find("t3.micro").orElseThrow().entity()).contains("InstanceType");
    }

    @Test
    void whereNothingIsMeasuredTheListIsEmptyAndUnknownIdsAreAbsent() {
        assertThat(metrics("eu-west-1").list()).isEmpty();
        for (String id : List.of("i-0ffffffffffffffff", "ami-1", "nosuch", "ü<&>\n", "x".repeat(5000), "")) {
            assertThat(metrics("eu-west-1").find(id)).isEmpty();
        }
    }

    @Test
    void unitsFollowFromNamesAndNamesFitXml() {
        assertThat(Ec2Metrics.unit("DiskWriteBytes")).isEqualTo("Bytes");
        assertThat(Ec2Metrics.unit("DiskReadOps")).isEqualTo("Count");
        assertThat(Ec2Metrics.unit("NetworkOut")).isEqualTo("Bytes");
        assertThat(Ec2Metrics.unit("NetworkPacketsOut")).isEqualTo("Count");
        assertThat(Ec2Metrics.unit("EBSIOBalance%")).isEqualTo("Percent");
        assertThat(Ec2Metrics.unit("StatusCheckFailed")).isEqualTo("Count");
        assertThat(Ec2Metrics.xmlName("EBSIOBalance%")).isEqualTo("EBSIOBalancePercent");
        assertThat(Ec2Metrics.xmlName("9 lives")).isEqualTo("_9_lives");
    }
}
