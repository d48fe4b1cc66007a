package org.alluvium.driver.mock;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.HardwareProperty.Choice;
import org.alluvium.model.HardwareProperty.Fixed;
import org.alluvium.model.HardwareProperty.Range;

/** The four sizes of the mock cloud: one of each kind of property, and one of which nothing is known. */
final class MockHardwareProfiles implements HardwareProfileOperations {
    static final String DEFAULT = "m1-small";

    static final List<HardwareProfile> PROFILES = List.of(
            new HardwareProfile(
                    DEFAULT,
                    DEFAULT,
                    List.of(
                            fixed("cpu", "count", "1"),
                            fixed("memory", "MB", "1740.8"),
                            fixed("storage", "GB", "160"),
                            fixed("architecture", "label", "i386"))),
            new HardwareProfile(
                    "m1-large",
                    "m1-large",
                    List.of(
                            range("cpu", "count", "1", "1", "6"),
                            range("memory", "MB", "10240", "7680", "15360"),
                            choice("storage", "GB", "850", "1024"),
                            fixed("architecture", "label", "x86_64"))),
            new HardwareProfile(
                    "m1-xlarge",
                    "m1-xlarge",
                    List.of(
                            fixed("cpu", "count", "4"),
                            range("memory", "MB", "12288", "12288", "32768"),
                            choice("storage", "GB", "1024", "2048", "4096"),
                            fixed("architecture", "label", "x86_64"))),
            new HardwareProfile("opaque", "opaque", List.of()));

    @Override
    public List<HardwareProfile> list() {
        return PROFILES;
    }

    @Override
    public Optional<HardwareProfile> find(String id) {
        return PROFILES.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private static HardwareProperty fixed(String name, String unit, String value) {
        return new Fixed(name, Optional.of(unit), value);
    }

    private static HardwareProperty range(String name, String unit, String value, String first, String last) {
        return new Range(name, Optional.of(unit), value, first, last);
    }

    private static HardwareProperty choice(String name, String unit, String... entries) {
        return new Choice(name, Optional.of(unit), entries[0], List.of(entries));
    }
}
