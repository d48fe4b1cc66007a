/**
 * The collection {@code hardware_profiles} (contract 02).
 */
@NullMarked
package org.alluvium.rest.collections.hardwareprofiles;

import org.jspecify.annotations.NullMarked;
