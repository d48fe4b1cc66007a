package org.alluvium.shell;

import java.util.EnumSet;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.shell.lifecycle.DriverLifecycle;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** Uninstalls a driver once its requests in flight are answered; no other bundle is refreshed. */
@Service
@Command(scope = "cloud", name = "driver-uninstall", description = "Uninstalls a driver while requests run.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class DriverUninstallCommand implements Action {
    @Argument(name = "NAME", description = "The driver, as cloud:driver-list names it.", required = true)
    @Completion(PresentDrivers.class)
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
        DriverInfo info = PresentDrivers.findInstalled(registry, name);
        Feature feature = features.getFeature(AvailableDrivers.PREFIX + info.id());
        if (feature == null || !features.isInstalled(feature)) {
            throw new IllegalStateException("Driver '" + info.id()
                    + "' was not installed by cloud:driver-install; it is part of the server, or its bundle was installed"
                    + " by hand: bundle:uninstall takes that away, as soon as its requests are answered.");
        }
        boolean idle = registry.drain(info.id());
        lifecycle.forget(info.id(), info.version(), PresentDrivers.user(session));
        features.uninstallFeature(
                feature.getName(), feature.getVersion(), EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        System.out.println("Driver " + info.id() + " " + info.version() + " is gone"
                + (idle ? "." : ", with requests still in flight after the drain time-out."));
    }
}
