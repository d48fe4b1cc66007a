package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One dimension of a hardware profile: {@code cpu} (count), {@code memory} (MB), {@code storage} (GB) or
 * {@code architecture} (label). Values are texts because the wire format prints them as the cloud gives them
 * ({@code 1740.8}).
 */
public sealed interface HardwareProperty {
    /** The dimension's name; a client overrides it with the parameter {@code hwp_NAME}. */
    String name();

    /** {@code count}, {@code MB}, {@code GB} or {@code label}; empty where the dimension has none. */
    Optional<String> unit();

    /** The value an instance gets when the client does not choose. */
    String value();

    /** Whether an instance may have this value, compared as text (as number in a range). */
    boolean admits(String candidate);

    /** A value that cannot be chosen. */
    record Fixed(String name, Optional<String> unit, String value) implements HardwareProperty {
        public Fixed {
            requireNonNull(name);
            requireNonNull(unit);
            requireNonNull(value);
        }

        @Override
        public boolean admits(String candidate) {
            return value.equals(candidate);
        }
    }

    /** Any number from {@code first} to {@code last}, both included. */
    record Range(String name, Optional<String> unit, String value, String first, String last)
            implements HardwareProperty {
        public Range {
            requireNonNull(name);
            requireNonNull(unit);
            requireNonNull(value);
            requireNonNull(first);
            requireNonNull(last);
        }

        @Override
        public boolean admits(String candidate) {
            try {
                double number = Double.parseDouble(candidate);
                return number >= Double.parseDouble(first) && number <= Double.parseDouble(last);
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }
    }

    /** One of a few values, in the order in which the cloud lists them. */
    record Choice(String name, Optional<String> unit, String value, List<String> entries) implements HardwareProperty {
        public Choice {
            requireNonNull(name);
            requireNonNull(unit);
            requireNonNull(value);
            entries = List.copyOf(entries);
        }

        @Override
        public boolean admits(String candidate) {
            return entries.contains(candidate);
        }
    }
}
