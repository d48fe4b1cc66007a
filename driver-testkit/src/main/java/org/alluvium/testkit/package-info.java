/**
 * What a driver is held against: the conformance kit, used by drivers' tests.
 *
 * <p>A driver's test class implements {@link org.alluvium.testkit.WholeConformance}, or at least {@link
 * org.alluvium.testkit.DriverConformance}, and hands over a {@link
 * org.alluvium.testkit.DriverFixture}; the contracts come with it as JUnit tests. A test of the driver's own class that overrides
 * one is a deviation, and says why.
 *
 * <p>There are four kinds of contracts:
 *
 * <ul>
 *   <li>of a collection: what its operations do with what is there, what is not there, and what is in the wrong state
 *       ({@link org.alluvium.testkit.InstanceContract}, {@link org.alluvium.testkit.BlobContract}, {@link
 *       org.alluvium.testkit.EdgeContract}, ...). What the driver does not declare is asserted to be absent.
 *   <li>of what the driver offers beyond that: each parameter of its features is sent, and its effect looked for ({@link
 *       org.alluvium.testkit.FeatureContract}, {@link org.alluvium.testkit.LaunchContract}); where the API does not show
 *       it, the fixture asks the cloud ({@link org.alluvium.testkit.DriverFixture#kept}), or it is looked for in what the
 *       driver sends ({@link org.alluvium.testkit.ParameterContract}), or the test is reported as aborted.
 *   <li>of how it treats its cloud: lists of several pages, the number of calls, connections and tokens ({@link
 *       org.alluvium.testkit.BackendContract}), and what it makes of a cloud that refuses, breaks or hangs ({@link
 *       org.alluvium.testkit.ErrorContract}), and where ids that are paths lead it ({@link
 *       org.alluvium.testkit.PathContract}). They need to stand between the driver and its cloud: a fixture that
 *       offers no {@link org.alluvium.testkit.FaultyProxy} gets them reported as aborted, and "not examined" in the matrix.
 *   <li>of how it comes and goes: its manifest offers nothing that other bundles could be wired to ({@link
 *       org.alluvium.testkit.ManifestContract}), and revisions that are gone leave nothing behind ({@link
 *       org.alluvium.testkit.UnloadingContract}).
 * </ul>
 *
 * <p>Secrets are looked for on the way, in whatever is printed, logged, answered or thrown ({@link
 * org.alluvium.testkit.SecretContract}).
 *
 * <p>{@link org.alluvium.testkit.CapabilityMatrix} writes down what is declared and what of it the tests have proven; the
 * build packs that into the driver's archive, and the server shows it ({@link org.alluvium.registry.Conformance}).
 *
 * <p>{@link org.alluvium.testkit.FaultyProxy} stands between a driver and its real back end on loopback, counts what passes,
 * and makes the cloud fail the way that a test says.
 */
@NullMarked
package org.alluvium.testkit;

import org.jspecify.annotations.NullMarked;
