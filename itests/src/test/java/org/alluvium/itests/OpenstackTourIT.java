package org.alluvium.itests;

import static org.alluvium.itests.ApiClient.encode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.alluvium.driver.openstack.FakeOctavia;
import org.alluvium.driver.openstack.OpenstackProcesses;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tour of a real OpenStack (Octavia alone is a fake) over HTTP, in XML and JSON: every operation of every collection, and
 * what the services themselves tell afterwards. Takes some minutes, most of it to start the services: {@code ./mvnw verify
 * -pl itests -am -Dalluvium.openstack.tour=true -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=OpenstackTourIT
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "alluvium.openstack.tour", matches = "true")
@Timeout(1800)
class OpenstackTourIT {
    private static final List<String> COLLECTIONS = List.of(
            "realms",
            "hardware_profiles",
            "images",
            "instances",
            "keys",
            "storage_volumes",
            "storage_snapshots",
            "addresses",
            "firewalls",
            "load_balancers",
            "networks",
            "subnets",
            "network_interfaces",
            "buckets");
    private static final Map<String, ApiClient> CLIENTS = new HashMap<>();

    @TempDir
    static Path folder;

    private static FakeOctavia octavia;
    private static Distribution server;
    private static OpenstackEyes eyes;

    @BeforeAll
    static void start() throws Exception {
        OpenstackProcesses.start();
        octavia = new FakeOctavia();
        eyes = new OpenstackEyes(OpenstackProcesses.keystone(), "demo", "demo", "devcloud");
        server = new Distribution(folder);
        server.set("org.alluvium.driver.openstack", "keystones", OpenstackProcesses.keystone());
        assertThat(server.console("cloud:driver-install openstack")).contains("Driver openstack 1.0.0 is active.");
        // The framework reads a changed file in its own time
        String account = Base64.getEncoder().encodeToString("demo+demo:devcloud".getBytes(StandardCharsets.UTF_8));
        server.await(
                "the settings are in force",
                () -> server.send("GET", "/api;driver=openstack/realms", "", "Authorization", "Basic " + account)
                                .statusCode()
                        == 200);
        for (String format : List.of("xml", "json")) {
            CLIENTS.put(format, client("demo+demo", "devcloud", format));
        }
    }

    /** Every operation but those that are no collection's has been asked for, in each format. */
    @AfterAll
    static void stop() throws Exception {
        server.close();
        octavia.close();
        CLIENTS.forEach((format, client) ->
                System.out.println(format + ": " + client.asked().size() + " operations " + client.asked()));
    }

    private static ApiClient client(String user, String password, String format) {
        return new ApiClient(server.url() + "/api;driver=openstack", user, password, format);
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        server.await(what, condition);
    }

    private static void awaitState(ApiClient api, String path, String thing, String state) {
        await(path + " is " + state, () -> api.field(path, thing, "state").equals(state));
    }

