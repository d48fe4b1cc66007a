/**
 * What the API offers, as data: the collections, their operations and the operations' parameters.
 *
 * <p>Each view describes its collection once; routing answers (OPTIONS, 405), the entry point, the check of parameters, the
 * documentation and the forms of the HTML pages are all read from here.
 */
@NullMarked
package org.alluvium.rest.description;

import org.jspecify.annotations.NullMarked;
