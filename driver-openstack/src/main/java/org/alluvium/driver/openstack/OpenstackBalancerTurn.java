package org.alluvium.driver.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Octavia changes one thing of a load balancer at a time, and refuses whatever comes in between. */
final class OpenstackBalancerTurn {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private OpenstackBalancerTurn() {}

    /**
     * Waits until a load balancer can be changed, for a fifth of the call time-out.
     *
     * @throws CloudException CONFLICT when it takes longer, as the making of a new one does
     */
    static void await(OpenstackCalls calls, String id) {
        long end = System.nanoTime() + calls.briefly().callTimeout().toNanos();
        while (true) {
            JsonNode balancer = calls.find(
                            OpenstackService.LOAD_BALANCER,
                            "GetLoadBalancer",
                            "/lbaas/loadbalancers/",
                            id,
                            "loadbalancer")
                    .orElseThrow(() -> CloudException.notFound("Load balancer", id));
            String status = balancer.path("provisioning_status").asText();
            if (!status.startsWith("PENDING")) {
                return;
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Load balancer '" + id + "' is being changed (" + status + "); try again later.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
