/**
 * The collection {@code storage_volumes} (contract 03).
 */
@NullMarked
package org.alluvium.rest.collections.volumes;

import org.jspecify.annotations.NullMarked;
