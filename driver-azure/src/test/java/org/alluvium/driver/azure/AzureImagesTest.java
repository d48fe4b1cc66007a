package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What instances are started from, and of which size. */
class AzureImagesTest {
    private static final String COMPUTE =
            "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/Mine/providers/Microsoft.Compute/";
    private static final String UBUNTU = "Canonical:ubuntu-24_04-lts:server:latest";

    private TestCloud cloud;
    private FakeArm fake;
    private ImageOperations images;

    @BeforeEach
    void start() throws IOException {
        cloud = new TestCloud();
        fake = cloud.fake;
        images = cloud.require(ImageOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void seedGallery(String state) {
        fake.seed(COMPUTE + "galleries/shared", "{\"location\":\"westeurope\"}");
        fake.seed(
                COMPUTE + "galleries/shared/images/base",
                "{\"location\":\"westeurope\",\"properties\":{\"osType\":\"Linux\",\"osState\":\"" + state
                        + "\",\"architecture\":\"Arm64\",\"description\":\"What all start from\"}}");
    }

    private static ImageFilter of(String owner) {
        return new ImageFilter(Optional.of(owner), Optional.empty());
    }

    private Instance running(String image) {
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        Optional<String> size =
                image.equals("mine:shared:base") ? Optional.of("Standard_D2ps_v5") : Optional.<String>empty();
        String id = instances
                .create(InstanceRequest.builder(image).hardwareProfileId(size).build())
                .get(0)
                .id();
        return TestCloud.await(() ->
                instances.find(id).filter(i -> i.state().equals(Optional.of(InstanceState.RUNNING))));
    }

    @Test
    void ownImagesGalleriesAndTheNamedOnesOfTheMarketplaceAreListed() {
        fake.pageSize = 2;
        for (int i = 0; i < 5; i++) {
            fake.seed(COMPUTE + "images/own" + i, "{\"location\":\"westeurope\"}");
        }
        seedGallery("Generalized");
        assertThat(images.list(ImageFilter.ALL))
                .extracting(Image::id)
                .containsExactly(
                        "mine:own0", "mine:own1", "mine:own2", "mine:own3", "mine:own4", "mine:shared:base", UBUNTU);
        assertThat(images.list(of("self"))).hasSize(6);
        assertThat(images.list(of(FakeArm.SUBSCRIPTION))).hasSize(6);
        assertThat(images.list(of("canonical"))).extracting(Image::id).containsExactly(UBUNTU);
        assertThat(images.list(of("nobody"))).isEmpty();
        assertThat(images.list(new ImageFilter(Optional.empty(), Optional.of("arm64"))))
                .extracting(Image::id)
                .containsExactly("mine:shared:base");
    }

    @Test
    void theMarketplaceIsAskedOnceInAWhile() {
        images.list(of("Canonical"));
        long before = cloud.calls();
        images.list(of("Canonical"));
        assertThat(images.find(UBUNTU).flatMap(Image::architecture)).contains("x86_64");
        assertThat(cloud.calls()).isEqualTo(before);
    }

    @Test
    void anImageOfTheMarketplaceCostsOneCallWhereTheListTellsAll() {
        cloud.fake.expandsImages = true;
        long before = cloud.calls();
        assertThat(images.find(UBUNTU).flatMap(Image::architecture)).contains("x86_64");
        assertThat(cloud.calls() - before).isEqualTo(1);
        assertThat(images.find(UBUNTU).flatMap(Image::description)).contains("Linux, now version 24.04.202410170");
    }

    @Test
    void everyKindOfImageIsFound() {
        seedGallery("Generalized");
        assertThat(images.find("mine:shared:base").flatMap(Image::description)).contains("What all start from");
        assertThat(images.find("Canonical:ubuntu-24_04-lts:server:24.04.202404230"))
                .isPresent();
        assertThat(images.find("Canonical:ubuntu-24_04-lts:server:1.2.3")).isEmpty();
        for (String id : TestCloud.UNKNOWN) {
            assertThat(images.find(id)).as(id).isEmpty();
            TestCloud.fails(ErrorKind.NOT_FOUND, () -> images.destroy(id));
        }
        TestCloud.fails(ErrorKind.FORBIDDEN, () -> images.destroy(UBUNTU));
        TestCloud.fails(ErrorKind.FORBIDDEN, () -> images.destroy("mine:shared:base"));
    }

    @Test
    void anInstanceStartsFromAnImageOfAGallery() {
        seedGallery("Specialized");
        Instance made = running("mine:shared:base");
        assertThat(made.imageId()).contains("mine:shared:base");
        assertThat(made.login().username()).isEmpty();
    }

    @Test
    void anImageOfARunningInstanceIsMadeOfASnapshotAndTakesItAlong() {
        Instance instance = running(UBUNTU);
        List<String> before = fake.leftovers();
        Image made = images.create(instance.id(), Optional.of("golden"), Optional.of("As it was"));
        assertThat(made.id()).isEqualTo("alluvium:golden");
        Image known = TestCloud.await(
                () -> images.find(made.id()).filter(image -> image.state().equals(Optional.of("AVAILABLE"))));
        assertThat(known.description()).contains("As it was");
        assertThat(running(known.id()).imageId()).contains(known.id());
        TestCloud.fails(
                ErrorKind.CONFLICT, () -> images.create(instance.id(), Optional.of("golden"), Optional.empty()));
        images.destroy(made.id());
        TestCloud.await(() -> Optional.of(fake.leftovers())
                .filter(left -> left.stream().noneMatch(id -> id.contains("images") || id.contains("snapshots"))));
        assertThat(fake.leftovers()).containsAll(before);
    }

    @Test
    void anImageThatCameToNothingIsInError() {
        String web = running(UBUNTU).id();
        fake.failLater("PUT", "Microsoft.Compute/images", "InternalOperationError", "It broke.");
        Image made = images.create(web, Optional.of("golden"), Optional.empty());
        TestCloud.await(() -> images.find(made.id()).filter(i -> i.state().equals(Optional.of("ERROR"))));
    }

    @Test
    void anImageThatIsRefusedLeavesNoSnapshot() {
        Instance instance = running(UBUNTU);
        fake.failNext("PUT", "/images/", 403, "RequestDisallowedByPolicy", "A policy says no.");
        TestCloud.fails(
                ErrorKind.FORBIDDEN, () -> images.create(instance.id(), Optional.of("golden"), Optional.empty()));
        TestCloud.await(() ->
                Optional.of(fake.leftovers()).filter(left -> left.stream().noneMatch(id -> id.contains("snapshots"))));
        TestCloud.fails(
                ErrorKind.INVALID, () -> images.create(instance.id(), Optional.of("no name"), Optional.empty()));
    }

    @Test
    void sizesAreThoseThatTheSubscriptionMayUseAtTheLocation() {
        HardwareProfileOperations profiles = cloud.require(HardwareProfileOperations.class);
        assertThat(profiles.list())
                .extracting(HardwareProfile::id)
                .containsExactly("Standard_B2s", "Standard_B1ls", "Standard_D2ps_v5", "Standard_E2s_v5");
        long before = cloud.calls();
        HardwareProfile small = profiles.find("standard_b1ls").orElseThrow();
        assertThat(cloud.calls()).isEqualTo(before);
        assertThat(small.property("cpu").map(HardwareProperty::value)).contains("1");
        assertThat(small.property("memory").map(HardwareProperty::value)).contains("512");
        assertThat(small.property("storage").map(HardwareProperty::value)).contains("4");
        assertThat(profiles.find("Standard_D2ps_v5")
                        .flatMap(profile -> profile.property("architecture"))
                        .map(HardwareProperty::value))
                .contains("arm64");
        cloud.connect("public;eastus").require(HardwareProfileOperations.class).list();
        assertThat(cloud.calls()).isEqualTo(before + 1);
    }
}
