package org.alluvium.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.Key;
import org.alluvium.testkit.PaperDriver.Flaw;

/** A driver with these flaws, the proxy and its cloud. */
final class PaperFixture implements DriverFixture, AutoCloseable {
    private final PaperCloud cloud = new PaperCloud();
    private final FaultyProxy proxy = FaultyProxy.to(URI.create(cloud.url()));
    private final PaperDriver driver;

    PaperFixture(List<Feature> features, Flaw... flaws) throws IOException {
        driver = new PaperDriver(proxy.url(), features, flaws);
    }

    @Override
    public CloudDriver driver() {
        return driver;
    }

    @Override
    public Credentials credentials() {
        return new Credentials(PaperCloud.USER, PaperCloud.PASSWORD);
    }

    @Override
    public String imageId() {
        return PaperShelf.IMAGE;
    }

    /** So that what a flaw leaves out is not waited for long. */
    @Override
    public Duration patience() {
        return Duration.ofMillis(300);
    }

    @Override
    public Optional<KnownCommand> command() {
        return Optional.of(PaperInstances.COUNT);
    }

    @Override
    public Optional<String> bucketLocation() {
        return Optional.of(PaperBuckets.OTHER);
    }

    @Override
    public Optional<String> kept(Feature feature, String id) {
        PaperShelf shelf = driver.shelf();
        Map<Feature, Map<String, String>> kept = Map.of(
                Features.BUCKET_LOCATION, shelf.locations,
                Features.INSTANCE_METRICS, shelf.measured,
                Features.INSTANCE_USER_ISO, shelf.images,
                Features.INSTANCE_SANDBOXING, shelf.sandboxes);
        return Optional.ofNullable(kept.get(feature)).map(all -> all.getOrDefault(id, ""));
    }

    @Override
    public Optional<FaultyProxy> proxy() {
        return Optional.of(proxy);
    }

    @Override
    public boolean fetchesToken(ProxiedRequest request) {
        return request.path().equals("/tokens");
    }

    @Override
    public int listOverhead() {
        return 0;
    }

    /** Five keys, in pages of two. */
    @Override
    public List<LongList> longLists() {
        Set<String> ids = Set.of("k1", "k2", "k3", "k4", "k5");
        ids.forEach(cloud::put);
        return List.of(new LongList(
                "keys",
                ids,
                3,
                c -> c.require(KeyOperations.class).list().stream().map(Key::id).toList()));
    }

    @Override
    public Optional<Duration> timeOut() {
        return Optional.of(PaperCalls.TIME_OUT);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        cloud.close();
    }
}
