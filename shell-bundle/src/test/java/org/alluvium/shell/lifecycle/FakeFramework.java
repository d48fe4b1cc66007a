package org.alluvium.shell.lifecycle;

import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.driver.DriverInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.BundleReference;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A framework of bundles that do nothing. An archive is a text, {@code NAME VERSION}; events are told in the thread that causes
 * them, as to synchronous listeners. Safe for use by many threads.
 */
final class FakeFramework {
    private final List<FakeBundle> bundles = new CopyOnWriteArrayList<>();
    private final List<BundleListener> listeners = new CopyOnWriteArrayList<>();
    private final List<String> refreshed = new CopyOnWriteArrayList<>();
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private final Map<String, String> offers = new ConcurrentHashMap<>();
    private final Path storage;
    private final Bundle system = proxy(
            Bundle.class, (self, method, arguments) -> method.getName().equals("getState") ? Bundle.ACTIVE : wiring());

    FakeFramework() {
        this(Path.of("none"));
    }

    /** @param storage where what was installed by location lies */
    FakeFramework(Path storage) {
        this.storage = storage;
    }

    /** What the bundles are, the oldest first. */
    List<String> names() {
        return bundles.stream().map(bundle -> bundle.name).toList();
    }

    /** What was refreshed, in that order. */
    List<String> refreshed() {
        return List.copyOf(refreshed);
    }

    /** What was asked to be resolved, and the bundles that there were then, in that order. */
    List<String> resolved() {
        return List.copyOf(resolved);
    }

    /** Installs a bundle with that header and that one entry. */
    Bundle install(String name, String header, Path entry) {
        return install("test:" + name, name, header, entry);
    }

    /** Installs a bundle from a location. */
    Bundle install(String location, String name, String header, Path entry) {
        FakeBundle bundle = new FakeBundle(location, name, header, entry);
        bundles.add(bundle);
        tell(BundleEvent.INSTALLED, bundle);
        return bundle.bundle;
    }

    /** From now on a bundle is to be had at a location. */
    void offer(String location, String name) {
        offers.put(location, name);
    }

    /** Installs a bundle that calls itself a driver. */
    Bundle installDriver(String driver, String name) {
        Bundle bundle = install(name, "", Path.of("none"));
        find(bundle).driver = driver;
        return bundle;
    }

    /** A bundle is from now on in that state. */
    void state(Bundle changed, int state) {
        find(changed).state = state;
    }

    /** A bundle was started before, and will be with the next start of the framework. */
    void startLater(Bundle bundle) {
        find(bundle).startsByItself = true;
    }

    /** What happens in the way of an uninstallation. */
    interface Hindrance {
        void pass() throws Exception;
    }

    void beforeUninstall(Bundle bundle, Hindrance hindrance) {
        find(bundle).hindrance = hindrance;
    }

    void update(Bundle updated, String name, String header, Path entry) {
        FakeBundle bundle = find(updated);
        bundle.name = name;
        bundle.header = header;
        bundle.entry = entry;
        bundle.modified = Instant.now().plusSeconds(60).toEpochMilli();
        tell(BundleEvent.UPDATED, bundle);
    }

