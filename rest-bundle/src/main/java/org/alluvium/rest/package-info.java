/**
 * The REST API: one CXF server, built once with all resources; which of them exist for a request is decided by the driver that
 * the request chooses (docs/architecture.md).
 *
 * <p>The way of a request: {@link org.alluvium.rest.ApiServlet} makes an {@link org.alluvium.rest.http.ApiRequest} of it, CXF
 * finds the resource, the resource calls {@link org.alluvium.rest.Api#call}, which leases the driver, checks capability,
 * parameters and credentials in the order of the contract, has the resource's handler call the driver, and writes the answer in
 * the negotiated format. Whatever goes wrong becomes an error document in {@link org.alluvium.rest.Problems}.
 */
@NullMarked
package org.alluvium.rest;

import org.jspecify.annotations.NullMarked;
