package org.alluvium.shell;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Installs a driver beside those that run; no other bundle is refreshed. */
@Service
@Command(scope = "cloud", name = "driver-install", description = "Installs a driver while requests run.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverInstallCommand implements Action {
    private static final long PATIENCE_SECONDS = 30;

    @Argument(name = "NAME", description = "The driver, for example ec2.", required = true)
    @Completion(AvailableDrivers.class)
    private String name;

    @Reference
    private DriverRegistry registry;

    @Reference
    private FeaturesService features;

    @Reference
    private DriverLifecycle lifecycle;

    @Reference
    private Session session;

    @Override
    public @Nullable Object execute() throws Exception {
        return Refusals.told(this::perform);
    }

    private void perform() throws Exception {
        String id = name.toLowerCase(Locale.ROOT);
        List<String> available = AvailableDrivers.names(features);
        if (registry.driver(id).isPresent()) {
            throw new IllegalStateException("Driver '" + id + "' is installed already.");
        }
        if (PresentDrivers.drained(registry, id).isPresent()) {
            throw new IllegalStateException(
                    "Driver '" + id + "' is installed already, and drained; bundle:restart takes it back.");
        }
        if (!available.contains(id)) {
            throw new IllegalArgumentException("There is no driver '" + id + "' to install. Drivers available: "
                    + String.join(", ", available) + ".");
        }
        DriverInfo info;
        try {
            info = lifecycle.install(id, PresentDrivers.user(session), () -> {
                features.installFeature(
                        AvailableDrivers.PREFIX + id, EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
                return await(id);
            });
        } catch (Exception e) {
            throw e instanceof IllegalStateException
                    ? e
                    : new IllegalStateException(
                            "Driver '" + id + "' cannot be installed; Karaf says: " + e.getMessage(), e);
        }
        System.out.println("Driver " + id + " " + info.version() + " is active. It offers "
                + String.join(", ", info.collections()) + ".");
    }

    private DriverInfo await(String id) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (registry.driver(id).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Driver '" + id + "' is installed, but did not become active within "
                        + PATIENCE_SECONDS + " s. The log tells why (log:display).");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return registry.driver(id).orElseThrow();
    }
}