    private static void awaitEnd(String service, String path) {
        await(path + " is gone", () -> eyes.see(service, path).isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void everyCollectionIsListed(String format) {
        ApiClient api = CLIENTS.get(format);
        String entry = api.text("");
        for (String collection : COLLECTIONS) {
            assertThat(entry).contains(collection);
            assertThat(api.text("/" + collection)).contains(collection);
        }
        assertThat(entry).doesNotContain("metrics'", "\"metrics\"");
        api.ask(412, "GET", "/metrics", "");
        assertThat(api.text("/instance_states")).contains("stopping");
        assertThat(api.text("/drivers")).contains("openstack");
        assertThat(api.text("/drivers/openstack")).contains(OpenstackProcesses.keystone() + ";RegionOne");
        for (String realm : List.of("nova", "default")) {
            assertThat(api.field("/realms/" + realm, "realm", "state")).isEqualTo("AVAILABLE");
        }
        assertThat(api.ids("/realms", "realm"))
                .containsExactlyElementsOf(
                        eyes.all("compute", "/os-availability-zone", "availabilityZoneInfo", "zoneName")
                                .toList());
        List<String> flavors = eyes.all("compute", "/flavors", "flavors", "id").toList();
        assertThat(api.ids("/hardware_profiles", "hardware_profile")).containsExactlyElementsOf(flavors);
        assertThat(api.field("/hardware_profiles/1", "hardware_profile", "name"))
                .isEqualTo("m1.tiny");
        List<String> images = eyes.all("image", "/v2/images", "images", "id").toList();
        assertThat(api.ids("/images", "image")).containsExactlyInAnyOrderElementsOf(images);
        assertThat(api.field("/images/" + images.get(0), "image", "state")).isEqualTo("ACTIVE");
        api.ask(404, "GET", "/images/nosuch", "");
        client("demo+demo", "wrong", format).ask(401, "GET", "/realms", "");
        client("nobody+demo", "devcloud", format).ask(401, "GET", "/realms", "");
        client("demo@Default+demo@Default", "devcloud", format).ask(200, "GET", "/realms", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void keysComeAndGo(String format) {
        ApiClient api = CLIENTS.get(format);
        String name = "a key of " + UUID.randomUUID();
        String path = "/keys/" + encode(name);
        assertThat(api.make("/keys", "key", "name=" + encode(name))).isEqualTo(name);
        assertThat(api.ids("/keys", "key")).contains(name);
        assertThat(api.text(path))
                .contains(eyes.see("compute", "/os-keypairs/" + encode(name))
                        .path("keypair")
                        .path("fingerprint")
                        .asText());
        api.ask(403, "POST", "/keys", "name=" + encode(name));
        String publicKey = eyes.see("compute", "/os-keypairs/" + encode(name))
                .path("keypair")
                .path("public_key")
                .asText();
        String copy = name + " again";
        api.make("/keys", "key", "name=" + encode(copy) + "&public_key=" + encode(publicKey));
        assertThat(eyes.see("compute", "/os-keypairs/" + encode(copy))
                        .path("keypair")
                        .path("public_key")
                        .asText())
                .isEqualTo(publicKey);
        api.ask(204, "DELETE", "/keys/" + encode(copy), "");
        api.ask(204, "DELETE", path, "");
        api.ask(404, "DELETE", path, "");
        assertThat(eyes.see("compute", "/os-keypairs/" + encode(name)).isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void firewallsHaveRulesWhoseIdsGoThereAndBack(String format) {
        ApiClient api = CLIENTS.get(format);
        String id = api.make("/firewalls", "firewall", "name=wall&description=of+the+tour");
        assertThat(api.ids("/firewalls", "firewall")).contains(id);
        String friends = "friends-" + UUID.randomUUID();
        String other = api.make("/firewalls", "firewall", "name=" + friends + "&description=of+the+wall");
        String rules = "/firewalls/" + id + "/rules";
        api.ask(201, "POST", rules, "protocol=tcp&port_from=22&port_to=23&ip_address1=10.1.0.0/16");
        api.ask(201, "POST", rules, "protocol=udp&port_from=53&port_to=53&group1=" + friends);
        api.ask(409, "POST", rules, "protocol=tcp&port_from=22&port_to=23&ip_address1=10.1.0.0/16");
        List<JsonNode> seen = new ArrayList<>();
        eyes.see("network", "/v2.0/security-group-rules?direction=ingress&security_group_id=" + id)
                .path("security_group_rules")
                .forEach(seen::add);
        assertThat(seen).hasSize(2).anySatisfy(rule -> {
            assertThat(rule.path("protocol").asText()).isEqualTo("tcp");
            assertThat(rule.path("port_range_min").asInt()).isEqualTo(22);
            assertThat(rule.path("port_range_max").asInt()).isEqualTo(23);
            assertThat(rule.path("remote_ip_prefix").asText()).isEqualTo("10.1.0.0/16");
        });
        assertThat(seen)
                .anySatisfy(rule ->
                        assertThat(rule.path("remote_group_id").asText()).isEqualTo(other));
        for (JsonNode rule : seen) {
            String ruleId = rule.path("id").asText();
            assertThat(api.text("/firewalls/" + id)).contains(ruleId);
            api.ask(204, "DELETE", "/firewalls/" + id + "/" + ruleId, "");
            awaitEnd("network", "/v2.0/security-group-rules/" + ruleId);
        }
        api.ask(204, "DELETE", "/firewalls/" + id, "");
        api.ask(204, "DELETE", "/firewalls/" + other, "");
        awaitEnd("network", "/v2.0/security-groups/" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void anInstanceLivesWithAllThatBelongsToIt(String format) {
        ApiClient api = CLIENTS.get(format);
        String key = "tour " + format;
        api.make("/keys", "key", "name=" + encode(key));
        String wall = api.make("/firewalls", "firewall", "name=tour&description=tour");
        String image = eyes.all("image", "/v2/images?name=tiny", "images", "id")
                .findFirst()
                .orElseThrow();
        String id = api.make(
                "/instances",
                "instance",
                "image_id=" + image + "&hwp_id=1&name=" + encode("tour " + format) + "&keyname=" + encode(key)
                        + "&firewalls0=" + wall + "&password=s3cret&user_data="
                        + Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8))
                        + "&path1=/etc/motd&content1=aGk=");
        String instance = "/instances/" + id;
        String server = "/servers/" + id;
        awaitState(api, instance, "instance", "RUNNING");
        JsonNode seen = eyes.see("compute", server).path("server");
        assertThat(seen.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(seen.path("name").asText()).isEqualTo("tour " + format);
        assertThat(seen.path("key_name").asText()).isEqualTo(key);
        assertThat(seen.path("security_groups").path(0).path("name").asText()).isEqualTo("tour");
        assertThat(api.ids("/instances?state=RUNNING", "instance")).contains(id);
        assertThat(api.ids("/instances", "instance"))
                .containsExactlyInAnyOrderElementsOf(
                        eyes.all("compute", "/servers", "servers", "id").toList());

        volumes(api, id);
        addressesAndInterfaces(api, id);
        balancers(api, id);

        api.ask(202, "POST", instance + "/reboot", "");
        awaitState(api, instance, "instance", "RUNNING");
        api.ask(202, "POST", instance + "/stop", "");
        awaitState(api, instance, "instance", "STOPPED");
        assertThat(eyes.see("compute", server).path("server").path("status").asText())
                .isEqualTo("SHUTOFF");
        api.ask(405, "POST", instance + "/stop", "");
        images(api, id);
        awaitState(api, instance, "instance", "STOPPED");
        api.ask(202, "POST", instance + "/start", "");
        awaitState(api, instance, "instance", "RUNNING");
        assertThat(eyes.see("compute", server).path("server").path("status").asText())
                .isEqualTo("ACTIVE");
        api.ask(204, "DELETE", instance, "");
        awaitEnd("compute", server);
        api.ask(404, "GET", instance, "");
        api.ask(204, "DELETE", "/firewalls/" + wall, "");
        api.ask(204, "DELETE", "/keys/" + encode(key), "");
    }

    private static void images(ApiClient api, String instance) {
        String id = api.make("/images", "image", "instance_id=" + instance + "&name=tourimage&description=tour");
        awaitState(api, "/images/" + id, "image", "ACTIVE");
        assertThat(eyes.see("image", "/v2/images/" + id).path("name").asText()).isEqualTo("tourimage");
        assertThat(api.ids("/images?owner_id=self", "image")).contains(id);
        api.ask(204, "DELETE", "/images/" + id, "");
        awaitEnd("image", "/v2/images/" + id);
    }

    private static void volumes(ApiClient api, String instance) {
        String id = api.make("/storage_volumes", "storage_volume", "capacity=2&name=tour&description=tour");
        String path = "/storage_volumes/" + id;
        awaitState(api, path, "storage_volume", "AVAILABLE");
        JsonNode seen = eyes.see("block-storage", "/volumes/" + id).path("volume");
        assertThat(seen.path("size").asInt()).isEqualTo(2);
        assertThat(seen.path("name").asText()).isEqualTo("tour");
        assertThat(api.ids("/storage_volumes", "storage_volume"))
                .containsExactlyInAnyOrderElementsOf(
                        eyes.all("block-storage", "/volumes", "volumes", "id").toList());
        api.ask(202, "POST", path + "/attach", "instance_id=" + instance + "&device=/dev/vdb");
        awaitState(api, path, "storage_volume", "IN-USE");
        JsonNode attachment = eyes.see("block-storage", "/volumes/" + id)
                .path("volume")
                .path("attachments")
                .path(0);
        assertThat(attachment.path("server_id").asText()).isEqualTo(instance);
        // Nova takes the next device that is free, whichever was asked for
        String device = attachment.path("device").asText();
        assertThat(device).startsWith("/dev/");
        assertThat(api.text(path)).contains(instance, device);
        for (String at : List.of("/instances/" + instance, "/instances")) {
            // In JSON the device is told with the volume alone
            assertThat(api.text(at)).contains(id, api.isJson() ? id : device);
        }
        api.ask(409, "DELETE", path, "");
        api.ask(202, "POST", path + "/detach", "");
        awaitState(api, path, "storage_volume", "AVAILABLE");
        String snapshot = api.make("/storage_snapshots", "storage_snapshot", "volume_id=" + id + "&name=tour");
        String seenAt = "/snapshots/" + snapshot;
        await(
                "the snapshot is there",
                () -> eyes.see("block-storage", seenAt)
                        .path("snapshot")
                        .path("status")
                        .asText()
                        .equals("available"));
        assertThat(api.ids("/storage_snapshots", "storage_snapshot")).contains(snapshot);
        assertThat(api.text("/storage_snapshots/" + snapshot)).contains(id);
        assertThat(eyes.see("block-storage", seenAt)
                        .path("snapshot")
                        .path("volume_id")
                        .asText())
                .isEqualTo(id);
        api.ask(204, "DELETE", "/storage_snapshots/" + snapshot, "");
        awaitEnd("block-storage", seenAt);
        api.ask(204, "DELETE", path, "");
        awaitEnd("block-storage", "/volumes/" + id);
    }

    private static void addressesAndInterfaces(ApiClient api, String instance) {
        String address = api.make("/addresses", "address", "");
        String path = "/addresses/" + address;
        String query = "/v2.0/floatingips?floating_ip_address=" + address;
        assertThat(api.ids("/addresses", "address")).contains(address);
        assertThat(api.text(path)).doesNotContain(instance);
        api.ask(202, "POST", path + "/associate", "instance_id=" + instance);
        assertThat(api.text(path)).contains(instance);
        String port =
                eyes.all("network", query, "floatingips", "port_id").findFirst().orElseThrow();
        assertThat(eyes.see("network", "/v2.0/ports/" + port)
                        .path("port")
                        .path("device_id")
                        .asText())
                .isEqualTo(instance);
        await(
                "the instance shows its address",
                () -> api.text("/instances/" + instance).contains(address));
        api.ask(409, "POST", path + "/associate", "instance_id=" + instance);
        api.ask(202, "POST", path + "/disassociate", "");
        api.ask(204, "DELETE", path, "");
        assertThat(eyes.all("network", query, "floatingips", "id")).isEmpty();

        String network = api.make("/networks", "network", "name=tour");
        String subnet =
                api.make("/subnets", "subnet", "network_id=" + network + "&address_block=10.66.0.0/24&name=tour");
        assertThat(api.ids("/networks", "network")).contains(network);
        assertThat(api.ids("/subnets", "subnet")).contains(subnet);
        assertThat(api.text("/networks/" + network)).contains(subnet, "10.66.0.0/24");
        assertThat(api.text("/subnets/" + subnet)).contains(network);
        assertThat(eyes.see("network", "/v2.0/subnets/" + subnet)
                        .path("subnet")
                        .path("cidr")
                        .asText())
                .isEqualTo("10.66.0.0/24");
        String nic = api.make(
                "/network_interfaces",
                "network_interface",
                "instance=" + instance + "&network=" + subnet + "&name=tour");
        assertThat(api.ids("/network_interfaces", "network_interface")).contains(nic);
        assertThat(api.text("/network_interfaces/" + nic)).contains(instance);
        assertThat(eyes.see("network", "/v2.0/ports/" + nic)
                        .path("port")
                        .path("device_id")
                        .asText())
                .isEqualTo(instance);
        // In JSON an instance does not tell its interfaces
        assertThat(api.text("/instances/" + instance)).contains(api.isJson() ? instance : nic);
        api.ask(409, "DELETE", "/subnets/" + subnet, "");
        api.ask(204, "DELETE", "/network_interfaces/" + nic, "");
        awaitEnd("network", "/v2.0/ports/" + nic);
        api.ask(204, "DELETE", "/subnets/" + subnet, "");
        api.ask(204, "DELETE", "/networks/" + network, "");
        awaitEnd("network", "/v2.0/networks/" + network);
    }

    private static void balancers(ApiClient api, String instance) {
        String id = api.make(
                "/load_balancers",
                "load_balancer",
                "name=tour&realm_id=default&listener_protocol=HTTP&listener_balancer_port=80"
                        + "&listener_instance_port=8080");
        String path = "/load_balancers/" + id;
        assertThat(api.ids("/load_balancers", "load_balancer")).contains(id);
        api.ask(200, "POST", path + "/register", "instance_id=" + instance);
        assertThat(api.text(path)).contains(instance, "8080");
        String pool = eyes.see("load-balancer", "/v2/lbaas/loadbalancers/" + id)
                .path("loadbalancer")
                .path("pools")
                .path(0)
                .path("id")
                .asText();
        assertThat(eyes.all("load-balancer", "/v2/lbaas/pools/" + pool + "/members", "members", "protocol_port"))
                .containsExactly("8080");
        api.ask(200, "POST", path + "/unregister", "instance_id=" + instance);
        assertThat(api.text(path)).doesNotContain(instance);
        api.ask(204, "DELETE", path, "");
        awaitEnd("load-balancer", "/v2/lbaas/loadbalancers/" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void bucketsHoldBlobsOfAnyName(String format) throws Exception {
        ApiClient api = CLIENTS.get(format);
        String bucket = "a bucket für " + format;
        String path = "/buckets/" + encode(bucket);
        assertThat(api.make("/buckets", "bucket", "name=" + encode(bucket))).isEqualTo(bucket);
        assertThat(api.ids("/buckets", "bucket")).contains(bucket);
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        for (String name : List.of("a folder/grüße & x?.txt", "100% +;=#'\"<>", "a//b/", "...", " ")) {
            String blob = path + "/" + encode(name);
            String object = "/" + encode(bucket) + "/" + encode(name);
            api.send(
                    200,
                    "PUT",
                    blob,
                    BodyPublishers.ofByteArray(content),
                    "Content-Type",
                    "text/x-tour",
                    "X-Deltacloud-Blobmeta-colour",
                    "blue");
            assertThat(api.field(blob, "blob", "content_type")).isEqualTo("text/x-tour");
            assertThat(api.ask(200, "GET", blob + "/content", "").body()).isEqualTo(content);
            HttpResponse<String> seen = eyes.ask("HEAD", "object-store", object, "");
            assertThat(seen.statusCode()).as(name).isEqualTo(200);
            assertThat(seen.headers().firstValue("Content-Length")).contains("300000");
            assertThat(seen.headers().firstValue("X-Object-Meta-Colour")).contains("blue");
            assertThat(api.ask(204, "HEAD", blob, "").headers().firstValue("X-Deltacloud-Blobmeta-colour"))
                    .contains("blue");
            api.send(204, "POST", blob, BodyPublishers.noBody(), "X-Deltacloud-Blobmeta-shape", "round");
            seen = eyes.ask("HEAD", "object-store", object, "");
            assertThat(seen.headers().firstValue("X-Object-Meta-Shape")).contains("round");
            assertThat(seen.headers().firstValue("X-Object-Meta-Colour")).isEmpty();
            assertThat(api.text(path)).contains("1");
            api.ask(204, "DELETE", blob, "");
            assertThat(eyes.ask("HEAD", "object-store", object, "").statusCode())
                    .isEqualTo(404);
        }
        segments(api, path, bucket, content);
        api.ask(204, "DELETE", path, "");
        api.ask(204, "DELETE", "/buckets/" + encode(bucket + "_segments"), "");
        assertThat(eyes.ask("HEAD", "object-store", "/" + encode(bucket), "").statusCode())
                .isEqualTo(404);
    }

    private static void segments(ApiClient api, String path, String bucket, byte[] content) {
        String blob = path + "/whole";
        String upload = api.send(204, "PUT", blob, BodyPublishers.noBody(), "X-Deltacloud-BlobType", "segmented")
                .headers()
                .firstValue("X-Deltacloud-SegmentedBlob")
                .orElseThrow();
        List<String> parts = new ArrayList<>();
        for (int order = 1; order <= 2; order++) {
            byte[] half = order == 1
                    ? Arrays.copyOfRange(content, 0, 200_000)
                    : Arrays.copyOfRange(content, 200_000, content.length);
            parts.add(order + "="
                    + api.send(
                                    204,
                                    "PUT",
                                    blob,
                                    BodyPublishers.ofByteArray(half),
                                    "X-Deltacloud-BlobType",
                                    "segmented",
                                    "X-Deltacloud-SegmentedBlob",
                                    upload,
                                    "X-Deltacloud-SegmentOrder",
                                    Integer.toString(order))
                            .headers()
                            .firstValue("X-Deltacloud-BlobSegmentId")
                            .orElseThrow());
        }
        api.send(
                200,
                "PUT",
                blob,
                BodyPublishers.ofString(String.join(", ", parts)),
                "X-Deltacloud-BlobType",
                "segmented",
                "X-Deltacloud-SegmentedBlob",
                upload);
        assertThat(api.ask(200, "GET", blob + "/content", "").body()).isEqualTo(content);
        assertThat(eyes.ask("HEAD", "object-store", "/" + encode(bucket) + "/whole", "")
                        .headers()
                        .firstValue("Content-Length"))
                .contains("300000");
        api.ask(409, "DELETE", path, "");
        api.ask(204, "DELETE", blob, "");
    }

    @Test
    void twoProjectsBesideEachOtherSeeOnlyTheirOwn() throws Exception {
        OpenstackEyes admin = new OpenstackEyes(OpenstackProcesses.keystone(), "admin", "admin", "devcloud");
        String role = admin.all("identity", "/roles?name=member", "roles", "id")
                .findFirst()
                .orElseThrow();
        String name = "guest-" + UUID.randomUUID();
        String user = admin.make(
                        "identity",
                        "/users",
                        "{\"user\":{\"name\":\"" + name + "\",\"password\":\"s3cret\",\"domain_id\":\"default\"}}")
                .path("user")
                .path("id")
                .asText();
        Map<ApiClient, String> owned = new HashMap<>();
        List<String> projects = new ArrayList<>();
        for (String one : List.of(name + "-a", name + "-b")) {
            String project = admin.make(
                            "identity",
                            "/projects",
                            "{\"project\":{\"name\":\"" + one + "\",\"domain_id\":\"default\"}}")
                    .path("project")
                    .path("id")
                    .asText();
            projects.add(project);
            admin.ask("PUT", "identity", "/projects/" + project + "/users/" + user + "/roles/" + role, "");
            ApiClient api = client(name + "+" + one, "s3cret", projects.size() == 1 ? "xml" : "json");
            owned.put(api, api.make("/networks", "network", "name=" + one));
            api.make("/buckets", "bucket", "name=" + one);
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> looks = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                owned.forEach((api, network) -> looks.add(threads.submit(() -> {
                    assertThat(api.ids("/networks", "network"))
                            .contains(network)
                            .doesNotContainAnyElementsOf(owned.values().stream()
                                    .filter(other -> !other.equals(network))
                                    .toList());
                    assertThat(api.ids("/buckets", "bucket")).hasSize(1);
                    client(name + "+" + name + "-a", "wrong", "xml").ask(401, "GET", "/networks", "");
                })));
            }
            for (Future<?> look : looks) {
                look.get();
            }
            owned.forEach((api, network) -> owned.values().stream()
                    .filter(other -> !other.equals(network))
                    .forEach(other -> api.ask(404, "GET", "/networks/" + other, "")));
        } finally {
            threads.shutdownNow();
            owned.forEach((api, network) -> {
                api.ask(204, "DELETE", "/networks/" + network, "");
                api.ask(
                        204,
                        "DELETE",
                        "/buckets/" + api.ids("/buckets", "bucket").get(0),
                        "");
            });
            admin.ask("DELETE", "identity", "/users/" + user, "");
            projects.forEach(project -> admin.ask("DELETE", "identity", "/projects/" + project, ""));
        }
    }
}
