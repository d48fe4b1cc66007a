/**
 * The collection {@code images} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.images;

import org.jspecify.annotations.NullMarked;
