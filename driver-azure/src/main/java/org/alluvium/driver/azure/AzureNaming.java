package org.alluvium.driver.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Names of what is made. A PUT on a name that is taken would change what has it. */
final class AzureNaming {
    /** Naming rules and restrictions for Azure resources: what all types here take. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?");

    private AzureNaming() {}

    /**
     * An id that is free, in the default resource group.
     *
     * @param wanted what the client calls it; one is made up where it says nothing
     * @throws CloudException INVALID for what Azure does not take as a name, CONFLICT for a name that is taken
     */
    static AzureId fresh(AzureArm arm, AzureType type, Optional<String> wanted) {
        Optional<String> given = wanted.map(String::strip).filter(name -> !name.isEmpty());
        if (given.isEmpty()) {
            return new AzureId(arm.settings().group(), invented(type));
        }
        AzureId id = new AzureId(arm.settings().group(), checked(given.get()));
        if (new AzureResources(arm, type).find(id.toString()).isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, type.noun() + " '" + id + "' exists already.");
        }
        return id;
    }

    /** A name that nothing has. */
    static String invented(AzureType type) {
        return type.noun().toLowerCase(Locale.ROOT).replace(' ', '-') + "-"
                + String.format("%08x", ThreadLocalRandom.current().nextInt());
    }

    /**
     * A name as Azure takes it.
     *
     * @throws CloudException INVALID for one that it does not take
     */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "Azure does not take '" + name + "' as a name: up to 80 letters, digits, full stops, hyphens and"
                            + " underscores are expected, with a letter or digit first and no full stop or hyphen last.");
        }
        return name;
    }
}
