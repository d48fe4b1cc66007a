/**
 * The collection {@code buckets} and the blobs in its members (contract 03).
 */
@NullMarked
package org.alluvium.rest.collections.buckets;

import org.jspecify.annotations.NullMarked;
