package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

/** The types of ARM's resources that the driver deals with. */
enum AzureType {
    INSTANCE("Instance", "Microsoft.Compute/virtualMachines", AzureApi.COMPUTE),
    IMAGE("Image", "Microsoft.Compute/images", AzureApi.COMPUTE),
    KEY("Key", "Microsoft.Compute/sshPublicKeys", AzureApi.COMPUTE),
    VOLUME("Storage volume", "Microsoft.Compute/disks", AzureApi.DISKS),
    SNAPSHOT("Storage snapshot", "Microsoft.Compute/snapshots", AzureApi.DISKS),
    GALLERY("Image gallery", "Microsoft.Compute/galleries", AzureApi.GALLERIES),
    NETWORK("Network", "Microsoft.Network/virtualNetworks", AzureApi.NETWORK),
    NETWORK_INTERFACE("Network interface", "Microsoft.Network/networkInterfaces", AzureApi.NETWORK),
    ADDRESS("Address", "Microsoft.Network/publicIPAddresses", AzureApi.NETWORK),
    FIREWALL("Firewall", "Microsoft.Network/networkSecurityGroups", AzureApi.NETWORK),
    LOAD_BALANCER("Load balancer", "Microsoft.Network/loadBalancers", AzureApi.NETWORK),
    STORAGE_ACCOUNT("Storage account", "Microsoft.Storage/storageAccounts", AzureApi.STORAGE);

    private final String noun;
    private final String resource;
    private final AzureApi api;

    AzureType(String noun, String resource, AzureApi api) {
        this.noun = requireNonNull(noun);
        this.resource = requireNonNull(resource);
        this.api = requireNonNull(api);
    }

    /** How a message names one. */
    String noun() {
        return noun;
    }

    /** Namespace and type, as in a resource's path: {@code Microsoft.Compute/disks}. */
    String resource() {
        return resource;
    }

    AzureApi api() {
        return api;
    }

    /** An operation on things of this type, as {@link org.alluvium.driver.BackendCalls} counts it: {@code disks/get}. */
    String operation(String verb) {
        return resource.substring(resource.indexOf('/') + 1) + "/" + verb;
    }
}
