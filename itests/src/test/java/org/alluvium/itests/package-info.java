/** The distribution as an operator has it: unpacked, started, driven over HTTP and the console. */
@NullMarked
package org.alluvium.itests;

import org.jspecify.annotations.NullMarked;
