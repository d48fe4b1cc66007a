/**
 * A cloud in a folder: every collection of the API without a machine behind it. The reference driver, to be read first by
 * who writes one.
 *
 * <h2>Where to start</h2>
 *
 * <ol>
 *   <li>{@link org.alluvium.driver.mock.MockDriver}, the only component: its settings, what it says of itself, and how it
 *       connects.
 *   <li>{@code MockCloud}, the connection: the list of its operations, which is the declaration of what the driver can do.
 *   <li>One class for each collection ({@code MockInstances}, {@code MockVolumes}, ...), each with its fixtures on top.
 * </ol>
 *
 * What is below that ({@code MockStore}, {@code MockFolder}, {@code RecordJson}, ...) stands for the cloud itself. A driver
 * of a real cloud has a client library in its place; it also counts its calls in {@link
 * org.alluvium.driver.BackendCalls}, of which this one has none to count.
 *
 * <h2>How the state is kept</h2>
 *
 * <p>One JSON file for each thing; a change is one atomic rename or removal of one file, synced before it is answered.
 * Nothing is recorded twice: the volume alone knows where it is attached, the address alone which instance has it, the
 * network interface alone whose it is, the subnet alone its network. So no change can be half done: when an instance is
 * destroyed, the removal of its file is the change, and what still refers to it is tidied afterwards, or at the next start
 * if the process is killed in between.
 *
 * <h2>Quirks that clients rely on</h2>
 *
 * <ul>
 *   <li>The realms 500, 501, 502 and 504 fail on purpose, each in its way.
 *   <li>A new instance runs at once; neither its image nor its key has to exist.
 *   <li>The volume {@code vol3} is attached to {@code inst1}, which does not list it.
 *   <li>A created volume is in no realm; what it was asked for is ignored.
 *   <li>Creating a bucket that is there already answers the one that is there, with its blobs.
 *   <li>A snapshot can be taken of a volume that does not exist.
 * </ul>
 */
@NullMarked
package org.alluvium.driver.mock;

import org.jspecify.annotations.NullMarked;
