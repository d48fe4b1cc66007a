/** The collection {@code firewalls} with its rules (contract 04). */
@NullMarked
package org.alluvium.rest.collections.firewalls;

import org.jspecify.annotations.NullMarked;
