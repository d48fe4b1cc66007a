/**
 * The collection {@code instances} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.instances;

import org.jspecify.annotations.NullMarked;
