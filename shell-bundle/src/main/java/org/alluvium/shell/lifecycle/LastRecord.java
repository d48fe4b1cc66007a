package org.alluvium.shell.lifecycle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JDK let go of the classes of a bundle that went. Java 17 makes {@code equals} of every record from one method handle,
 * and that handle keeps the record class it was adapted to last (JDK-8078641): if that was a driver's, its class
 * loader stays, with all its classes, until any other record is compared for the first time. From Java 18 on it is a soft
 * reference, which goes when memory runs short. Safe for use by many threads.
 */
final class LastRecord implements BundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(LastRecord.class);

    /** When the classes of a bundle are no longer in use, be it uninstalled, updated, or retired. */
    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED || event.getType() == BundleEvent.UNINSTALLED) {
            forget();
        }
    }

    /** Lets a record of this bundle be the one that was compared last; takes a tenth of a millisecond. */
    static void forget() {
        try {
            // What the compiler has each record do once, when it is compared first
            ObjectMethods.bootstrap(MethodHandles.lookup(), "equals", MethodHandle.class, Successor.class, "");
        } catch (Throwable e) {
            // Declared so; all that is lost is some memory, for a time
            LOG.warn("The classes of a bundle that went may stay in memory", e);
        }
    }

    private record Successor() {}
}
