package org.alluvium.testkit;

import static java.util.Objects.requireNonNull;

import org.alluvium.capability.CommandRequest;

/**
 * A command of which is known what it prints.
 *
 * @param request the command, with a password or key that is a secret of the test
 * @param output a part of what it prints, best one that the command line does not hold
 */
public record KnownCommand(CommandRequest request, String output) {
    public KnownCommand {
        requireNonNull(request);
        requireNonNull(output);
        if (output.isEmpty()) {
            throw new IllegalArgumentException("any output holds an empty text");
        }
    }
}
