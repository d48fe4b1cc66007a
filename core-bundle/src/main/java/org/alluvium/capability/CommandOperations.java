package org.alluvium.capability;

import org.alluvium.model.CommandOutput;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Running a command on an instance. Apart from {@link InstanceOperations} because many clouds have only those. The
 * package's rules hold.
 */
@ConsumerType
@Capability("instances")
public interface CommandOperations {
    /** Runs a command on a running instance and waits until it ends. */
    CommandOutput run(String instanceId, CommandRequest request);
}
