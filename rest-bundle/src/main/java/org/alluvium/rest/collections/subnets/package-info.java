/** The collection {@code subnets} (contract 04). */
@NullMarked
package org.alluvium.rest.collections.subnets;

import org.jspecify.annotations.NullMarked;
