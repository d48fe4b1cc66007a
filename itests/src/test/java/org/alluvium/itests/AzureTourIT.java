package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.azure.AzureStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tour of Azure's compute, network and storage over HTTP, with a service principal, in XML and JSON. */
@Timeout(600)
class AzureTourIT {
    private static final String API = "/api;driver=azure";
    private static final String PRINCIPAL = basic(AzureStack.USER, AzureStack.PASSWORD);
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

    private static AzureStack azure;
    private static Distribution server;

    @BeforeAll
    static void start() throws Exception {
        azure = AzureStack.start();
        server = new Distribution(folder);
        server.set("org.alluvium.driver.azure", "clouds", azure.clouds());
        assertThat(server.console("cloud:driver-install azure")).contains("Driver azure 1.0.0 is active.");
        // The framework reads a changed file in its own time
        server.await(
                "the settings are in force",
                () -> ask("GET", API + "/realms", "").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        azure.close();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> ask(String method, String path, String form, String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "Authorization";
        headers[1] = PRINCIPAL;
        System.arraycopy(more, 0, headers, 2, more.length);
        return server.send(method, path, form, headers);
    }

    /** The body of an answer with that status. */
    private static String tell(int status, String method, String path, String form) {
        HttpResponse<String> answer = ask(method, path, form);
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + form + "\n" + answer.body())
                .isEqualTo(status);
        return answer.body();
    }

    private static String first(String pattern, String body) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(pattern + " in " + body).isTrue();
        return matcher.group(1);
    }

    /** Makes a thing; answers its path. */
    private static String make(String collection, String form) {
        HttpResponse<String> answer = ask("POST", API + "/" + collection, form);
        assertThat(answer.statusCode())
                .as(collection + " " + form + "\n" + answer.body())
                .isEqualTo(201);
        return path(first("<\\w+ href='([^']*)' id='", answer.body()));
    }

    private static String path(String href) {
        String path = URI.create(href).getRawPath();
        return path.replaceFirst("^/api[^/]*", API);
    }

    private static String id(String path) {
        return first("<\\w+ href='[^']*' id='([^']*)'", tell(200, "GET", path, ""));
    }

    private static void await(String path, String text) {
        server.await(path + " has " + text, () -> ask("GET", path, "").body().contains(text));
    }

    private static void awaitEnd(String path) {
        server.await(path + " is gone", () -> {
            HttpResponse<String> answer = ask("GET", path, "");
            return answer.statusCode() == 404;
        });
    }

    @Test
    void everyCollectionIsListedInBothFormats() {
        String entry = tell(200, "GET", API, "");
        for (String collection : COLLECTIONS) {
            assertThat(entry).contains("rel='" + collection + "'");
            assertThat(tell(200, "GET", API + "/" + collection, "")).contains("<" + collection);
            assertThat(ask("GET", API + "/" + collection, "", "Accept", "application/json")
                            .body())
                    .startsWith("{\"" + collection + "\":");
        }
        assertThat(ask("GET", API + "/instances", "", "Authorization", basic(AzureStack.USER, "wrong"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anInstanceLivesWithItsDiskAddressAndFirewall() {
        List<String> before = azure.resources();
        String key = make("keys", "name=door");
        String firewall = make("firewalls", "name=wall&description=tour");
        String image = first("<image href='[^']*' id='([^']*)'", tell(200, "GET", API + "/images", ""));
        String instance = make(
                "instances",
                "image_id=" + image + "&name=web&hwp_id=Standard_B2s&keyname=" + id(key) + "&firewalls1="
                        + id(firewall));
        await(instance, "<state>RUNNING</state>");
        assertThat(tell(200, "GET", instance, ""))
                .contains("<name>web</name>", "id='" + id(firewall) + "'", "<keyname>" + id(key) + "</keyname>");

        String volume = make("storage_volumes", "capacity=4&realm_id=westeurope");
        await(volume, "<state>AVAILABLE</state>");
        tell(202, "POST", volume + "/attach", "instance_id=" + id(instance) + "&device=/dev/sdc");
        await(volume, "<state>IN-USE</state>");
        tell(202, "POST", volume + "/detach", "");
        await(volume, "<state>AVAILABLE</state>");
        String snapshot = make("storage_snapshots", "volume_id=" + id(volume));
        tell(204, "DELETE", snapshot, "");
        tell(204, "DELETE", volume, "");

        String address = make("addresses", "");
        tell(202, "POST", address + "/associate", "instance_id=" + id(instance));
        tell(202, "POST", address + "/disassociate", "");
        tell(204, "DELETE", address, "");

        tell(202, "POST", instance + "/stop", "");
        await(instance, "<state>STOPPED</state>");
        tell(202, "POST", instance + "/start", "");
        await(instance, "<state>RUNNING</state>");
        tell(202, "POST", instance + "/reboot", "");
        await(instance, "<state>RUNNING</state>");
        tell(204, "DELETE", instance, "");
        awaitEnd(instance);
        tell(204, "DELETE", firewall, "");
        tell(204, "DELETE", key, "");
        server.await(
                "nothing is left but the default group",
                () -> azure.resources().stream().allMatch(one -> before.contains(one) || one.equals("alluvium")));
    }

    @Test
    void networksWithSubnetsComeAndGo() {
        String network = make("networks", "name=lan&address_block=10.40.0.0/16");
        String subnet = make("subnets", "name=one&address_block=10.40.1.0/24&network_id=" + id(network));
        assertThat(tell(200, "GET", subnet, "")).contains("10.40.1.0/24");
        tell(204, "DELETE", subnet, "");
        tell(204, "DELETE", network, "");
    }

    @Test
    void blobsLieInTheAccountThatThePrincipalSees() {
        String bucket = make("buckets", "name=tour");
        tell(200, "PUT", bucket + "/hello", "a=b");
        assertThat(tell(200, "GET", bucket + "/hello/content", "")).isEqualTo("a=b");
        tell(204, "DELETE", bucket + "/hello", "");
        tell(204, "DELETE", bucket, "");
    }

    @Test
    void whatCannotBeMadeLeavesNothingAndTellsWhy() {
        String form = "image_id=Canonical:ubuntu-24_04-lts:server:latest&name=half";
        azure.refuseNext("PUT", "networkInterfaces/half");
        assertThat(tell(403, "POST", API + "/instances", form)).contains("network interface", "A policy says no");
        assertThat(tell(400, "POST", API + "/instances", form + "&hwp_id=nosuch"))
                .contains("does not exists");
        tell(404, "GET", API + "/instances/nosuch", "");
        tell(404, "DELETE", API + "/storage_volumes/nosuch", "");
        server.await("nothing is left", () -> azure.resources().stream().noneMatch(one -> one.contains("half")));
    }
}
