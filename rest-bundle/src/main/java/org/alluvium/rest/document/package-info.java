/**
 * The neutral document that every format is written from.
 *
 * <p>A view builds a tree of {@link org.alluvium.rest.document.Node}s; the writers walk it. A node has a name in XML, a name
 * in JSON, or both: where the two formats of the contract differ, the view adds a node for one of them, and no writer knows
 * of it. HTML is written from what XML shows. The writers escape; nothing else does.
 */
@NullMarked
package org.alluvium.rest.document;

import org.jspecify.annotations.NullMarked;
