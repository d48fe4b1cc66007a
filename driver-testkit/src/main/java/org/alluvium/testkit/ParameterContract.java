package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.InstanceState;
import org.alluvium.registry.Conformance.State;
import org.junit.jupiter.api.Test;

/**
 * What an instance is made with and no answer shows reaches the cloud. It is looked for in what the cloud keeps ({@link
 * DriverFixture#kept}), which proves it, or else in what the driver sends ({@link DriverFixture#proxy()}), which is accepted then.
 */
public interface ParameterContract extends InstanceContract {
    @Test
    default void theUserDataOfAnInstanceReachTheCloud() {
        String canary = newName();
        byte[] data = ("#!/bin/sh\n# " + canary + "\n").getBytes(StandardCharsets.UTF_8);
        examineSent(
                Features.INSTANCE_USER_DATA,
                request -> request.userData(Optional.of(data)),
                Base64.getEncoder().encodeToString(data),
                canary);
    }

    @Test
    default void theFilesOfAnInstanceReachTheCloud() {
        String name = newName();
        String content = newName();
        examineSent(
                Features.INSTANCE_USER_FILES,
                request -> request.userFiles(Map.of("/etc/" + name, content.getBytes(StandardCharsets.UTF_8))),
                content,
                name,
                content);
    }

    @Test
    default void thePasswordOfAnInstanceReachesTheCloud() {
        String password = "Kit-" + newName();
        examineSent(
                Features.INSTANCE_AUTHENTICATION_PASSWORD,
                request -> request.password(Optional.of(password)),
                password,
                password);
    }

    /** A wish that is a yes cannot be told from others among what is sent. */
    @Test
    default void theWishToMeasureAnInstanceReachesTheCloud() {
        examineSent(Features.INSTANCE_METRICS, request -> request.metrics(true), "true");
    }

    /**
     * Makes an instance with a parameter, and asserts that the cloud keeps it; where the fixture does not tell, that the driver
     * sends it; where neither is to be seen, the test ends here, unexamined.
     *
     * @param kept what the fixture is to tell
     * @param sent what is to be found in the driver's requests, encoded or not; nothing if it cannot be looked for there
     */
    default void examineSent(Feature feature, Consumer<InstanceRequest.Builder> wish, String kept, String... sent) {
        if (!has(feature)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            InstanceRequest.Builder request = InstanceRequest.builder(fixture().imageId());
            wish.accept(request);
            List<String> ids = new ArrayList<>();
            List<ProxiedRequest> asked = asked(() -> {
                instances.create(request.build()).forEach(made -> ids.add(made.id()));
                awaitState(instances, ids.get(0), InstanceState.RUNNING);
            });
            Optional<String> told = fixture().kept(feature, ids.get(0));
            destroy(instances, ids.get(0));
            if (told.isPresent() || fixture().proxy().isEmpty() || sent.length == 0) {
                assertKept(feature, told, kept);
            } else {
                assertSent(feature, asked, sent);
            }
        });
    }

    /** Asserts that the driver sends these values of a parameter, encoded or not, so that the cloud has accepted it. */
    default void assertSent(Feature feature, List<ProxiedRequest> asked, String... values) {
        assertThat(Arrays.stream(values).filter(value -> !isSent(value, asked)))
                .as(
                        "the driver drops this of %s ('%s'): no request that it sends has it, as such, as in URLs or in"
                                + " base64",
                        feature.name(), feature.parameters().get(0).name())
                .isEmpty();
        CapabilityMatrix.shows(feature, State.ACCEPTED);
    }

    private static boolean isSent(String value, List<ProxiedRequest> asked) {
        // In base64 within base64, too: the files of a cloud-init document
        List<String> forms = Secrets.forms(value).flatMap(Secrets::forms).toList();
        return asked.stream()
                .anyMatch(request -> forms.stream()
                        .anyMatch(form -> request.target().contains(form)
                                || request.body().contains(form)));
    }
}
