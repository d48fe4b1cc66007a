package org.alluvium.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Features;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

class DriverManifestTest {
    @Test
    void whatTheDriverSaysIsInTheManifest() throws Exception {
        try (Builder builder = builder(Sound.class)) {
            Attributes headers = build(builder);

            assertThat(builder.getErrors()).isEmpty();
            assertThat(headers.getValue("Alluvium-Driver")).isEqualTo("sound");
            assertThat(headers.getValue("Alluvium-Collections")).isEqualTo("drivers,realms");
            assertThat(headers.getValue("Alluvium-Operations")).isEqualTo("realm.find,realm.list");
            assertThat(headers.getValue("Alluvium-Parameters")).isEqualTo("instances.create.user_data");
        }
    }

    @Test
    void aDriverThatCannotBeMadeFailsTheBuildWithASentence() throws Exception {
        try (Builder builder = builder(Greedy.class)) {
            build(builder);

            assertThat(builder.getErrors())
                    .singleElement()
                    .asString()
                    .contains("cannot be asked what it declares", "no network here", "from the settings' defaults");
        }
    }

    @Test
    void aBundleWithoutADriverIsLeftAlone() throws Exception {
        try (Builder builder = builder(Thread.class)) {
            assertThat(build(builder).getValue("Alluvium-Driver")).isNull();
            assertThat(builder.getErrors()).isEmpty();
        }
    }

    /** A builder of a bundle of the test's classes in which only one is a component. */
    private static Builder builder(Class<?> only) throws Exception {
        Builder builder = new Builder();
        builder.setProperty("Bundle-SymbolicName", "a.driver");
        builder.setProperty("Bundle-Version", "1.2.3");
        builder.setProperty("-noee", "true");
        builder.setProperty("Import-Package", "!*");
        builder.setProperty("-resourceonly", "true");
        Jar classes = new Jar(new File("target/test-classes"));
        for (Class<?> other : List.of(Sound.class, Greedy.class)) {
            if (other != only) {
                classes.remove(other.getName().replace('.', '/') + ".class");
            }
        }
        builder.setJar(classes);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("bnd") && !entry.endsWith("/classes/")) {
                builder.addClasspath(new File(entry));
            }
        }
        builder.getPlugins();
        builder.addBasicPlugin(new DriverManifest());
        return builder;
    }

    private static Attributes build(Builder builder) throws Exception {
        return builder.build().getManifest().getMainAttributes();
    }

    /** The settings of a driver. */
    public @interface Config {
        String region() default "here";

        String[] hosts() default {"a", "b"};

        int limit();
    }

    /** A driver. */
    @Component
    public static final class Sound implements CloudDriver {
        private final DriverInfo info;

        @Activate
        public Sound(Config config, @Reference BackendCalls calls, BundleContext context) {
            assertThat(List.of(config.region(), Arrays.toString(config.hosts()), config.limit()))
                    .containsExactly("here", "[a, b]", 0);
            info = new DriverInfo(
                    "sound",
                    "Sound",
                    context.getBundle().getVersion().toString(),
                    List.of(),
                    Set.of(RealmOperations.class),
                    Set.of(),
                    List.of(Features.INSTANCE_USER_DATA),
                    Optional.empty(),
                    new DriverInfo.CredentialLabels("user", "password"));
        }

        @Override
        public DriverInfo info() {
            return info;
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }
    }

    /** A driver that opens something when it is made. */
    @Component
    public static final class Greedy implements CloudDriver {
        public Greedy() {
            throw new IllegalStateException("no network here");
        }

        @Override
        public DriverInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }
    }
}
