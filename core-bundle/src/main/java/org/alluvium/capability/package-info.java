/**
 * What a cloud can do: one interface for each collection of the API, marked {@link org.alluvium.capability.Capability}.
 *
 * <p>A driver implements the interfaces of the collections that its cloud has and passes the objects to {@link
 * org.alluvium.driver.Capabilities#of}. A collection that it lacks is an absent object, never a method that throws.
 *
 * <h2>Rules for every method</h2>
 *
 * <ul>
 *   <li>A list is whole: every page of the cloud's answer is fetched. It costs as many calls as the cloud has pages, plus a
 *       constant. Its order is the cloud's, unless the method says otherwise; it is empty when there is nothing, never null.
 *   <li>{@code find} answers empty for an id that is not there, whatever the id looks like; it does not throw for it.
 *   <li>A change ({@code create}, {@code destroy}, ...) of something that is not there throws {@link
 *       org.alluvium.driver.CloudException} of kind {@code NOT_FOUND}.
 *   <li>Every failure is a {@code CloudException}, whose kind is chosen by the cloud's error code, and whose message names the
 *       thing and, where there is one, the remedy. It never holds a secret.
 *   <li>Arguments are never null and have been checked against the declared parameters; ids and names are the client's own
 *       text and may hold anything. A driver that builds paths or queries of them encodes them.
 *   <li>Methods are called from many threads at once, and may block; the calling thread's interruption means that nobody
 *       waits for the answer any longer.
 * </ul>
 */
@Version("1.0.0")
@NullMarked
package org.alluvium.capability;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
