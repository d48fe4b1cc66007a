package org.alluvium.shell;

import java.util.List;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** Lists the collections that clients see. */
@Service
@Command(scope = "cloud", name = "collections", description = "Lists the collections that the drivers offer.")
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class CollectionsCommand implements Action {
    @Argument(name = "DRIVER", description = "Only those of this driver.")
    @Completion(PresentDrivers.class)
    private @Nullable String driver;

    @Reference
    private DriverRegistry registry;

    @Override
    public @Nullable Object execute() throws Exception {
        return Refusals.told(this::perform);
    }

    private void perform() {
        List<DriverInfo> drivers = driver == null ? registry.drivers() : List.of(PresentDrivers.find(registry, driver));
        ShellTable table = new ShellTable();
        table.column("Driver");
        table.column("Collection");
        table.emptyTableText("No driver is installed.");
        drivers.forEach(info ->
                info.collections().forEach(collection -> table.addRow().addContent(info.id(), collection)));
        table.print(System.out);
    }
}
