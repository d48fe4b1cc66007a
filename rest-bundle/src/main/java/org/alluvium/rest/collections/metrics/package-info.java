/**
 * The collection {@code metrics} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.metrics;

import org.jspecify.annotations.NullMarked;
