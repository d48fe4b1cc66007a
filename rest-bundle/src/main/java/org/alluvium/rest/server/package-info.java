/**
 * The HTTP server: Jetty, run by one component, with settings that change without losing a request.
 *
 * <p>{@link org.alluvium.rest.server.ApiServer} serves the one {@link jakarta.servlet.Servlet} that this bundle registers. Its
 * address is a {@link org.alluvium.rest.server.Listener}; a new address is opened before the old one is given up, everything
 * else changes in place, for connections that come. {@link org.alluvium.rest.server.LateContent} sees to clients that are
 * answered before they have sent their whole request.
 */
@NullMarked
package org.alluvium.rest.server;

import org.jspecify.annotations.NullMarked;
