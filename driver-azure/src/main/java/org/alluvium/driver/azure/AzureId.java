package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resource's id in the API: {@code GROUP:NAME}, or {@code GROUP:NAME:CHILD} for what is part of another resource, as a
 * subnet is. In lower case, because ARM compares without regard to it and does not keep it in references. No name in Azure
 * has a colon.
 *
 * @param group the resource group
 * @param name the resource's name
 * @param child the part's name
 */
record AzureId(String group, String name, Optional<String> child) {
    /** Naming rules and restrictions for Azure resources; the widest of the types that are in use here. */
    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{N}._()-]{0,89}[\\p{L}\\p{N}_()-]");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    AzureId {
        group = group.toLowerCase(Locale.ROOT);
        name = name.toLowerCase(Locale.ROOT);
        child = child.map(text -> text.toLowerCase(Locale.ROOT));
    }

    AzureId(String group, String name) {
        this(group, name, Optional.empty());
    }

    /**
     * Reads an id of the API; empty for what can be none. A bare name lies in the default group.
     *
     * @param parts how many names there are: 2, or 3 for what is part of another resource
     */
    static Optional<AzureId> parse(String text, String defaultGroup, int parts) {
        String[] names = text.split(":", -1);
        if (names.length == parts - 1) {
            names = (defaultGroup + ":" + text).split(":", -1);
        }
        if (names.length != parts || !GROUP.matcher(names[0]).matches()) {
            return Optional.empty();
        }
        for (int i = 1; i < names.length; i++) {
            if (!isName(names[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new AzureId(names[0], names[1], parts == 3 ? Optional.of(names[2]) : Optional.empty()));
    }

    /**
     * Reads the id of a resource or of a part of it, as ARM writes it.
     *
     * @param resource {@code /subscriptions/S/resourceGroups/GROUP/providers/NAMESPACE/TYPE/NAME[/TYPE/CHILD]}; ARM is not
     *     particular about its letter case
     * @return empty for anything else
     */
    static Optional<AzureId> ofResource(String resource) {
        String[] parts = resource.split("/");
        if (parts.length < 9 || !parts[3].equalsIgnoreCase("resourceGroups")) {
            return Optional.empty();
        }
        return Optional.of(
                new AzureId(parts[4], parts[8], parts.length > 10 ? Optional.of(parts[10]) : Optional.empty()));
    }

    /** Whether a resource can be called so. */
    static boolean isName(String text) {
        return NAME.matcher(requireNonNull(text)).matches();
    }

    /** As the API has it. */
    @Override
    public String toString() {
        return group + ":" + name + child.map(text -> ":" + text).orElse("");
    }
}
