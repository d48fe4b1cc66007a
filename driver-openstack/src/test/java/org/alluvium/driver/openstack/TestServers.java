package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;

import java.util.List;
import java.util.Map;

/** Servers for the tests of what is attached to them. */
final class TestServers {
    private TestServers() {}

    /** A server that runs, on the project's network. */
    static String create(OpenstackCalls calls, String name) {
        String image = calls.get(OpenstackService.IMAGE, "ListImages", "/images?name=tiny")
                .path("images")
                .path(0)
                .path("id")
                .asText();
        String network = calls.get(OpenstackService.NETWORK, "ListNetworks", "/networks?name=private")
                .path("networks")
                .path(0)
                .path("id")
                .asText();
        String id = calls.post(
                        OpenstackService.COMPUTE,
                        "CreateServer",
                        "/servers",
                        Map.of(
                                "server",
                                Map.of(
                                        "name",
                                        name,
                                        "imageRef",
                                        image,
                                        "flavorRef",
                                        "1",
                                        "networks",
                                        List.of(Map.of("uuid", network)))))
                .path("server")
                .path("id")
                .asText();
        await(
                "server " + id,
                () -> calls.get(OpenstackService.COMPUTE, "GetServer", "/servers/" + id)
                        .path("server")
                        .path("status")
                        .asText()
                        .equals("ACTIVE"));
        return id;
    }

    /** Removes it, and waits until it is gone. */
    static void destroy(OpenstackCalls calls, String id) {
        calls.delete(OpenstackService.COMPUTE, "DeleteServer", "/servers/" + id);
        await(
                "the end of server " + id,
                () -> calls.find(OpenstackService.COMPUTE, "GetServer", "/servers/", id, "server")
                        .isEmpty());
    }
}
