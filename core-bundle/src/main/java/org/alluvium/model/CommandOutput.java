package org.alluvium.model;

import static java.util.Objects.requireNonNull;

/**
 * What a command printed that was run on an instance.
 *
 * @param instanceId where it ran
 * @param publicAddress by which address the instance was reached
 * @param command what was run
 * @param output standard output and standard error, as one text
 */
public record CommandOutput(String instanceId, String publicAddress, String command, String output) {
    public CommandOutput {
        requireNonNull(instanceId);
        requireNonNull(publicAddress);
        requireNonNull(command);
        requireNonNull(output);
    }

    /** Shows neither the command nor what it printed. */
    @Override
    public String toString() {
        return "CommandOutput[instanceId=" + instanceId + ", publicAddress=" + publicAddress + "]";
    }
}
