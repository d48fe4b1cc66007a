package org.alluvium.rest.collections.instances;

import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;

/** The collection {@code instances}: what it offers. */
public final class InstanceCollection {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            InstanceOperations.class,
            "instances",
            "Lists the instances.",
            Parameter.optional("id", Type.STRING, "Lists only the instance of this id."),
            Parameter.optional("state", Type.STRING, "Lists only the instances in this state."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", InstanceOperations.class, "instance", "Shows an instance.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            InstanceOperations.class,
            "create_instance",
            "Starts a new instance.",
            Parameter.required("image_id", Type.STRING, "The image to start from."),
            Parameter.optional("realm_id", Type.STRING, "The realm to start it in."),
            Parameter.optional("hwp_id", Type.STRING, "The hardware profile: how large it is."),
            Parameter.optional("keyname", Type.STRING, "The id of the key to put on it."),
            Parameter.optional("hwp_memory", Type.STRING, "How much memory in MB, if the profile leaves a choice."),
            Parameter.optional("hwp_storage", Type.STRING, "How much storage in GB, if the profile leaves a choice."),
            Parameter.optional("hwp_architecture", Type.STRING, "Which architecture, if the profile leaves a choice."),
            Parameter.optional("hwp_cpu", Type.STRING, "How many processors, if the profile leaves a choice."));

    static final Operation REBOOT = action("reboot", "Restarts a running instance.");
    static final Operation START = action("start", "Starts a stopped instance.");
    static final Operation STOP = action("stop", "Stops a running instance.");

    static final Operation DESTROY = Operation.of(
            "destroy",
            "DELETE",
            "/{id}",
            InstanceOperations.class,
            "destroy_instance",
            "Removes an instance for good.");

    static final Operation RUN = Operation.of(
            "run",
            "POST",
            "/{id}/run",
            CommandOperations.class,
            "run_on_instance",
            "Runs a command on an instance and waits until it ends.",
            Parameter.required("cmd", Type.STRING, "The command line."),
            Parameter.optional("private_key", Type.TEXT, "The private key to log in with, in PEM format."),
            Parameter.optional("password", Type.SECRET, "The password to log in with."),
            Parameter.optional("ip", Type.STRING, "By which of its addresses to reach the instance."),
            Parameter.optional("port", Type.PORT, "The port of its SSH server; 22 if not told."));

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "instances", "instance", "Virtual machines.", INDEX, SHOW, CREATE, REBOOT, START, STOP, DESTROY, RUN);

    private InstanceCollection() {}

    private static Operation action(String name, String description) {
        return Operation.of(name, "POST", "/{id}/" + name, InstanceOperations.class, name + "_instance", description);
    }
}
