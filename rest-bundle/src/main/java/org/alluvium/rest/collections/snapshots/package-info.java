/**
 * The collection {@code storage_snapshots} (contract 03).
 */
@NullMarked
package org.alluvium.rest.collections.snapshots;

import org.jspecify.annotations.NullMarked;
