package org.alluvium.model;

/** The states an instance can be in (contract 02, instance_states); clients know no others. */
public enum InstanceState {
    /** The state before creation; only in state machines, never of an instance. */
    START,
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    /** Gone, or about to be. */
    FINISH,
    ERROR
}