    BundleContext context() {
        return proxy(BundleContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getBundles" -> bundles.stream().map(bundle -> bundle.bundle).toArray(Bundle[]::new);
            case "getBundle" -> arguments[0] instanceof String location ? at(location) : system;
            case "addBundleListener" -> listeners.add((BundleListener) arguments[0]) ? null : null;
            case "removeBundleListener" -> listeners.remove(arguments[0]) ? null : null;
            case "getProperty" -> storage.toString();
            case "installBundle" -> {
                if (arguments.length == 1) {
                    yield install(
                            (String) arguments[0],
                            Optional.ofNullable(offers.get(arguments[0]))
                                    .orElseThrow(() -> new BundleException("There is no archive " + arguments[0])),
                            "",
                            Path.of("none"));
                }
                String name = new String(((InputStream) arguments[1]).readAllBytes(), StandardCharsets.UTF_8);
                FakeBundle bundle = new FakeBundle((String) arguments[0], name, "", Path.of("none"));
                bundles.add(bundle);
                yield bundle.bundle;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private FrameworkWiring wiring() {
        return proxy(FrameworkWiring.class, (self, method, arguments) -> {
            if (method.getName().equals("resolveBundles")) {
                resolved.add(arguments[0] + " of " + names());
                return true;
            }
            for (Object bundle : (Collection<?>) arguments[0]) {
                refreshed.add(bundle.toString());
            }
            for (FrameworkListener listener : (FrameworkListener[]) arguments[1]) {
                listener.frameworkEvent(new FrameworkEvent(FrameworkEvent.PACKAGES_REFRESHED, system, null));
            }
            return null;
        });
    }

    private @Nullable Bundle at(String location) {
        return bundles.stream()
                .filter(bundle -> bundle.location.equals(location))
                .map(bundle -> bundle.bundle)
                .findFirst()
                .orElse(null);
    }

    private FakeBundle find(Bundle wanted) {
        return bundles.stream()
                .filter(bundle -> bundle.bundle == wanted)
                .findFirst()
                .orElseThrow();
    }

    private void tell(int type, FakeBundle bundle) {
        listeners.forEach(listener -> listener.bundleChanged(new BundleEvent(type, bundle.bundle)));
    }

    /** A driver that comes from a bundle, and does nothing. */
    static CloudDriver driver(Bundle bundle, String id) {
        DriverInfo info = new DriverInfo(
                id,
                id,
                bundle.getVersion().toString(),
                List.of(),
                Set.of(RealmOperations.class),
                Set.of(),
                List.of(),
                Optional.empty(),
                new DriverInfo.CredentialLabels("user", "password"));
        return CloudDriver.class.cast(Proxy.newProxyInstance(
                new BundleLoader(bundle),
                new Class<?>[] {CloudDriver.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "info" -> info;
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    private static final class BundleLoader extends ClassLoader implements BundleReference {
        private final Bundle bundle;

        BundleLoader(Bundle bundle) {
            super(CloudDriver.class.getClassLoader());
            this.bundle = bundle;
        }

        @Override
        public Bundle getBundle() {
            return bundle;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class FakeBundle {
        final String location;
        final Bundle bundle = proxy(Bundle.class, (self, method, arguments) -> call(method.getName()));
        volatile String name;
        volatile String header;
        volatile Path entry;
        volatile int state = Bundle.INSTALLED;
        volatile long modified;
        volatile boolean startsByItself;
        volatile String driver = "";
        volatile Hindrance hindrance = () -> {};

        FakeBundle(String location, String name, String header, Path entry) {
            this.location = location;
            this.name = name;
            this.header = header;
            this.entry = entry;
        }

        private Object call(String method) throws Exception {
            String[] words = name.split(" ");
            return switch (method) {
                case "getSymbolicName" -> words[0];
                case "getVersion" -> Version.parseVersion(words[1]);
                case "getLocation" -> location;
                case "getBundleId" -> 7L;
                case "getLastModified" -> modified;
                case "getState" -> state;
                case "adapt" -> proxy(BundleStartLevel.class, (level, asked, nothing) -> startsByItself);
                case "start" -> {
                    state = Bundle.ACTIVE;
                    startsByItself = true;
                    yield null;
                }
                case "stop" -> {
                    state = Bundle.RESOLVED;
                    startsByItself = false;
                    yield null;
                }
                case "getHeaders" -> headers();
                case "getEntry" -> Files.exists(entry) ? entry.toUri().toURL() : null;
                case "toString" -> name;
                case "hashCode" -> System.identityHashCode(this);
                case "uninstall" -> {
                    hindrance.pass();
                    bundles.remove(this);
                    tell(BundleEvent.UNINSTALLED, this);
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method);
            };
        }

        private Dictionary<String, String> headers() {
            Dictionary<String, String> headers = new Hashtable<>();
            if (!driver.isEmpty()) {
                headers.put(DriverDeclaration.DRIVER, driver);
            }
            if (!header.isEmpty()) {
                headers.put(NestedLibrary.HEADER, header);
            }
            return headers;
        }
    }
}
