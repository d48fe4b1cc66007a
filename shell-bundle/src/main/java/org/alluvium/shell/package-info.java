/** The cloud:* commands of the console. */
@NullMarked
package org.alluvium.shell;

import org.jspecify.annotations.NullMarked;
