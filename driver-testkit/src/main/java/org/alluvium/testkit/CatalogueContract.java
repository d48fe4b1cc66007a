package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.Metric;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.Test;

/** What a client chooses from before it starts instances; and images, which it can also make. */
public interface CatalogueContract extends InstanceContract {
    @Test
    default void realmsAreListedAndFound() {
        declared(RealmOperations.class).ifPresent(realms -> {
            assertThat(realms.list()).isNotEmpty();
            assertListAndFindAgree(realms.list(), Realm::id, realms::find);
        });
    }

    @Test
    default void hardwareProfilesAreListedAndFound() {
        declared(HardwareProfileOperations.class).ifPresent(profiles -> {
            assertThat(profiles.list()).isNotEmpty();
            assertListAndFindAgree(profiles.list(), HardwareProfile::id, profiles::find);
        });
    }

    @Test
    default void providersAreListed() {
        declared(ProviderOperations.class)
                .ifPresent(providers -> assertThat(providers.list()).isNotEmpty());
    }

    @Test
    default void metricsAreListedAndFound() {
        declared(MetricOperations.class)
                .ifPresent(metrics -> assertListAndFindAgree(metrics.list(), Metric::id, metrics::find));
    }

    @Test
    default void imagesAreListedFilteredAndFound() {
        declared(ImageOperations.class).ifPresent(images -> {
            assertListAndFindAgree(images.list(ImageFilter.ALL), Image::id, images::find);
            Image sample = images.find(fixture().imageId()).orElseThrow();
            assertThat(images.list(new ImageFilter(Optional.empty(), sample.architecture())))
                    .allSatisfy(i -> assertThat(i.architecture()).isEqualTo(sample.architecture()));
            assertThat(images.list(new ImageFilter(Optional.empty(), Optional.of("nosuch"))))
                    .isEmpty();
            assertFails(() -> images.destroy("nosuch"), ErrorKind.NOT_FOUND);
            assertFails(() -> images.create("nosuch", Optional.of(newName()), Optional.empty()), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void anImageIsMadeOfAnInstanceAndDestroyed() {
        declared(ImageOperations.class)
                .ifPresent(images -> declared(InstanceOperations.class).ifPresent(instances -> {
                    Instance instance = startInstance(instances);
                    Image made = images.create(instance.id(), Optional.of(newName()), Optional.empty());
                    await("image " + made.id(), () -> images.find(made.id()));
                    images.destroy(made.id());
                    await(
                            "the end of image " + made.id(),
                            () -> images.find(made.id()).isEmpty() ? Optional.of(made) : Optional.empty());
                    destroy(instances, instance.id());
                }));
    }
}
