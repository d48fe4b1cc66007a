/**
 * One package for each collection: a resource class that calls the driver, and a view that describes the collection and makes its
 * documents. {@link org.alluvium.rest.collections.ApiCollections} lists them all.
 */
@NullMarked
package org.alluvium.rest.collections;

import org.jspecify.annotations.NullMarked;
