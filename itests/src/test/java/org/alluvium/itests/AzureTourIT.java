package org.alluvium.itests;

import static org.alluvium.itests.AzureTour.API;
import static org.alluvium.itests.AzureTour.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.itests.AzureTour.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tour of Azure's compute and network over HTTP, with a service principal: every operation of every collection, in XML and
 * in JSON. With {@code -Dalluvium.azure.specification=true}, what the driver has sent to ARM meanwhile is held against
 * Microsoft's specification, read out of Microsoft's own clients from PyPI.
 */
@Timeout(600)
class AzureTourIT {
    private static final String XML = "application/xml";
    private static final String UBUNTU = "Canonical:ubuntu-24_04-lts:server:latest";
    private static final String WINDOWS = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2:latest";
    private static final String PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG somebody";
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
            "metrics",
            "buckets");

    @TempDir
    static Path folder;

    @TempDir
    static Path requests;

    private static AzureTour tour;

    @BeforeAll
    static void start() throws Exception {
        if (Boolean.getBoolean("alluvium.azure.specification")) {
            System.setProperty("alluvium.azure.record", requests.toString());
        }
        tour = new AzureTour(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        tour.close();
        if (Boolean.getBoolean("alluvium.azure.specification")) {
            System.clearProperty("alluvium.azure.record");
            String scripts = "../driver-azure/src/test/python/";
            Path python = Path.of("target", "azure-specification");
            AzureTour.run("python3", "-m", "venv", python.toString());
            AzureTour.run(python.resolve("bin/pip").toString(), "install", "-q", "-r", scripts + "requirements.txt");
            System.out.println(AzureTour.run(
                    python.resolve("bin/python").toString(), scripts + "check_specification.py", requests.toString()));
        }
    }

    private static String first(String pattern, String body) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(pattern + " in " + body).isTrue();
        return matcher.group(1);
    }

    private static List<String> left(List<String> before) {
        return tour.azure.resources().stream()
                .filter(one -> !before.contains(one) && !one.equals("alluvium"))
                .toList();
    }

    private static void awaitNothingLeft(List<String> before) {
        tour.server.await(
                "nothing is left of " + left(before), () -> left(before).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {XML, "application/json"})
    void everyCollectionIsListedAndItsThingsShown(String format) {
        Client client = tour.principal(format);
        String entry = client.look(API);
        for (String collection : COLLECTIONS) {
            assertThat(entry).contains(client.isJson() ? "\"rel\":\"" + collection + "\"" : "rel='" + collection + "'");
            client.look(API + "/" + collection);
            assertThat(client.tell(404, "GET", API + "/" + collection + "/nosuch", ""))
                    .contains("nosuch");
        }
        client.look(API + "/instance_states");
        client.look("/api/drivers/azure");
        assertThat(client.look(API + "/realms/westeurope:1")).contains("westeurope:1");
        assertThat(client.look(API + "/hardware_profiles/Standard_B2s")).contains("4096");
        assertThat(client.look(API + "/images/" + UBUNTU)).contains("x86_64");
        assertThat(client.look("/api;driver=azure;provider=azure%3Beastus/realms"))
                .contains("eastus")
                .doesNotContain("westeurope");
        assertThat(client.tell(400, "GET", "/api;driver=azure;provider=nosuch/realms", ""))
                .contains("public");
        assertThat(tour.new Client(org.alluvium.driver.azure.AzureStack.USER, "wrong", format)
                        .tell(401, "GET", API + "/instances", ""))
                .doesNotContain("wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {XML, "application/json"})
    void anInstanceLivesWithAllThatBelongsToIt(String format) {
        Client client = tour.principal(format);
        List<String> before = tour.azure.resources();
        String key = client.make(
                "keys", "name=door&public_key=" + PUBLIC_KEY.replace(" ", "%20").replace("+", "%2B"));
        client.look(key);
        String pair = client.make("keys", "name=pair");
        String wall = client.make("firewalls", "name=wall&description=tour");
        String rules = client.tell(
                201, "POST", wall + "/rules", "protocol=tcp&port_from=22&port_to=22&ip_address1=192.0.2.0/24");
        String rule = first(client.isJson() ? "\"rules\":\\[\\{\"id\":\"([^\"]*)" : "<rule [^>]*id='([^']*)'", rules);

        String instance = client.make(
                "instances",
                "image_id=" + UBUNTU + "&name=web&hwp_id=Standard_B2s&realm_id=westeurope:1&keyname=" + id(key)
                        + "&user_data=aGVsbG8=&firewalls1=" + id(wall));
        client.await(instance, "state", "RUNNING");
        assertThat(client.look(instance)).contains(id(wall), id(key), "westeurope:1", "Standard_B2s");
        assertThat(client.look(API + "/instances")).contains(id(instance));
        client.look(API + "/metrics/" + id(instance));

        String volume = client.make("storage_volumes", "capacity=4&realm_id=westeurope:1&name=data&description=tour");
        client.await(volume, "state", "AVAILABLE");
        client.tell(202, "POST", volume + "/attach", "instance_id=" + id(instance) + "&device=lun3");
        client.await(volume, "state", "IN-USE");
        client.tell(202, "POST", volume + "/detach", "");
        client.await(volume, "state", "AVAILABLE");
        String snapshot = client.make("storage_snapshots", "volume_id=" + id(volume) + "&name=shot");
        client.look(snapshot);
        tour.server.await(
                "the snapshot is there",
                () -> client.ask("GET", snapshot, "").statusCode() == 200
                        && tour.principal("application/json").look(snapshot).contains("COMPLETED"));
        String copy = client.make("storage_volumes", "snapshot_id=" + id(snapshot));
        client.await(copy, "state", "AVAILABLE");
        client.remove(copy);
        client.remove(snapshot);
        client.remove(volume);

        String image = client.make("images", "instance_id=" + id(instance) + "&name=golden&description=tour");
        client.await(image, "state", "AVAILABLE");

        String address = client.make("addresses", "");
        client.look(address);
        client.tell(202, "POST", address + "/associate", "instance_id=" + id(instance));
        assertThat(client.look(instance)).contains(id(address));
        client.tell(202, "POST", address + "/disassociate", "");
        client.remove(address);
        String balancer = client.make(
                "load_balancers",
                "name=front&realm_id=westeurope&listener_protocol=HTTP&listener_balancer_port=80"
                        + "&listener_instance_port=8080");
        client.tell(200, "POST", balancer + "/register", "instance_id=" + id(instance));
        assertThat(client.look(balancer)).contains(id(instance));
        client.tell(200, "POST", balancer + "/unregister", "instance_id=" + id(instance));
        client.remove(balancer);

        client.tell(202, "POST", instance + "/stop", "");
        client.await(instance, "state", "STOPPED");
        client.tell(202, "POST", instance + "/start", "");
        client.await(instance, "state", "RUNNING");
        client.tell(202, "POST", instance + "/reboot", "");
        client.await(instance, "state", "RUNNING");
        client.tell(204, "DELETE", wall + "/" + rule, "");
        client.remove(instance);
        client.remove(image);
        client.remove(wall);
        client.remove(pair);
        client.remove(key);
        awaitNothingLeft(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {XML, "application/json"})
    void networksSubnetsAndInterfacesComeAndGo(String format) {
        Client client = tour.principal(format);
        List<String> before = tour.azure.resources();
        String network = client.make("networks", "name=lan&address_block=10.40.0.0/16");
        assertThat(client.look(network)).contains("10.40.0.0/16");
        String subnet = client.make("subnets", "name=one&address_block=10.40.1.0/24&network_id=" + id(network));
        assertThat(client.look(subnet)).contains("10.40.1.0/24");
        String instance = client.make(
                "instances",
                "image_id=" + UBUNTU + "&name=router&password=Correct-Horse-7&address_id=none&subnet_id=" + id(subnet));
        client.await(instance, "state", "RUNNING");
        client.tell(202, "POST", instance + "/stop", "");
        client.await(instance, "state", "STOPPED");
        String plug =
                client.make("network_interfaces", "name=second&instance=" + id(instance) + "&network=" + id(subnet));
        assertThat(client.look(plug)).contains(id(instance));
        client.remove(plug);
        client.remove(instance);
        client.remove(subnet);
        client.remove(network);
        awaitNothingLeft(before);
    }

    @Test
    void aWindowsTellsItsPasswordOnce() {
        Client client = tour.principal(XML);
        List<String> before = tour.azure.resources();
        String made = client.tell(201, "POST", API + "/instances", "image_id=" + WINDOWS + "&name=office");
        String password = first("<password>\\s*(?:<!\\[CDATA\\[)([^\\]]{12,})", made);
        String instance = API + "/instances/" + first("<instance href='[^']*' id='([^']*)'", made);
        client.await(instance, "state", "RUNNING");
        assertThat(client.look(instance)).doesNotContain(password);
        client.remove(instance);
        awaitNothingLeft(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {XML, "application/json"})
    void whatCannotBeMadeLeavesNothingAndTellsWhy(String format) {
        Client client = tour.principal(format);
        List<String> before = tour.azure.resources();
        String form = "image_id=" + UBUNTU + "&name=half";
        for (String step : List.of(
                "resource group:resourcegroups",
                "network:virtualNetworks",
                "public address:publicIPAddresses",
                "network interface:networkInterfaces",
                "instance:virtualMachines")) {
            tour.azure.refuseNext("PUT", step.split(":")[1]);
            assertThat(client.tell(403, "POST", API + "/instances", form))
                    .contains("step '" + step.split(":")[0] + "'", "A policy says no");
            awaitNothingLeft(before);
        }
        assertThat(client.tell(400, "POST", API + "/instances", form + "&hwp_id=nosuch"))
                .contains("does not exists");
        tour.azure.failLater("PUT", "virtualMachines", "AllocationFailed", "There is no room.");
        String instance = client.make("instances", form);
        client.await(instance, "state", "ERROR");
        assertThat(client.has(client.look(instance), "state_reason", "There is no room. (AllocationFailed)"))
                .isTrue();
        client.remove(instance);
        awaitNothingLeft(before);
        client.tell(404, "DELETE", API + "/storage_volumes/nosuch", "");
    }
}
