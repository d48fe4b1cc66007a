package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What is measured of one thing, mostly an instance.
 *
 * @param id the thing's id
 * @param entity what kind of thing, or its name; the id is shown when it is not known
 * @param series one for each measured quantity, in the order in which they are printed
 */
public record Metric(String id, Optional<String> entity, List<Series> series) {
    public Metric {
        requireNonNull(id);
        requireNonNull(entity);
        series = List.copyOf(series);
    }

    /**
     * One measured quantity.
     *
     * @param name an XML name, for example {@code cpuUtilization}
     * @param samples newest first; absent in a list of metrics
     */
    public record Series(String name, Optional<List<Sample>> samples) {
        public Series {
            requireNonNull(name);
            samples = samples.map(List::copyOf);
        }
    }

    /**
     * The values of one interval.
     *
     * @param minimum the lowest value
     * @param maximum the highest value
     * @param average the mean
     * @param timestamp seconds since 1970-01-01T00:00:00Z
     * @param unit {@code Percent}, {@code Count}, {@code Bytes}
     */
    public record Sample(Number minimum, Number maximum, Number average, long timestamp, String unit) {
        public Sample {
            requireNonNull(minimum);
            requireNonNull(maximum);
            requireNonNull(average);
            requireNonNull(unit);
        }
    }
}
