package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.ProxiedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer that is lost leaves no second instance, whoever asks again: the driver or the client. */
class Ec2IdempotencyTest {
    private static StrictCloud cloud;

    private InstanceOperations instances;
    private List<String> before;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @BeforeEach
    void forget() {
        instances = cloud.require(InstanceOperations.class);
        cloud.proxy.heal();
        cloud.proxy.forget();
        before = all();
    }

    /** What is there now and was not before the test. */
    private List<String> made() {
        List<String> made = new ArrayList<>(all());
        made.removeAll(before);
        return made;
    }

    private List<String> all() {
        return instances.list(InstanceFilter.ALL).stream().map(Instance::id).toList();
    }

    private List<Instance> create(String key) {
        return instances.create(InstanceRequest.builder(StrictCloud.LINUX)
                .idempotencyKey(Optional.of(key).filter(text -> !text.isEmpty()))
                .build());
    }

    private List<String> tokens() {
        return cloud.proxy.requests().stream()
                .filter(r -> r.formField("Action").equals(Optional.of("RunInstances")))
                .map((ProxiedRequest r) -> r.formField("ClientToken").orElseThrow())
                .toList();
    }

    @Test
    void theDriversOwnSecondTryIsTheSameRequest() {
        cloud.proxy.next(new Fault.CutAfter());
        String id = create("").get(0).id();
        assertThat(tokens()).hasSize(2).containsOnly(tokens().get(0));
        assertThat(made()).containsExactly(id);
    }

    @Test
    void aClientsSecondTryWithItsKeyIsTheSameRequest() {
        cloud.proxy.always(r -> r.formField("Action").equals(Optional.of("RunInstances")), new Fault.CutAfter());
        assertFails(ErrorKind.PROVIDER_ERROR, () -> create("order-66"));
        cloud.proxy.heal();
        String id = create("order-66").get(0).id();
        assertThat(create("order-66")).extracting(Instance::id).containsExactly(id);
        assertThat(tokens()).containsOnly("order-66");
        assertThat(made()).containsExactly(id);
    }

    @Test
    void withoutAKeyEachRequestIsAnother() {
        assertThat(create("").get(0).id()).isNotEqualTo(create("").get(0).id());
        assertThat(tokens()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aKeyThatIsTooLongForEc2StandsForItselfAllTheSame() {
        String id = create("x".repeat(255)).get(0).id();
        assertThat(create("x".repeat(255))).extracting(Instance::id).containsExactly(id);
        assertThat(create("x".repeat(254))).extracting(Instance::id).doesNotContain(id);
        assertThat(tokens()).allSatisfy(token -> assertThat(token).hasSizeLessThanOrEqualTo(64));
    }

    @Test
    void aKeyOfAnotherRequestIsAConflict() {
        cloud.refuse(400, "IdempotentParameterMismatch");
        assertFails(ErrorKind.CONFLICT, () -> create("order-66"));
    }
}
