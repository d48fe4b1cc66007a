package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

/**
 * The parts of Azure Resource Manager, each with the version of its REST API that this driver speaks. What it sends is held
 * against Microsoft's specification of these versions by {@code check_specification.py} in the tests.
 */
enum AzureApi {
    SUBSCRIPTIONS("2022-12-01"),
    RESOURCES("2021-04-01"),
    COMPUTE("2024-07-01"),
    SKUS("2021-07-01"),
    DISKS("2024-03-02"),
    GALLERIES("2023-07-03"),
    NETWORK("2024-05-01"),
    STORAGE("2023-05-01"),
    METRICS("2024-02-01");

    private final String version;

    AzureApi(String version) {
        this.version = requireNonNull(version);
    }

    /** As the parameter {@code api-version} wants it. */
    String version() {
        return version;
    }
}
