package org.alluvium.shell;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverWatch;

/** Prints a line for each change of a driver, as it happens. */
final class DriverTicker {
    /** For which it waits before it looks whether anybody still reads. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final DriverWatch watch;
    private final PrintStream out;
    private final PrintStream console;

    /**
     * A ticker that has told nothing yet.
     *
     * @param out where the lines go, which may lead to another command
     * @param console the end of it: lines that were not typed at a terminal stay in its buffer unless it is flushed, and it
     *     alone knows that nobody is there any more
     */
    DriverTicker(DriverRegistry registry, PrintStream out, PrintStream console) {
        this.watch = new DriverWatch(registry);
        this.out = requireNonNull(out);
        this.console = requireNonNull(console);
    }

    /** Begins with all that is there; returns when the thread is interrupted (Ctrl-C) or the console is gone. */
    void run() {
        try {
            while (!out.checkError() && !console.checkError()) {
                watch.next(TURN).forEach(this::print);
            }
        } catch (InterruptedException stopped) {
            // Ctrl-C: the console takes the next command.
            out.println();
        }
    }

    private void print(DriverWatch.Change change) {
        String state = change.status()
                .map(status -> status.state().name().toLowerCase(Locale.ROOT)
                        + status.lastError().map(error -> ": " + error).orElse(""))
                .orElse("gone");
        out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + change.id() + " " + change.version() + " "
                + state);
    }
}
