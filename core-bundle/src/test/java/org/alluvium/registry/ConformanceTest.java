package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.DriverInfo.CredentialLabels;
import org.alluvium.driver.Features;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;
import org.alluvium.registry.Conformance.State;
import org.alluvium.registry.Conformance.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {
    private static final DriverInfo INFO = new DriverInfo(
            "told",
            "Told",
            "1.0.0",
            List.of(),
            Set.of(KeyOperations.class),
            Set.of(),
            List.of(Features.KEY_IMPORT),
            Optional.empty(),
            new CredentialLabels("user", "password"));
    private static final Subject LIST = new Subject(Kind.OPERATION, "keys", "list", "KeyOperations");
    private static final Subject IMPORT = new Subject(Kind.PARAMETER, "keys", "create", "import_key: public_key");
    private static final Subject WHOLE = Subject.guarantee("lists are whole");

    @TempDir
    private Path archive;

    /** A driver whose class loader finds this text. */
    private Conformance told(String text) throws IOException {
        Path file = archive.resolve(Conformance.resource("told"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {archive.toUri().toURL()})) {
            return Conformance.of((CloudDriver) java.lang.reflect.Proxy.newProxyInstance(
                    new Both(loader), new Class<?>[] {CloudDriver.class}, (proxy, method, arguments) -> INFO));
        }
    }

    /** Defines the driver's class itself, as a bundle's loader does. */
    private static final class Both extends ClassLoader {
        private final ClassLoader archive;

        Both(ClassLoader archive) {
            super(ConformanceTest.class.getClassLoader());
            this.archive = archive;
        }

        @Override
        public java.io.InputStream getResourceAsStream(String name) {
            return archive.getResourceAsStream(name);
        }
    }

    @Test
    void whatTheKitWroteIsRead() throws IOException {
        Map<Subject, State> seen = Map.of(LIST, State.PROVEN, IMPORT, State.ACCEPTED);
        Conformance written = Conformance.of(
                INFO,
                Optional.of("1.0.0"),
                subject -> seen.getOrDefault(subject, State.DECLARED),
                List.of(new Item(WHOLE, State.NOT_EXAMINED)));

        assertThat(told(written.text())).isEqualTo(written);
        assertThat(written.items())
                .extracting(Item::subject)
                .extracting(Subject::operation)
                .containsExactly("create", "destroy", "find", "list", "create", "");
    }

    @Test
    void anArchiveAddsNothingToWhatTheDriverDeclares() throws IOException {
        Conformance read = told("driver\ttold\t1.0.0\t\t\nOPERATION\tinstances\tlist\tInstanceOperations\tPROVEN\n");

        assertThat(read.version()).contains("1.0.0");
        assertThat(read.items()).extracting(Item::state).containsOnly(State.DECLARED);
        assertThat(read.items()).extracting(item -> item.subject().collection()).containsOnly("keys");
    }

    @Test
    void aTextThatIsNoMatrixCountsForNothing() throws IOException {
        String proven = "OPERATION\tkeys\tlist\tKeyOperations\tPROVEN\n";
        for (String text : List.of(
                "",
                "junk",
                "driver\tanother\t1.0.0\t\t\n" + proven,
                "driver\ttold\t1.0.0\n" + proven,
                "driver\ttold\t1.0.0\t\t\n" + proven + "OPERATION\tkeys\tlist\tKeyOperations\tPERFECT\n",
                "driver\ttold\t1.0.0\t\t\n" + proven + "GUARANTEE\t\t\t\u001b[31m\tPROVEN\n",
                "driver\ttold\t1.0.0\t\t\n" + proven + "GUARANTEE\t\t\t" + "x".repeat(121) + "\tPROVEN\n",
                "driver\ttold\t1.0.0\t\t\n" + proven.repeat(10_000))) {
            Conformance read = told(text);
            assertThat(read.version()).isEmpty();
            assertThat(read.items()).extracting(Item::state).containsOnly(State.DECLARED);
        }
    }

    @Test
    void aDriverWithoutAMatrixIsOnlyDeclared() {
        Conformance read = Conformance.of(new FakeDriver("plain", "1.0.0"));

        assertThat(read.driver()).isEqualTo("plain");
        assertThat(read.version()).isEmpty();
    }
}
