/**
 * What a driver is held against: the conformance kit, used by drivers' tests.
 *
 * <p>A driver's test class implements {@link org.alluvium.testkit.DriverConformance} and hands over a {@link
 * org.alluvium.testkit.DriverFixture}; the contracts come with it as JUnit tests. A test of the driver's own class that overrides
 * one is a deviation, and says why. {@link org.alluvium.testkit.CapabilityMatrix} writes down what is declared and what of it
 * the tests have proven.
 *
 * <p>{@link org.alluvium.testkit.FaultyProxy} stands between a driver and its real back end on loopback, counts what passes,
 * and makes the cloud fail the way that a test says.
 */
@NullMarked
package org.alluvium.testkit;

import org.jspecify.annotations.NullMarked;
