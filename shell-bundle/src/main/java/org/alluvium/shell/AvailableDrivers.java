package org.alluvium.shell;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of the drivers that can be installed: those for which there is a feature. */
@Service
@SuppressWarnings("NullAway.Init") // the shell fills the fields before it calls
public final class AvailableDrivers implements Completer {
    /** What the name of a driver's feature begins with. */
    static final String PREFIX = "alluvium-driver-";

    @Reference
    private FeaturesService features;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            return new StringsCompleter(names(features)).complete(session, line, candidates);
        } catch (Exception e) {
            // A repository that cannot be read completes nothing; the command itself tells why.
            return -1;
        }
    }

    /** The names, in alphabetical order. */
    static List<String> names(FeaturesService features) throws Exception {
        return Arrays.stream(features.listFeatures())
                .map(Feature::getName)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .distinct()
                .sorted()
                .toList();
    }
}
