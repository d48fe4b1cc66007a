/** The collection {@code network_interfaces} (contract 04). */
@NullMarked
package org.alluvium.rest.collections.networkinterfaces;

import org.jspecify.annotations.NullMarked;
