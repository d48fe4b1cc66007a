package org.alluvium.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What revisions of a driver hold of this JVM.
 *
 * @param loaders how many of their class loaders there still are
 * @param threads the living threads
 * @param classes how many classes are loaded
 * @param metaspace what they take, in KB
 */
record Footprint(long loaders, Set<Thread> threads, long classes, long metaspace) {
    /** As it is now, after a collection of what nobody holds. */
    static Footprint of(List<WeakReference<ClassLoader>> loaders) {
        System.gc();
        return new Footprint(
                loaders.stream().filter(loader -> loader.get() != null).count(),
                Thread.getAllStackTraces().keySet(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .map(MemoryPoolMXBean::getUsage)
                        .mapToLong(usage -> usage.getUsed() / 1024)
                        .sum());
    }

    /** The names of the threads that were not there then. */
    Set<String> threadsBesides(Footprint then) {
        return threads.stream()
                .filter(thread -> !then.threads.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
