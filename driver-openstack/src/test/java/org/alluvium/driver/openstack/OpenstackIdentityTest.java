package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.Provider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who acts where, by the real Keystone. */
class OpenstackIdentityTest {
    private final BackendCalls counts = new BackendCalls();
    private final OpenstackDriver driver = new OpenstackDriver(counts, "1.0.0", RealOpenstack.settings(100));
    private final OpenstackCalls admin = RealOpenstack.calls(RealOpenstack.ADMIN, new BackendCalls(), 100);
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @AfterEach
    void remove() {
        made.forEach(path -> admin.delete(OpenstackService.IDENTITY, "Delete", path));
    }

    @Test
    void domainsAreTakenByTheirName() {
        connect("demo@Default+demo@Default", "devcloud").verifyCredentials();
        connect("demo+demo@Default", "devcloud").verifyCredentials();
        failure(ErrorKind.UNAUTHENTICATED, connect("demo@nowhere+demo", "devcloud")::verifyCredentials);
        failure(ErrorKind.UNAUTHENTICATED, connect("demo+admin", "devcloud")::verifyCredentials);
        failure(ErrorKind.UNAUTHENTICATED, connect("demo+demo", "wrong")::verifyCredentials);
    }

    @Test
    void anApplicationCredentialActsInItsProjectUntilItIsRemoved() {
        OpenstackCalls demo = RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 100);
        String path = "/users/" + demo.session().user() + "/application_credentials";
        JsonNode credential = demo.post(
                        OpenstackService.IDENTITY,
                        "CreateApplicationCredential",
                        path,
                        Map.of("application_credential", Map.of("name", "test " + UUID.randomUUID())))
                .path("application_credential");
        String id = credential.path("id").asText();
        Cloud cloud = connect(id, credential.path("secret").asText());
        assertThat(cloud.require(NetworkOperations.class).list())
                .extracting(Network::name)
                .contains("private");
        failure(ErrorKind.UNAUTHENTICATED, connect(id, "wrong")::verifyCredentials);
        demo.delete(OpenstackService.IDENTITY, "DeleteApplicationCredential", path + "/" + id);
    }

    @Test
    void aUserWithoutAProjectActsInTheDefaultOneIfThereIs() {
        String project = project();
        Credentials settled = user(Map.of("default_project_id", project), project);
        assertThat(connect(settled).require(NetworkOperations.class).list())
                .extracting(Network::name)
                .doesNotContain("private");
        Credentials homeless = user(Map.of(), project);
        assertThat(failure(ErrorKind.INVALID, connect(homeless)::verifyCredentials))
                .hasMessage("Error: expected \"username+tenantname\" as username, you provided: " + homeless.user());
    }

    @Test
    void noneOrHalfOfAUserIsRefused() {
        failure(ErrorKind.UNAUTHENTICATED, connect(" ", "devcloud")::verifyCredentials);
        failure(ErrorKind.INVALID, connect("demo+", "devcloud")::verifyCredentials);
        failure(ErrorKind.INVALID, connect("+demo", "devcloud")::verifyCredentials);
        assertThat(counted(counts)).isEmpty();
    }

    @Test
    void aRegionIsChosenByTheProviderAndAnUnknownOneNamed() {
        Cloud cloud = driver.connect(Optional.of(RealOpenstack.keystone() + ";RegionOne"), demo());
        assertThat(cloud.require(ProviderOperations.class).list())
                .extracting(Provider::id)
                .containsExactly(RealOpenstack.keystone() + ";RegionOne");
        assertThat(cloud.require(VolumeOperations.class).list()).isNotNull();
        Cloud nowhere = driver.connect(Optional.of(RealOpenstack.keystone() + ";Nowhere"), demo());
        assertThat(failure(ErrorKind.UNSUPPORTED, nowhere::verifyCredentials))
                .hasMessageContaining("Nowhere")
                .hasMessageContaining("RegionOne");
    }

    @Test
    void onlyTheOperatorsCloudsAreSpokenTo() {
        for (String elsewhere : List.of(
                "http://169.254.169.254/v3",
                RealOpenstack.keystone().replace("127.0.0.1", "localhost"),
                RealOpenstack.keystone() + "@evil.example",
                "file:///etc/passwd",
                "nonsense")) {
            failure(ErrorKind.FORBIDDEN, () -> driver.connect(Optional.of(elsewhere), demo()));
        }
        driver.connect(Optional.of(RealOpenstack.keystone().replace("/v3", "/v2.0/")), demo())
                .verifyCredentials();
        assertThat(counted(counts)).containsExactly(Map.entry("CreateToken", 1L));
    }

    @Test
    void whoIsNobodySeesWhatTheDriverCanDo() {
        Cloud anonymous = driver.connect(Optional.empty(), Optional.empty());
        assertThat(anonymous.capabilities().types())
                .containsExactlyInAnyOrderElementsOf(driver.info().capabilities());
        failure(ErrorKind.UNAUTHENTICATED, anonymous::verifyCredentials);
        failure(ErrorKind.UNAUTHENTICATED, anonymous.require(KeyOperations.class)::list);
        assertThat(counted(counts)).isEmpty();
    }

    @Test
    void twoProjectsBesideEachOtherSeeOnlyTheirOwn() throws Exception {
        Map<Credentials, String> callers = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            String project = project();
            Credentials caller = user(Map.of("default_project_id", project), project);
            String network = connect(caller)
                    .require(NetworkOperations.class)
                    .create(Optional.of("only of " + i), Optional.empty())
                    .id();
            callers.put(caller, network);
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> seen = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                callers.forEach((caller, network) -> seen.add(threads.submit(() -> assertThat(
                                connect(caller).require(NetworkOperations.class).list())
                        .filteredOn(n -> n.name().startsWith("only of "))
                        .extracting(Network::id)
                        .containsExactly(network))));
            }
            for (Future<?> look : seen) {
                look.get();
            }
            assertThat(counted(counts)).containsEntry("CreateToken", 2L);
        } finally {
            threads.shutdownNow();
            callers.forEach((caller, network) ->
                    connect(caller).require(NetworkOperations.class).destroy(network));
        }
    }

    private Cloud connect(String user, String password) {
        return connect(new Credentials(user, password));
    }

    private Cloud connect(Credentials credentials) {
        return driver.connect(Optional.empty(), Optional.of(credentials));
    }

    private static Optional<Credentials> demo() {
        return Optional.of(RealOpenstack.DEMO);
    }

    private String project() {
        Map<String, String> wish = Map.of("name", "test-" + UUID.randomUUID(), "domain_id", "default");
        String id = admin.post(OpenstackService.IDENTITY, "CreateProject", "/projects", Map.of("project", wish))
                .path("project")
                .path("id")
                .asText();
        made.add(0, "/projects/" + id);
        return id;
    }

    /** A member of that project. */
    private Credentials user(Map<String, String> more, String project) {
        Map<String, String> wish = new HashMap<>(more);
        wish.put("name", "test-" + UUID.randomUUID());
        wish.put("password", "s3cret");
        wish.put("domain_id", "default");
        String id = admin.post(OpenstackService.IDENTITY, "CreateUser", "/users", Map.of("user", wish))
                .path("user")
                .path("id")
                .asText();
        made.add(0, "/users/" + id);
        String role = admin.get(OpenstackService.IDENTITY, "ListRoles", "/roles?name=member")
                .path("roles")
                .path(0)
                .path("id")
                .asText();
        admin.put(
                OpenstackService.IDENTITY,
                "AssignRole",
                "/projects/" + project + "/users/" + id + "/roles/" + role,
                Map.of());
        return new Credentials(wish.get("name"), "s3cret");
    }
}
