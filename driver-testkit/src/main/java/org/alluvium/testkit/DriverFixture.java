package org.alluvium.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;

/** What the kit has to know of a driver and the cloud behind it. The cloud is the tests' own: they make and destroy things. */
public interface DriverFixture {
    /** The driver, ready for use; the same one for all tests of a class. */
    CloudDriver driver();

    /**
     * The settings by which the container would make the driver for the same cloud: those that differ from their defaults, by the
     * names of the methods that tell them ({@code Map.of("endpoint", proxy.url())}). Empty: that it leaves nothing behind when it
     * is removed is not examined ({@link UnloadingContract}).
     */
    default Optional<Map<String, Object>> settings() {
        return Optional.empty();
    }

    /** Which provider to connect to. */
    default Optional<String> provider() {
        return Optional.empty();
    }

    /** Whom the cloud lets do everything. */
    Credentials credentials();

    /** What these credentials open; less than the driver declares where it has several kinds of credentials. */
    default Set<Class<?>> capabilities() {
        return driver().info().capabilities();
    }

    /** Whether the cloud refuses credentials that it does not know; simulators often take any. */
    default boolean checksCredentials() {
        return true;
    }

    /** Whether the user's name is kept out of errors and logs like the secret; not where it is part of addresses. */
    default boolean hidesUsers() {
        return true;
    }

    /** An image that an instance can be started from. Asked for only when the driver has instances. */
    String imageId();

    /** A device name under which a volume can be attached. */
    default String device() {
        return "/dev/sdf";
    }

    /** A command that every running instance runs, and what lets it in. Empty: that commands run is not examined. */
    default Optional<KnownCommand> command() {
        return Optional.empty();
    }

    /** A location that the cloud has for buckets, and does not take by itself. Empty: not examined. */
    default Optional<String> bucketLocation() {
        return Optional.empty();
    }

    /**
     * What the cloud keeps of a parameter whose effect the API does not show, asked behind the driver's back: of {@link
     * Features#BUCKET_LOCATION} the location of the bucket of that id; of {@link Features#INSTANCE_USER_ISO} the disk image that the
     * instance of that id has, in base64; of {@link Features#INSTANCE_USER_DATA} its user data, in base64; of {@link
     * Features#INSTANCE_USER_FILES} the content of its one file; of {@link Features#INSTANCE_AUTHENTICATION_PASSWORD} its password;
     * of {@link Features#INSTANCE_METRICS} {@code true} if it is measured; of {@link Features#INSTANCE_SANDBOXING} the {@code
     * sandbox} that it was made with. An empty text where the cloud keeps nothing of it. Empty: the fixture cannot tell, and it is
     * looked for in what the driver sends ({@link ParameterContract}), or not examined.
     */
    default Optional<String> kept(Feature feature, String id) {
        return Optional.empty();
    }

    /** How long the cloud may take for what it does not do at once. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    /**
     * The proxy through which the driver reaches its cloud, all of it; open as long as the driver is. Where there is none, how
     * the driver treats its cloud ({@link BackendContract}, {@link ErrorContract}) is not examined, and the matrix says so.
     */
    default Optional<FaultyProxy> proxy() {
        return Optional.empty();
    }

    /** Whether a request fetches a token or opens a session. */
    default boolean fetchesToken(ProxiedRequest request) {
        return false;
    }

    /** How many requests a list may cost besides one a page. */
    default int listOverhead() {
        return 2;
    }

    /** Lists of three pages and more, filled by the fixture when it is first asked; all that the driver reads in pages. */
    default List<LongList> longLists() {
        return List.of();
    }

    /** How the cloud says that, in its own words, its message being {@link Refusal#SENTENCE}; empty when it never does. */
    default Optional<Fault> says(Refusal refusal) {
        return Optional.of(refusal.plain());
    }

    /** An id that looks like one of the cloud's, of anything, and that nothing has. */
    default String someId() {
        return "kit0123456789";
    }

    /**
     * After how long the driver gives up on a cloud that hangs, by its settings; best a few seconds: each test of a cloud that hangs
     * takes that long, and no answer of a busy machine should. Empty: not examined.
     */
    default Optional<Duration> timeOut() {
        return Optional.empty();
    }
}
