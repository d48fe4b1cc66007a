/** The collection {@code networks} (contract 04). */
@NullMarked
package org.alluvium.rest.collections.networks;

import org.jspecify.annotations.NullMarked;
