package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What an upgrade would do.
 *
 * @param obstacles why it would be refused, each for the middle of a sentence; empty when nothing is known to be in the way
 */
record UpgradePlan(DriverDiff diff, List<String> obstacles) {
    UpgradePlan {
        requireNonNull(diff);
        obstacles = List.copyOf(obstacles);
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(diff.lines());
        lines.add("  Bundles: " + diff.to().symbolicName() + " " + diff.to().version() + " is started beside "
                + diff.from().symbolicName() + " " + diff.from().version()
                + ", which is stopped once its requests are answered; no other is touched."
                + diff.to().library().map(this::library).orElse(""));
        obstacles.forEach(obstacle -> lines.add("  It will be refused: " + obstacle + "."));
        return List.copyOf(lines);
    }

    private String library(NestedLibrary library) {
        return diff.from().library().filter(library::equals).isPresent()
                ? " They share the library " + library + "."
                : " It brings the library " + library + ".";
    }
}
