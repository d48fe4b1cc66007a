/**
 * The pages that a person sees: the same documents as in XML, with the forms of the operations around them.
 */
@NullMarked
package org.alluvium.rest.page;

import org.jspecify.annotations.NullMarked;
