package org.alluvium.testkit;

/**
 * All contracts: besides {@link DriverConformance} the parameters of features, contents of any size, wrong states and bad
 * parameters. What the test class of a new driver implements.
 */
public interface WholeConformance
        extends DriverConformance, BlobContract, FeatureContract, LaunchContract, EdgeContract {}
