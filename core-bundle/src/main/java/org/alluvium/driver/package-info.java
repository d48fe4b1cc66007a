/**
 * What one writes a driver against.
 *
 * <p>A driver is an OSGi bundle with one Declarative Services component that implements {@link
 * org.alluvium.driver.CloudDriver} and is registered as that service. The registry finds it, and from that moment on the
 * API shows what it declares; nothing else is to be done, nothing else is restarted. {@code driver-mock} is the driver to
 * read first, docs/adding-a-driver.md walks through one.
 *
 * <h2>Life of a request</h2>
 *
 * <ol>
 *   <li>The REST layer leases the driver from the registry; the driver is not stopped while it is leased, within the bound
 *       that the operator set.
 *   <li>It asks {@link org.alluvium.driver.CloudDriver#info()} whether the operation is declared, checks the parameters
 *       against their declaration, and calls {@link org.alluvium.driver.CloudDriver#connect}, which costs no network call.
 *   <li>It asks the {@link org.alluvium.driver.Cloud} for the capability and calls one or two of its methods.
 *   <li>What the driver throws as {@link org.alluvium.driver.CloudException} becomes an error document; the kind decides the
 *       status. Anything else that it throws is a defect of the driver: a 500 without details, logged with its cause.
 * </ol>
 *
 * <h2>Duties of a driver</h2>
 *
 * <ul>
 *   <li>It keeps no credentials longer than the request, except in a cache of clients, keyed by a hash.
 *   <li>It pools its clients, so that a warm request makes no handshake and fetches no token.
 *   <li>It bounds every call to its cloud in time.
 *   <li>It counts every call in {@link org.alluvium.driver.BackendCalls}.
 *   <li>It exports no package, and leaves no thread, shutdown hook or MBean behind when it is deactivated.
 * </ul>
 */
@Version("1.0.0")
@NullMarked
package org.alluvium.driver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
