/** The collection {@code load_balancers} (contract 04). */
@NullMarked
package org.alluvium.rest.collections.loadbalancers;

import org.jspecify.annotations.NullMarked;
