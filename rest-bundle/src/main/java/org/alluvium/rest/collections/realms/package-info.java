/**
 * The collection {@code realms} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.realms;

import org.jspecify.annotations.NullMarked;
