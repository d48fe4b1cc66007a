/** The collection {@code addresses} (contract 04). */
@NullMarked
package org.alluvium.rest.collections.addresses;

import org.jspecify.annotations.NullMarked;
