package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What instances can be asked for with, and what is told of them, from end to end, over HTTP. */
class Ec2InstancesMotoTest {
    private static StrictCloud cloud;
    private static InstanceOperations instances;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
        instances = cloud.require(InstanceOperations.class);
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    private static InstanceRequest.Builder request() {
        return InstanceRequest.builder(StrictCloud.LINUX);
    }

    @Test
    void aNameTagIsTheNameAndTheImageIsWithout() {
        String id = cloud.instance();
        assertThat(instances.find(id).orElseThrow().name()).contains(StrictCloud.LINUX);
        try (Ec2Client client = Ec2Client.builder()
                .endpointOverride(URI.create(cloud.proxy.url()))
                .region(Region.US_EAST_1)
                .httpClient(ApacheHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build()) {
            client.createTags(CreateTagsRequest.builder()
                    .resources(id)
                    .tags(Tag.builder().key("Name").value("web & <1>").build())
                    .build());
        }
        assertThat(instances.find(id).orElseThrow().name()).contains("web & <1>");
        assertThat(instances.list(InstanceFilter.ALL))
                .anySatisfy(i -> assertThat(i.name()).contains("web & <1>"));
    }

    @Test
    void aWindowsInstanceShowsItsFirstPasswordAndAListDoesNotAskForIt() {
        cloud.require(KeyOperations.class).create("windows", Optional.empty());
        String id = instances
                .create(InstanceRequest.builder(StrictCloud.WINDOWS)
                        .keyName(Optional.of("windows"))
                        .build())
                .get(0)
                .id();
        Instance.Login login = instances.find(id).orElseThrow().login();
        assertThat(login.username()).contains("Administrator");
        assertThat(login.password().orElseThrow()).isNotBlank();
        assertThat(login.keyName()).contains("windows");
        assertThat(instances.list(InstanceFilter.ALL))
                .allSatisfy(i -> assertThat(i.login().password()).isEmpty());
        cloud.proxy.always(
                r -> r.formField("Action").equals(Optional.of("GetPasswordData")),
                StrictCloud.refusal(403, "UnauthorizedOperation"));
        assertThat(instances.find(id).orElseThrow().login().password()).isEmpty();
        cloud.proxy.heal();
        assertThat(instances.find(cloud.instance()).orElseThrow().login().username())
                .isEmpty();
    }

    @Test
    void severalAreMadeAtOnceWithASnapshotsCopyEach() {
        String volume = cloud.require(VolumeOperations.class)
                .create(new VolumeRequest(
                        Optional.of("3"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .id();
        String snapshot = cloud.require(SnapshotOperations.class)
                .create(volume, Optional.empty(), Optional.empty())
                .id();
        List<Instance> made = instances.create(request()
                .count(2)
                .metrics(true)
                .snapshot(Optional.of(snapshot), Optional.of("/dev/sdh"))
                .build());
        assertThat(made).hasSize(2);
        for (Instance instance : made) {
            assertThat(instances.find(instance.id()).orElseThrow().volumes()).containsValue("/dev/sdh");
        }
        assertFails(
                ErrorKind.INVALID,
                () -> instances.create(request()
                        .snapshot(Optional.of(snapshot), Optional.empty())
                        .build()));
    }

    @Test
    void anUnknownHardwareProfileIsNamedAndAnUnknownRealmToo() {
        Throwable failure = catchThrowable(() -> instances.create(
                request().hardwareProfileId(Optional.of("m9.huge")).build()));
        assertThat(failure).hasMessage("Hardware profile 'm9.huge' does not exists.");
        assertThat(catchThrowable(() -> instances.create(
                        request().realmId(Optional.of("nowhere-1a")).build())))
                .hasMessageContaining("nowhere-1a");
        assertFails(
                ErrorKind.NOT_FOUND,
                () -> instances.create(request()
                        .realmId(Optional.of("us-east-1a:subnet-0123456789"))
                        .build()));
    }

    @Test
    void wrongStatesAreToldByTheCode() {
        String id = cloud.instance();
        for (String code : List.of("IncorrectInstanceState", "IncorrectState", "InvalidInstanceID")) {
            cloud.refuse(400, code);
            assertFails(ErrorKind.NOT_ALLOWED, () -> instances.perform(id, InstanceAction.START));
        }
        cloud.refuse(400, "OperationNotPermitted");
        assertFails(ErrorKind.FORBIDDEN, () -> instances.perform(id, InstanceAction.DESTROY));
    }
}
