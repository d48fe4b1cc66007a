package org.alluvium.driver.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.junit.jupiter.api.Test;

/** How Nova's servers are shown (Compute API, Show Server Details). */
class OpenstackInstanceViewTest {
    private static Instance shown(String server) throws IOException {
        return OpenstackInstanceView.instance(new ObjectMapper().readTree(server), Optional.empty(), Map.of());
    }

    @Test
    void aServerInErrorTellsItsFault() throws IOException {
        Instance broken =
                shown("{\"id\":\"1\",\"status\":\"ERROR\",\"fault\":{\"code\":500,\"created\":\"2026-11-25T12:00:00Z\","
                        + "\"message\":\"No valid host was found.\"}}");
        assertThat(broken.state()).contains(InstanceState.ERROR);
        assertThat(broken.stateReason()).contains("No valid host was found.");
        assertThat(shown("{\"id\":\"1\",\"status\":\"ACTIVE\"}").stateReason()).isEmpty();
        assertThat(shown("{\"id\":\"1\",\"status\":\"ERROR\"}").stateReason()).isEmpty();
    }
}
