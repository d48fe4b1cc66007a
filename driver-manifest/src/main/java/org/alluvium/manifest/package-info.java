/** A plug-in for bnd that asks a driver what it is while its bundle is built. */
@NullMarked
package org.alluvium.manifest;

import org.jspecify.annotations.NullMarked;
