/**
 * The request and the answer as HTTP sees them: negotiation, driver choice, parameters, links, problems.
 */
@NullMarked
package org.alluvium.rest.http;

import org.jspecify.annotations.NullMarked;
