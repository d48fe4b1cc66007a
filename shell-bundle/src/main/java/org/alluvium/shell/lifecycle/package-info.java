/**
 * The life of drivers: revisions are installed beside each other, checked, made active, retired and rolled back.
 *
 * <p>{@link org.alluvium.shell.lifecycle.DriverLifecycle} moves the bundles and tells the registry which revision is active.
 * {@link org.alluvium.shell.lifecycle.StateFile} holds what is wanted, and is written before anything is switched: what it says
 * is made true again at each start. Drivers that were never upgraded are not in it; the framework keeps them.
 */
@NullMarked
package org.alluvium.shell.lifecycle;

import org.jspecify.annotations.NullMarked;
