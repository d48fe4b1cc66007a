package org.alluvium.shell;

import java.io.IOException;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** Tells the console's user what is refused as a sentence; only defects are logged with a stack trace. */
final class Refusals {
    private Refusals() {}

    /** What a command does. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Runs a command.
     *
     * @return null: a command prints what it has to say
     * @throws CommandException for an {@link IllegalArgumentException} or {@link IllegalStateException}, and for a file that
     *     failed: the shell shows its message, and logs it at the level debug
     */
    static @Nullable Object told(Work command) throws Exception {
        try {
            command.run();
            return null;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new CommandException(String.valueOf(refused.getMessage()), refused);
        } catch (IOException failed) {
            // Of many files' exceptions the message is but the name.
            throw new CommandException(
                    "The server cannot read or write a file: " + failed.getMessage() + " ("
                            + failed.getClass().getSimpleName()
                            + "). See to its permissions and to the space on the disk.",
                    failed);
        }
    }
}
