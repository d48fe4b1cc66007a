package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which an instance is made. When one fails, this and those before it are undone, the last first, and the error
 * tells which it was.
 */
final class AzureSteps {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSteps.class);

    private final String instance;
    private final List<String> secrets;
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    /**
     * @param instance its name
     * @param secrets what Azure might quote, and nobody else may
     */
    AzureSteps(String instance, List<String> secrets) {
        this.instance = requireNonNull(instance);
        this.secrets = List.copyOf(secrets);
    }

    /** A step without a result. */
    void run(String step, Runnable action, Runnable undo) {
        get(
                step,
                () -> {
                    action.run();
                    return true;
                },
                undo);
    }

    /**
     * A step.
     *
     * @param undo removes what the step makes; called also when the step itself failed, which does not always mean that
     *     nothing was made
     */
    <T> T get(String step, Supplier<T> action, Runnable undo) {
        undoing.push(undo);
        try {
            return action.get();
        } catch (CloudException failure) {
            boolean clean = undo();
            throw new CloudException(
                    failure.kind(),
                    "Instance '" + instance + "' was not made, its step '" + step + "' failed"
                            + (clean ? "" : "; what was made before could not all be removed, see the log") + ": "
                            + failure.hiding(secrets).getMessage(),
                    null,
                    failure.retryAfter());
        } catch (RuntimeException defect) {
            undo();
            throw defect;
        }
    }

    /** Also when nobody waits for the instance any longer: it is no reason to leave things behind. */
    private boolean undo() {
        boolean interrupted = Thread.interrupted();
        try {
            return undoAll();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean undoAll() {
        boolean clean = true;
        while (!undoing.isEmpty()) {
            try {
                undoing.pop().run();
            } catch (CloudException left) {
                if (left.kind() == ErrorKind.NOT_FOUND) {
                    continue;
                }
                clean = false;
                LOG.warn("What was made for instance '{}' could not be removed: {}", instance, left.getMessage());
            }
        }
        return clean;
    }
}
