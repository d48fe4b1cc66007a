package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What Azure checks of a new virtual machine's size, image and set-up. */
final class FakeGuests {
    private FakeGuests() {}

    static void check(FakeStore store, ObjectNode wanted, Set<String> forbiddenUsers) {
        String size = wanted.at("/properties/hardwareProfile/vmSize").asText();
        if (!FakeCatalogue.isSize(size)) {
            throw refused("The value " + size + " provided for the VM size is not valid.");
        }
        JsonNode reference = wanted.at("/properties/storageProfile/imageReference");
        Optional<JsonNode> image = image(store, reference);
        if (image.isEmpty()) {
            throw new FakeRefusal(
                    404, "PlatformImageNotFound", "The platform image " + reference + " is not available.");
        }
        if (FakeCatalogue.isArm(size)
                != image.get().at("/properties/architecture").asText().equals("Arm64")) {
            throw refused("The VM size '" + size + "' cannot boot with the CPU architecture of the image.");
        }
        JsonNode profile = wanted.at("/properties/osProfile");
        boolean specialized = image.get().at("/properties/osState").asText().equals("Specialized");
        if (specialized != profile.isMissingNode()) {
            throw refused("osProfile is " + (specialized ? "not allowed" : "required") + " for this image.");
        }
        if (!specialized) {
            checkProfile(profile, isWindows(store, wanted), forbiddenUsers);
        }
        if (image.get().at("/properties/plan/name").isTextual()
                && !wanted.at("/plan/name")
                        .asText()
                        .equals(image.get().at("/properties/plan/name").asText())) {
            throw new FakeRefusal(
                    400, "VMMarketplaceInvalidInput", "Creating a VM from Marketplace needs plan information.");
        }
    }

    private static void checkProfile(JsonNode profile, boolean windows, Set<String> forbiddenUsers) {
        if (forbiddenUsers.contains(profile.path("adminUsername").asText())) {
            throw refused("The Admin Username specified is not allowed.");
        }
        String host = profile.path("computerName").asText();
        if (!host.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?") || host.length() > (windows ? 15 : 64)) {
            throw refused("The computer name '" + host + "' is not valid.");
        }
        if (windows && profile.has("linuxConfiguration")) {
            throw refused("linuxConfiguration is not allowed for Windows.");
        }
        if (profile.has("customData")
                && !FakeInstances.isBase64(profile.path("customData").asText())) {
            throw refused("Custom data in OSProfile must be in Base64 encoding.");
        }
        JsonNode linux = profile.path("linuxConfiguration");
        boolean withoutPassword = linux.path("disablePasswordAuthentication").asBoolean();
        String password = profile.path("adminPassword").asText();
        if (withoutPassword && linux.at("/ssh/publicKeys/0/keyData").asText().isEmpty()) {
            throw refused("Authentication using SSH needs a public key.");
        }
        if (!withoutPassword || !password.isEmpty()) {
            long kinds = Stream.of(".*[a-z].*", ".*[A-Z].*", ".*[0-9].*", ".*[^A-Za-z0-9].*")
                    .filter(password::matches)
                    .count();
            if (password.length() < 12 || password.length() > 72 || kinds < 3) {
                throw refused("The supplied password must be between 12-72 characters long and satisfy 3 of 4 rules.");
            }
        }
    }

    static boolean isWindows(FakeStore store, ObjectNode wanted) {
        return image(store, wanted.at("/properties/storageProfile/imageReference"))
                .map(JsonNode::toString)
                .filter(text -> text.contains("\"Windows\""))
                .isPresent();
    }

    private static Optional<JsonNode> image(FakeStore store, JsonNode reference) {
        if (reference.has("id")) {
            return Optional.of(store.referred(reference.path("id").asText()));
        }
        return FakeCatalogue.image(
                reference.path("publisher").asText(),
                reference.path("offer").asText(),
                reference.path("sku").asText(),
                reference.path("version").asText());
    }

    private static FakeRefusal refused(String words) {
        return new FakeRefusal(400, "InvalidParameter", words);
    }
}
