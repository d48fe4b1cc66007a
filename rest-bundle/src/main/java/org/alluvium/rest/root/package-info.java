/**
 * What is not a collection of a cloud: the entry point, the drivers, OPTIONS, and the server's own few addresses.
 */
@NullMarked
package org.alluvium.rest.root;

import org.jspecify.annotations.NullMarked;
