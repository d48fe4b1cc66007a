package org.alluvium.model;

/** What a client can ask of an instance (contract 02, instance_states). */
public enum InstanceAction {
    /** Only in state machines: the way from START. */
    CREATE,
    REBOOT,
    STOP,
    START,
    DESTROY
}
