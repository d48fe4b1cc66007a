/**
 * The collection {@code instance_states} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.instancestates;

import org.jspecify.annotations.NullMarked;
