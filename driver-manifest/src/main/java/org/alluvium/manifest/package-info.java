/** A plug-in for bnd that asks a driver what it is while its bundle is built, and what makes the driver for that. */
@NullMarked
package org.alluvium.manifest;

import org.jspecify.annotations.NullMarked;
