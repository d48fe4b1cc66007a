/**
 * The collection {@code keys} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.keys;

import org.jspecify.annotations.NullMarked;
