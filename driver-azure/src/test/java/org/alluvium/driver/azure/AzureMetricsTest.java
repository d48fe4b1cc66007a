package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.MetricOperations;
import org.alluvium.model.Metric;
import org.alluvium.model.Metric.Sample;
import org.alluvium.model.Metric.Series;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics against the fake ARM. */
class AzureMetricsTest {
    private TestCloud cloud;
    private MetricOperations metrics;

    @BeforeEach
    void start() throws Exception {
        cloud = new TestCloud();
        metrics = cloud.require(MetricOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void theLastHourIsToldNewestFirst() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", false);
        long before = cloud.calls();
        Metric metric = metrics.find(web).orElseThrow();
        assertThat(cloud.calls() - before).isEqualTo(2);
        assertThat(metric.entity()).contains("web");
        assertThat(metric.series()).extracting(Series::name).startsWith("cpuUtilization", "networkIn", "networkOut");
        assertThat(metric.series())
                .allSatisfy(series -> assertThat(series.name()).matches("[a-zA-Z]+"));
        List<Sample> cpu = metric.series().get(0).samples().orElseThrow();
        // The twelfth step is not over
        assertThat(cpu).hasSize(11);
        assertThat(cpu.get(0).unit()).isEqualTo("Percent");
        assertThat(cpu.get(0).average()).isEqualTo(10.5);
        assertThat(cpu.get(0).minimum()).isEqualTo(10.0);
        assertThat(cpu.get(0).maximum()).isEqualTo(11.0);
        assertThat(cpu.get(0).timestamp() - cpu.get(10).timestamp()).isEqualTo(3000);
        assertThat(Instant.now().getEpochSecond() - cpu.get(0).timestamp()).isBetween(600L, 700L);
    }

    @Test
    void listsAreWholeAndCostACallAPage() {
        assertThat(metrics.list()).isEmpty();
        cloud.seedNetwork();
        for (int i = 0; i < 7; i++) {
            cloud.seedInstance("vm" + i, false);
        }
        cloud.fake.pageSize = 3;
        long before = cloud.calls();
        assertThat(metrics.list())
                .hasSize(7)
                .allSatisfy(metric -> assertThat(metric.series())
                        .hasSize(7)
                        .allMatch(series -> series.samples().equals(Optional.empty())));
        assertThat(cloud.calls() - before).isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id : TestCloud.UNKNOWN) {
            assertThat(metrics.find(id)).isEmpty();
        }
    }
}
