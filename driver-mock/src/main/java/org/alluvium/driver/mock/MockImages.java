package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.Image;
import org.alluvium.model.Image.RootType;

/** The images. Each runs on every hardware profile, which is not stored but added on the way out. */
final class MockImages implements ImageOperations {
    static final List<Image> FIXTURES = List.of(
            fixture("img1", "Fedora 10", "fedoraproject", "x86_64"),
            fixture("img2", "Fedora 10", "fedoraproject", "i386"),
            fixture("img3", "JBoss", MockDriver.USER, "i386"));

    private static final List<String> PROFILE_IDS =
            MockHardwareProfiles.PROFILES.stream().map(HardwareProfile::id).toList();

    /** Stable, so images of the same owner and description stay in the order of their ids. */
    private static final Comparator<Image> ORDER = Comparator.comparing(
                    (Image image) -> image.ownerId().orElse(""))
            .thenComparing(image -> image.description().orElse(""));

    private final MockStore store;

    MockImages(MockStore store) {
        this.store = requireNonNull(store);
    }

    /** Ordered by owner and description. */
    @Override
    public List<Image> list(ImageFilter filter) {
        Optional<String> owner = filter.ownerId().map(id -> id.equals("self") ? MockDriver.USER : id);
        return store.images.all().stream()
                .filter(filter::admitsArchitecture)
                .filter(image -> owner.isEmpty() || owner.equals(image.ownerId()))
                .sorted(ORDER)
                .map(MockImages::present)
                .toList();
    }

    @Override
    public Optional<Image> find(String id) {
        return store.images.find(id).map(MockImages::present);
    }

    /** The answer does not tell the profiles (contract 02, images); {@link #find} does. */
    @Override
    public Image create(String instanceId, Optional<String> name, Optional<String> description) {
        return store.change(() -> {
            if (!store.instances.require(instanceId).instance().createImage()) {
                throw new CloudException(
                        ErrorKind.NOT_ALLOWED, "No image can be made of instance '" + instanceId + "'.");
            }
            String id = name.filter(text -> !text.isEmpty())
                    .orElseGet(() -> store.images.freeId("image_", Instant.now().getEpochSecond()));
            Image image = new Image(
                    id,
                    Optional.of(id),
                    description,
                    Optional.of("root"),
                    Optional.of("i386"),
                    Optional.of("AVAILABLE"),
                    Optional.empty(),
                    List.of(),
                    RootType.TRANSIENT);
            store.images.create(image);
            return image;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> store.images.remove(id));
    }

    private static Image present(Image image) {
        return new Image(
                image.id(),
                image.name(),
                image.description(),
                image.ownerId(),
                image.architecture(),
                image.state(),
                image.creationTime(),
                PROFILE_IDS,
                image.rootType());
    }

    private static Image fixture(String id, String description, String owner, String architecture) {
        return new Image(
                id,
                Optional.of(id),
                Optional.of(description),
                Optional.of(owner),
                Optional.of(architecture),
                Optional.of("AVAILABLE"),
                Optional.of("Thu Oct 25 14:27:53 CEST 2012"),
                List.of(),
                RootType.TRANSIENT);
    }
}
