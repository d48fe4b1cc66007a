package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.junit.jupiter.api.Test;

/**
 * Secrets stay secret: random canaries in the credentials and in the parameters show up in no output, error or {@code
 * toString}. A driver's tests log at the level trace, to System.out or System.err or with java.util.logging.
 */
public interface SecretContract extends Contract {
    /** The guarantee in words. */
    String HIDDEN = "secrets show in no output, error or text";

    @Test
    default void wrongCredentialsShowNowhere() throws Exception {
        Credentials canary = new Credentials(newName(), newName());
        Cloud cloud = fixture().driver().connect(fixture().provider(), Optional.of(canary));
        String told = Secrets.told(() -> {
            List<Object> seen = new ArrayList<>(List.of(cloud, canary));
            seen.add(Secrets.outcome(() -> {
                cloud.verifyCredentials();
                return "accepted";
            }));
            seen.add(Secrets.outcome(() -> cloud.require(KeyOperations.class).list()));
            seen.add(fixture().driver());
            return seen;
        });
        Secrets.assertHidden(told, canary, fixture().hidesUsers());
        CapabilityMatrix.proves(HIDDEN);
    }

    @Test
    default void secretParametersShowNowhere() throws Exception {
        String password = newName();
        String userData = newName();
        String file = newName();
        Optional<InstanceOperations> declared = declared(InstanceOperations.class);
        if (declared.isEmpty()) {
            return;
        }
        // An instance that the cloud refuses: errors quote requests
        InstanceRequest request = InstanceRequest.builder(fixture().imageId())
                .hardwareProfileId(Optional.of("nosuch"))
                .password(Optional.of(password))
                .userData(Optional.of(userData.getBytes(StandardCharsets.UTF_8)))
                .userFiles(Map.of("/etc/motd", file.getBytes(StandardCharsets.UTF_8)))
                .parameters(Map.of("password", password))
                .build();
        String told = Secrets.told(
                () -> List.of(request, Secrets.outcome(() -> declared.get().create(request))));
        assertThat(told)
                .contains("nosuch")
                .doesNotContain(
                        password, userData, file, fixture().credentials().password());
    }
}
