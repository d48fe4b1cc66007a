package org.alluvium.shell.lifecycle;

/**
 * What a driver says, fit for the log, the history and the console: in one line, however long, and whatever its exceptions do when
 * they are asked.
 */
final class Words {
    /** Of a sentence that an operator reads. */
    private static final int LENGTH = 500;

    private Words() {}

    /** Without line ends and other control characters, and cut where it is too long for a sentence. */
    static String of(String said) {
        // Cut first: it may be megabytes
        String start = said.substring(0, Math.min(said.length(), 2 * LENGTH));
        String line = start.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() > LENGTH || start.length() < said.length()
                ? line.substring(0, Math.min(line.length(), LENGTH)) + "..."
                : line;
    }

    /** What was thrown: the name of its class, and its message. */
    static String of(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        try {
            String message = thrown.getMessage();
            return message == null ? name : of(name + ": " + message);
        } catch (Throwable e) {
            // Its message is made by the driver's own code
            return name;
        }
    }
}
