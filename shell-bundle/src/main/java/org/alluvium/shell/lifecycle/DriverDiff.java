package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.alluvium.driver.DriverDeclaration;

/**
 * What changes from one revision of a driver to another, read from their manifests.
 *
 * @param from the revision that there is
 * @param to the one that would take its place
 */
record DriverDiff(String driver, RevisionManifest from, RevisionManifest to) {
    DriverDiff {
        requireNonNull(driver);
        requireNonNull(from);
        requireNonNull(to);
    }

    /** For people: a heading, what comes (+) and goes (-), and the versions of the server's packages that they take. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Driver " + driver + " " + from.version() + " -> " + to.version());
        if (from.declaration().isPresent() && to.declaration().isPresent()) {
            DriverDeclaration before = from.declaration().get();
            DriverDeclaration after = to.declaration().get();
            after.beyond(before).forEach(more -> lines.add("  + " + more));
            before.beyond(after).forEach(less -> lines.add("  - " + less));
            if (lines.size() == 1) {
                lines.add("  No collection, operation, feature or parameter comes or goes.");
            }
        } else {
            lines.add("  " + (to.declaration().isPresent() ? from : to).version()
                    + " does not tell in its manifest what it offers.");
        }
        lines.addAll(spi(from.spi(), to.spi()));
        return List.copyOf(lines);
    }

    private static List<String> spi(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> packages = new TreeSet<>(before.keySet());
        packages.addAll(after.keySet());
        List<String> lines = new ArrayList<>();
        for (String name : packages) {
            String old = before.getOrDefault(name, "none");
            String now = after.getOrDefault(name, "none");
            if (!old.equals(now)) {
                lines.add("  SPI " + name + " " + old + " -> " + now);
            }
        }
        if (lines.isEmpty()) {
            lines.add("  SPI as before: "
                    + String.join(
                            ", ",
                            packages.stream()
                                    .map(name -> name + " " + after.get(name))
                                    .toList()));
        }
        return lines;
    }
}
