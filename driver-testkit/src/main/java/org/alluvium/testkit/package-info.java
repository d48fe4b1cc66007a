/**
 * What a driver is held against: the conformance kit, used by drivers' tests.
 *
 * <p>{@link org.alluvium.testkit.FaultyProxy} stands between a driver and its real back end on loopback, counts what passes,
 * and makes the cloud fail the way that a test says.
 */
@NullMarked
package org.alluvium.testkit;

import org.jspecify.annotations.NullMarked;
