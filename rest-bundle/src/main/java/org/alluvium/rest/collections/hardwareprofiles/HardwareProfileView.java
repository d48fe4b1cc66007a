package org.alluvium.rest.collections.hardwareprofiles;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code hardware_profiles}: what it offers, and how a profile looks. */
public final class HardwareProfileView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            HardwareProfileOperations.class,
            "hardware_profiles",
            "Lists the hardware profiles.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the profile of this id."),
            Parameter.optional(
                    "architecture", Parameter.Type.STRING, "Lists only the profiles of this processor architecture."));

    static final Operation SHOW = Operation.of(
            "show", "GET", "/{id}", HardwareProfileOperations.class, "hardware_profile", "Shows a hardware profile.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "hardware_profiles",
            "hardware_profile",
            "The sizes of machine that an instance can have: processors, memory, storage, architecture.",
            INDEX,
            SHOW);

    /** By default cpu and memory; a profile that lacks one of them comes last (contract 02). */
    private static final Comparator<HardwareProfile> BY_SIZE = Comparator.comparing((HardwareProfile p) ->
                    number(p, "cpu").isEmpty() || number(p, "memory").isEmpty())
            .thenComparing(p -> number(p, "cpu").orElse(0.0))
            .thenComparing(p -> number(p, "memory").orElse(0.0));

    private HardwareProfileView() {}

    /** The list: XML sorts it, JSON keeps the driver's order. */
    static Document index(List<HardwareProfile> profiles, Links links) {
        Group root = Group.of("hardware_profiles");
        profiles.stream().sorted(BY_SIZE).forEach(p -> root.add(element(p, links)));
        root.add(Rows.json("hardware_profiles", Rows.each(profiles, p -> object(p, links))));
        return Document.of(root).bare();
    }

    /** One profile. */
    static Document show(HardwareProfile profile, Links links) {
        Group root = Group.of("hardware_profile")
                .xmlAttribute("href", links.member("hardware_profiles", profile.id()))
                .xmlAttribute("id", profile.id());
        elements(profile, links, root);
        return Document.of(root.add(object(profile, links))).bare();
    }

    private static Optional<Double> number(HardwareProfile profile, String property) {
        return profile.property(property).flatMap(p -> {
            try {
                return Optional.of(Double.valueOf(p.value()));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        });
    }

    private static Group element(HardwareProfile profile, Links links) {
        Group group = Group.xml("hardware_profile", Layout.BLOCK)
                .xmlAttribute("href", links.member("hardware_profiles", profile.id()))
                .xmlAttribute("id", profile.id());
        elements(profile, links, group);
        return group;
    }

    private static void elements(HardwareProfile profile, Links links, Group group) {
        group.xmlField("id", profile.id()).xmlField("name", profile.name());
        profile.properties().forEach(property -> group.add(property(property, links)));
    }

    private static Group property(HardwareProperty property, Links links) {
        if (property instanceof HardwareProperty.Range range) {
            return choosable(property, "range", links)
                    .add(Group.xml("range", Layout.VOID)
                            .xmlAttribute("first", range.first())
                            .xmlAttribute("last", range.last()));
        }
        if (property instanceof HardwareProperty.Choice choice) {
            return choosable(property, "enum", links)
                    .add(Rows.xml(
                            "enum",
                            Layout.BLOCK,
                            Rows.each(
                                    choice.entries(),
                                    entry -> Group.xml("entry", Layout.VOID).xmlAttribute("value", entry))));
        }
        return head(property, "fixed", Layout.VOID);
    }

    private static Group choosable(HardwareProperty property, String kind, Links links) {
        return head(property, kind, Layout.BLOCK)
                .add(Group.xml("param", Layout.VOID)
                        .xmlAttribute("href", links.collection("instances"))
                        .xmlAttribute("method", "post")
                        .xmlAttribute("name", "hwp_" + property.name())
                        .xmlAttribute("operation", "create"));
    }

    private static Group head(HardwareProperty property, String kind, Layout layout) {
        return Group.xml("property", layout)
                .xmlAttribute("kind", kind)
                .xmlAttribute("name", property.name())
                .xmlAttribute("unit", property.unit().orElse(null))
                .xmlAttribute("value", property.value());
    }

    private static Group object(HardwareProfile profile, Links links) {
        Group group = Group.json("hardware_profile")
                .jsonField("id", profile.id())
                .jsonField("href", links.member("hardware_profiles", profile.id()))
                .jsonField("name", profile.name());
        if (!profile.properties().isEmpty()) {
            Group defaults = Group.json("properties");
            profile.properties().forEach(p -> defaults.jsonField(p.name(), p.value()));
            group.add(defaults);
        }
        return group;
    }
}
