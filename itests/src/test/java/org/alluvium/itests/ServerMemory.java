package org.alluvium.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server's process holds after a full collection.
 *
 * @param bundleLoaders class loaders of bundles
 * @param driverObjects objects of classes of drivers, whichever loader defined them
 * @param threads live ones, but for those of pools that grow and shrink by themselves, and the JVM's own
 * @param metaspace used, in KB
 * @param heap used, in KB
 */
record ServerMemory(long bundleLoaders, long driverObjects, long threads, long metaspace, long heap) {
    /** Threads of the server, the console, the life cycle and the JVM that come with work and go some time after it. */
    private static final Pattern POOLED = Pattern.compile(
            "\"(?:http-|session-|sshd-|driver-lifecycle|C[12] CompilerThread|Attach Listener|Sweeper thread).*");

    private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");

    /** Looks at a process of this JDK. */
    static ServerMemory of(long pid) throws IOException, InterruptedException {
        // Metadata goes with the collection after the one that finds its loader dead
        run("jcmd", pid, "GC.run");
        run("jcmd", pid, "GC.run");
        // Counts live objects only, after a collection of its own
        String histogram = run("jcmd", pid, "GC.class_histogram");
        String usage = run("jstat", "-gc", pid);
        List<String> names = List.of(usage.lines().toList().get(0).trim().split(" +"));
        String[] values = usage.lines().toList().get(1).trim().split(" +");
        return new ServerMemory(
                sum(histogram, "org\\.apache\\.felix\\.framework\\.BundleWiringImpl\\$BundleClassLoader"),
                sum(histogram, "org\\.alluvium\\.driver\\.(?:ec2|mock)\\.[\\w.$]+"),
                run("jcmd", pid, "Thread.print")
                        .lines()
                        .filter(line ->
                                line.startsWith("\"") && !POOLED.matcher(line).matches())
                        .count(),
                kilobytes(values[names.indexOf("MU")]),
                kilobytes(values[names.indexOf("OU")]) + kilobytes(values[names.indexOf("EU")]));
    }

    private static long kilobytes(String number) {
        return (long) Double.parseDouble(number.replace(',', '.'));
    }

    private static long sum(String histogram, String type) {
        Matcher line = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + type + "(?: .*)?$")
                .matcher(histogram);
        long sum = 0;
        while (line.find()) {
            sum += Long.parseLong(line.group(1));
        }
        return sum;
    }

    private static String run(String tool, Object... arguments) throws IOException, InterruptedException {
        List<String> command =
                new java.util.ArrayList<>(List.of(TOOLS.resolve(tool).toString()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed);
        }
        return printed;
    }
}
