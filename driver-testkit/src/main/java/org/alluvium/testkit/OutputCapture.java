package org.alluvium.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Whatever is written to System.out, System.err or java.util.logging (at every level), until it is closed. */
final class OutputCapture implements AutoCloseable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level oldLevel = root.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            stream.println(entry.getMessage());
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(stream);
            }
            Object[] parameters = entry.getParameters();
            if (parameters != null) {
                for (Object parameter : parameters) {
                    stream.println(parameter);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    OutputCapture() {
        System.setOut(stream);
        System.setErr(stream);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(oldOut);
        System.setErr(oldErr);
        root.removeHandler(handler);
        root.setLevel(oldLevel);
    }
}
