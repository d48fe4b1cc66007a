package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

/** The parts of Azure Resource Manager, each with the version of its REST API that this driver speaks. */
enum AzureApi {
    SUBSCRIPTIONS("2022-12-01"),
    RESOURCES("2021-04-01"),
    COMPUTE("2024-07-01"),
    SKUS("2021-07-01"),
    DISKS("2024-03-02"),
    GALLERIES("2024-03-03"),
    NETWORK("2024-05-01"),
    STORAGE("2023-05-01"),
    METRICS("2023-10-01");

    private final String version;

    AzureApi(String version) {
        this.version = requireNonNull(version);
    }

    /** As the parameter {@code api-version} wants it. */
    String version() {
        return version;
    }
}
