/** A cloud in a folder. */
@NullMarked
package org.alluvium.driver.mock;

import org.jspecify.annotations.NullMarked;
