package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Archives of a small driver that is compiled on the spot, and behaves as badly as it is told to. */
final class TrialDriver {
    private static final String SOURCE = """
            package trial;

            import java.util.List;
            import java.util.Optional;
            import java.util.Set;
            import java.util.concurrent.atomic.AtomicInteger;
            import org.alluvium.capability.RealmOperations;
            import org.alluvium.driver.*;
            import org.alluvium.model.Realm;
            import org.osgi.framework.BundleActivator;
            import org.osgi.framework.BundleContext;

            public final class Driver implements CloudDriver, RealmOperations {
                private final AtomicInteger calls = new AtomicInteger();
                private final String behaviour;
                private final DriverInfo info;

                public Driver(BundleContext context) {
                    behaviour = context.getBundle().getHeaders().get("Trial-Behaviour");
                    if (behaviour.equals("throws")) {
                        throw new IllegalStateException("no licence");
                    }
                    if (behaviour.equals("never comes")) {
                        new Forever().run();
                    }
                    if (behaviour.equals("leaks")) {
                        Thread thread = new Thread(new Forever(), "left-by-the-trial");
                        thread.setDaemon(true);
                        thread.start();
                    }
                    String id = context.getBundle().getHeaders().get("Trial-Id");
                    info = new DriverInfo(id, id, context.getBundle().getVersion().toString(), List.of(),
                            Set.of(RealmOperations.class), Set.of(RealmOperations.class), List.of(), Optional.empty(),
                            new DriverInfo.CredentialLabels("user", "password"));
                }

                static final class Forever implements Runnable {
                    public void run() {
                        while (true) {
                            try {
                                Thread.sleep(1000);
                            } catch (InterruptedException e) {
                                // It does not care.
                            }
                        }
                    }
                }

                /** An activator that hangs, for the header Bundle-Activator. */
                public static final class Stuck implements BundleActivator {
                    public void start(BundleContext context) {
                        new Forever().run();
                    }

                    public void stop(BundleContext context) {}
                }

                public DriverInfo info() {
                    if (behaviour.equals("falls silent") && calls.incrementAndGet() > 1) {
                        new Forever().run();
                    }
                    return info;
                }

                public void selfTest() {
                    if (behaviour.equals("exits")) {
                        System.exit(1);
                    }
                    if (behaviour.equals("hangs")) {
                        new Forever().run();
                    }
                }

                public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
                    Driver self = this;
                    return new Cloud() {
                        public Capabilities capabilities() {
                            return Capabilities.of(self);
                        }

                        public void verifyCredentials() {
                            if (behaviour.equals("unaccepted")) {
                                throw new IllegalStateException("the cloud is down");
                            }
                        }
                    };
                }

                public List<Realm> list() {
                    if (behaviour.equals("breaks") && calls.incrementAndGet() > 2) {
                        throw new NoClassDefFoundError("org/gone/Thing");
                    }
                    return List.of();
                }

                public Optional<Realm> find(String id) {
                    return Optional.empty();
                }
            }
            """;

    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="trial" init="1">
              <service><provide interface="org.alluvium.driver.CloudDriver"/></service>
              <implementation class="trial.Driver"/>
            </scr:component>
            """;

    private final Distribution server;
    private final String id;
    private final Path classes;

    /** Compiles the driver against the server's own packages. */
    TrialDriver(Distribution server, String id) throws IOException {
        this.server = server;
        this.id = id;
        classes = Files.createDirectories(server.home().resolve("trial-classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", classPath(), "-proc:none"),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///trial/Driver.java"),
                                        javax.tools.JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return SOURCE;
                                    }
                                }))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    /** One whose version 1.0.0 works, and is installed. */
    static TrialDriver installed(Distribution server, String id) throws IOException {
        TrialDriver driver = new TrialDriver(server, id);
        server.console("bundle:install -s " + driver.version("1.0.0", "works"));
        server.await("the driver is there", () -> server.realms(id, "anybody") == 200);
        return driver;
    }

    private String classPath() throws IOException {
        try (Stream<Path> files = Files.walk(server.home().resolve("system"))) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(".*/(core-bundle|org\\.apache\\.felix\\.framework)-[^/]*\\.jar"))
                    .collect(Collectors.joining(java.io.File.pathSeparator));
        }
    }

    /**
     * An archive of a version, as a URL.
     *
     * @param behaviour {@code works}, {@code throws}, {@code hangs}, {@code leaks}, {@code breaks}, {@code unaccepted}, {@code falls
     *     silent}, {@code never comes}, {@code exits}
     * @param headers that replace those of the manifest, name and value in turn; the component {@code OSGI-INF/twin.xml} and the
     *     activator {@code trial.Driver$Stuck} are there to be named
     */
    String version(String version, String behaviour, String... headers) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Manifest-Version", "1.0");
        all.put("Bundle-ManifestVersion", "2");
        all.put("Bundle-SymbolicName", "trial." + id);
        all.put("Bundle-Version", version);
        all.put("Service-Component", "OSGI-INF/trial.xml");
        all.put("Trial-Id", id);
        all.put("Trial-Behaviour", behaviour);
        all.put(
                "Import-Package",
                "org.alluvium.driver;version=\"[1.0,2)\",org.alluvium.capability;version=\"[1.0,2)\","
                        + "org.alluvium.model;version=\"[1.0,2)\",org.osgi.framework");
        all.put("Alluvium-Driver", id);
        all.put("Alluvium-Collections", "drivers,realms");
        all.put("Alluvium-Operations", "realm.find,realm.list");
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        Manifest manifest = new Manifest();
        all.forEach(manifest.getMainAttributes()::putValue);
        Path jar = server.home().resolve("trial-" + id + "-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream target = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.list(classes.resolve("trial"))) {
            for (Path file : files.toList()) {
                target.putNextEntry(new JarEntry("trial/" + file.getFileName()));
                Files.copy(file, target);
            }
            target.putNextEntry(new JarEntry("OSGI-INF/trial.xml"));
            target.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
            target.putNextEntry(new JarEntry("OSGI-INF/twin.xml"));
            target.write(COMPONENT.replace("\"trial\"", "\"twin\"").getBytes(StandardCharsets.UTF_8));
        }
        return jar.toUri().toString();
    }

    /** A repository with a version that works as the feature {@code trial-ID}, as a URL. */
    String features(String version) throws IOException {
        String feature = "trial-" + id;
        Path file = Files.writeString(
                server.home().resolve(feature + "-" + version + ".xml"),
                "<features name='" + feature + "-" + version
                        + "' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
                        + "<feature name='" + feature + "' version='" + version + "'><bundle>"
                        + version(version, "works") + "</bundle></feature></features>");
        return file.toUri().toString();
    }

    /**
     * A KAR that brings a version as a feature and works.
     *
     * @param headers as in {@link #version}
     */
    Path kar(String version, String... headers) throws IOException {
        Path jar = Path.of(URI.create(version(version, "works", headers)));
        Path kar = server.home().resolve("trial-" + id + "-" + version + ".kar");
        String bundle = "org/alluvium/trial/" + id + "/" + version + "/" + id + "-" + version + ".jar";
        try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(kar), new Manifest())) {
            target.putNextEntry(new JarEntry("repository/" + bundle));
            Files.copy(jar, target);
            target.putNextEntry(new JarEntry("repository/features.xml"));
            target.write(("<features name='kar-" + id + "-" + version
                            + "' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'><feature name='kar-" + id
                            + "' version='"
                            + version + "'><bundle>mvn:org.alluvium.trial/" + id + "/" + version
                            + "</bundle></feature></features>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return kar;
    }
}
