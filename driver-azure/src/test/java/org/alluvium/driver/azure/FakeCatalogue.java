package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sizes of machines (Skus, 2021-07-01), and images of the marketplace (Compute, 2024-07-01). */
final class FakeCatalogue implements FakeArm.Route {
    private static final String[][] SIZES = {
        {"Standard_B2s", "2", "4", "8192", "x64", ""},
        {"Standard_B1ls", "1", "0.5", "4096", "x64", ""},
        {"Standard_D2ps_v5", "2", "8", "0", "Arm64", ""},
        {"Standard_ND96", "96", "900", "1000000", "x64", "Location"},
        {"Standard_E2s_v5", "2", "16", "0", "x64", "Zone"}
    };
    private static final String[][] IMAGES = {
        {"canonical", "ubuntu-24_04-lts", "server", "24.04.202410170", "Linux", "x64", ""},
        {"canonical", "ubuntu-24_04-lts", "server", "24.04.202404230", "Linux", "x64", ""},
        {"canonical", "ubuntu-24_04-lts", "server-arm64", "24.04.202410170", "Linux", "Arm64", ""},
        {"microsoftwindowsserver", "windowsserver", "2022-datacenter-g2", "20348.2762.241006", "Windows", "x64", ""},
        {"shop", "appliance", "paid", "1.0.0", "Linux", "x64", "paid-plan"}
    };

    static boolean isArm(String name) {
        return name.equals("Standard_D2ps_v5");
    }

    static boolean isSize(String name) {
        for (String[] size : SIZES) {
            if (size[0].equals(name) && !size[5].equals("Location")) {
                return true;
            }
        }
        return false;
    }

    /** An image that can be started; its document as a version's is. */
    static Optional<JsonNode> image(String publisher, String offer, String sku, String version) {
        for (String[] image : IMAGES) {
            if (image[0].equalsIgnoreCase(publisher)
                    && image[1].equalsIgnoreCase(offer)
                    && image[2].equalsIgnoreCase(sku)
                    && (version.equals("latest") || image[3].equals(version))) {
                return Optional.of(document(image));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<FakeReply> answer(FakeArm arm, FakeRequest request) {
        List<String> parts = request.parts();
        if (parts.size() == 5 && parts.get(4).equals("skus") && parts.get(3).equals("Microsoft.Compute")) {
            request.requireVersion("skus", Set.of("2021-07-01"));
            request.requireParameters(Set.of("$filter", "includeExtendedLocations"));
            return Optional.of(arm.page(request, skus(request.query().getOrDefault("$filter", ""))));
        }
        if (parts.size() >= 15 && parts.contains("vmimage") && parts.get(14).equals("versions")) {
            request.requireVersion("virtualMachineImages", Set.of("2024-07-01"));
            request.requireParameters(Set.of("$top", "$orderby", "$expand"));
            return Optional.of(parts.size() == 15 ? versions(arm, request) : version(request));
        }
        return Optional.empty();
    }

    private static List<JsonNode> skus(String filter) {
        if (!filter.matches("location eq '[a-z0-9]+'")) {
            throw new FakeRefusal(400, "BadRequest", "The filter '" + filter + "' is not supported.");
        }
        String location = filter.substring("location eq '".length(), filter.length() - 1);
        List<JsonNode> all = new ArrayList<>();
        all.add(FakeArm.JSON.createObjectNode().put("resourceType", "disks").put("name", "Premium_LRS"));
        for (String[] size : SIZES) {
            ObjectNode sku = FakeArm.JSON
                    .createObjectNode()
                    .put("resourceType", "virtualMachines")
                    .put("name", size[0]);
            sku.putArray("locations").add(location);
            String[] names = {"vCPUs", "MemoryGB", "MaxResourceVolumeMB", "CpuArchitectureType"};
            ArrayNode capabilities = sku.putArray("capabilities");
            for (int i = 0; i < names.length; i++) {
                capabilities.addObject().put("name", names[i]).put("value", size[i + 1]);
            }
            ArrayNode restrictions = sku.putArray("restrictions");
            if (!size[5].isEmpty()) {
                restrictions.addObject().put("type", size[5]).put("reasonCode", "NotAvailableForSubscription");
            }
            all.add(sku);
        }
        return all;
    }

    /** The newest first, which is how it must be asked for; an array, for once. */
    private static FakeReply versions(FakeArm arm, FakeRequest request) {
        if (!"name desc".equals(request.query().get("$orderby"))) {
            throw new FakeRefusal(400, "BadRequest", "The tests ask for the newest.");
        }
        List<String> parts = request.parts();
        ArrayNode all = FakeArm.JSON.createArrayNode();
        for (String[] image : IMAGES) {
            if (image[0].equalsIgnoreCase(parts.get(7))
                    && image[1].equalsIgnoreCase(parts.get(11))
                    && image[2].equalsIgnoreCase(parts.get(13))
                    && all.size() < Integer.parseInt(request.query().getOrDefault("$top", "100"))) {
                ObjectNode one = all.addObject().put("name", image[3]).put("location", parts.get(5));
                if (arm.expandsImages && "properties".equals(request.query().get("$expand"))) {
                    one.set("properties", document(image).path("properties"));
                }
            }
        }
        if (all.isEmpty()) {
            throw new FakeRefusal(404, "NotFound", "Artifact: VMImage was not found.");
        }
        return FakeReply.of(200, all);
    }

    private static FakeReply version(FakeRequest request) {
        List<String> parts = request.parts();
        return FakeReply.of(
                200,
                image(parts.get(7), parts.get(11), parts.get(13), parts.get(15))
                        .orElseThrow(() -> new FakeRefusal(404, "NotFound", "Artifact: VMImage was not found.")));
    }

    private static ObjectNode document(String[] image) {
        ObjectNode document =
                FakeArm.JSON.createObjectNode().put("name", image[3]).put("location", "westeurope");
        ObjectNode properties = document.putObject("properties");
        properties.put("hyperVGeneration", "V2").put("architecture", image[5]);
        properties.putObject("osDiskImage").put("operatingSystem", image[4]);
        if (!image[6].isEmpty()) {
            properties
                    .putObject("plan")
                    .put("name", image[6])
                    .put("publisher", image[0])
                    .put("product", image[1]);
        }
        return document;
    }
}
