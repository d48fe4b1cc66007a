package org.alluvium.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;
import org.alluvium.model.StateMachine.Transition;
import org.alluvium.model.Volume.Attachment;
import org.alluvium.testkit.PaperDriver.Flaw;

/** Instances, which are there at once, and understand one command. */
final class PaperInstances implements InstanceOperations, CommandOperations {
    static final StateMachine STATES = StateMachine.of(
            State.of(InstanceState.START, Transition.on(InstanceAction.CREATE, InstanceState.RUNNING)),
            State.of(
                    InstanceState.RUNNING,
                    Transition.on(InstanceAction.STOP, InstanceState.STOPPED),
                    Transition.on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(
                    InstanceState.STOPPED,
                    Transition.on(InstanceAction.START, InstanceState.RUNNING),
                    Transition.on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(InstanceState.FINISH));

    static final KnownCommand COUNT = new KnownCommand(
            new CommandRequest("count", Optional.empty(), Optional.of("paper-password-3e9d"), Optional.empty(), 22),
            "one two three");

    private static final InstanceAddress ADDRESS = new InstanceAddress(InstanceAddress.Type.IPV4, "192.0.2.10");

    private final PaperShelf shelf;
    private final boolean plain;
    private final Set<Flaw> flaws;
    private final Consumer<String> cloud;

    /**
     * @param plain whether it knows none of the features
     * @param cloud takes what instances are made with
     */
    PaperInstances(PaperShelf shelf, boolean plain, Set<Flaw> flaws, Consumer<String> cloud) {
        this.cloud = cloud;
        this.shelf = shelf;
        this.plain = plain;
        this.flaws = flaws;
    }

    @Override
    public List<Instance> list(InstanceFilter filter) {
        return shelf.instances.values().stream()
                .map(this::present)
                .filter(filter::admits)
                .toList();
    }

    @Override
    public Optional<Instance> find(String id) {
        return Optional.ofNullable(shelf.instances.get(id)).map(this::present);
    }

    @Override
    public List<Instance> create(InstanceRequest wanted) {
        wanted.hardwareProfileId().ifPresent(profile -> {
            String quoted = flaws.contains(Flaw.USER_DATA_IN_ERRORS)
                    ? wanted.userData().map(PaperInstances::base64).orElse("")
                    : "";
            throw new CloudException(ErrorKind.INVALID, "Hardware profile '" + profile + "' does not exists." + quoted);
        });
        if (flaws.contains(Flaw.PASSWORD_OF_INSTANCES_IN_LOGS)) {
            System.out.println("the password is " + wanted.password().orElse(""));
        }
        PaperShelf.checkRealm(wanted.realmId());
        if (!wanted.imageId().equals(PaperShelf.IMAGE)) {
            throw new CloudException(ErrorKind.INVALID, "There is no image '" + wanted.imageId() + "'.");
        }
        if (plain
                && flaws.contains(Flaw.UNDECLARED_WISHES_REFUSED)
                && wanted.sandbox().isPresent()) {
            throw new CloudException(ErrorKind.INVALID, "This cloud has no sandboxes.");
        }
        String id = shelf.newId("instance");
        shelf.instances.put(
                id,
                Instance.builder(id)
                        .imageId(wanted.imageId())
                        .realmId(PaperShelf.REALM)
                        .state(InstanceState.RUNNING)
                        .publicAddresses(List.of(ADDRESS))
                        .build());
        if (!plain) {
            send(wanted);
            bringTogether(id, wanted);
        }
        return List.of(find(id).orElseThrow());
    }

    private void send(InstanceRequest wanted) {
        List<String> fields = new ArrayList<>();
        wanted.password()
                .filter(password -> !flaws.contains(Flaw.PASSWORD_IGNORED))
                .ifPresent(password -> fields.add("password=" + PaperCalls.encode(password)));
        wanted.userData()
                .filter(data -> !flaws.contains(Flaw.USER_DATA_IGNORED))
                .ifPresent(data -> fields.add("data=" + base64(data)));
        if (!flaws.contains(Flaw.FILES_IGNORED)) {
            wanted.userFiles().forEach((name, content) -> {
                String file = (flaws.contains(Flaw.NAMES_OF_FILES_IGNORED) ? "file" : name) + ":" + base64(content);
                fields.add("file=" + base64(file.getBytes(StandardCharsets.UTF_8)));
            });
        }
        if (!fields.isEmpty()) {
            cloud.accept(String.join("&", fields));
        }
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    private void bringTogether(String id, InstanceRequest wanted) {
        wanted.snapshotId().filter(s -> !flaws.contains(Flaw.SNAPSHOT_IGNORED)).ifPresent(snapshot -> {
            PaperShelf.require(shelf.snapshots, "Storage snapshot", snapshot);
            String size = flaws.contains(Flaw.EMPTY_COPY) ? "1" : shelf.copies.get(snapshot);
            Optional<String> device =
                    flaws.contains(Flaw.DEVICE_NAME_IGNORED) ? Optional.of("/dev/own") : wanted.deviceName();
            String volume = shelf.newId("volume");
            shelf.volumes.put(volume, PaperVolumes.volume(volume, size, Optional.of(new Attachment(id, device))));
        });
        wanted.loadBalancerId()
                .filter(b -> !flaws.contains(Flaw.LOAD_BALANCER_IGNORED))
                .ifPresent(balancer -> {
                    LoadBalancer old = PaperShelf.require(shelf.balancers, "Load balancer", balancer);
                    shelf.balancers.put(balancer, PaperBalancers.with(old, List.of(id)));
                });
        wanted.userIso()
                .filter(image -> !flaws.contains(Flaw.DISK_IMAGE_IGNORED))
                .ifPresent(image -> shelf.images.put(id, base64(image)));
        if (wanted.metrics() && !flaws.contains(Flaw.METRICS_IGNORED)) {
            shelf.measured.put(id, "true");
        }
        wanted.sandbox()
                .filter(sandbox -> !flaws.contains(Flaw.SANDBOX_IGNORED))
                .ifPresent(sandbox -> shelf.sandboxes.put(id, sandbox));
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        Instance old = PaperShelf.require(shelf.instances, "Instance", id);
        switch (action) {
            case START ->
                shelf.instances.put(
                        id, old.toBuilder().state(InstanceState.RUNNING).build());
            case STOP ->
                shelf.instances.put(
                        id, old.toBuilder().state(InstanceState.STOPPED).build());
            case DESTROY -> {
                shelf.instances.remove(id);
                shelf.volumes.replaceAll((volume, one) -> PaperVolumes.isAt(one, id)
                        ? PaperVolumes.volume(volume, one.capacity(), Optional.empty())
                        : one);
            }
            case REBOOT, CREATE -> throw new CloudException(ErrorKind.NOT_ALLOWED, "Paper has no such action.");
        }
        return find(id);
    }

    @Override
    public CommandOutput run(String instanceId, CommandRequest request) {
        Instance instance = PaperShelf.require(shelf.instances, "Instance", instanceId);
        boolean runs = instance.state().equals(Optional.of(InstanceState.RUNNING));
        if (!runs && !flaws.contains(Flaw.COMMANDS_ON_STOPPED_INSTANCES)) {
            throw new CloudException(ErrorKind.NOT_ALLOWED, "Instance '" + instanceId + "' does not run. Start it.");
        }
        if (flaws.contains(Flaw.PASSWORD_OF_COMMANDS_IN_LOGS)) {
            System.out.println("logging in with " + request.password().orElse(""));
        }
        String output = flaws.contains(Flaw.COMMANDS_NOT_RUN) ? request.command() : COUNT.output();
        return new CommandOutput(instanceId, ADDRESS.address(), request.command(), output + "\n");
    }

    private Instance present(Instance instance) {
        Map<String, String> devices = new LinkedHashMap<>();
        shelf.volumes.values().stream()
                .filter(volume -> PaperVolumes.isAt(volume, instance.id()))
                .forEach(volume -> devices.put(
                        volume.id(),
                        volume.attachment().flatMap(Attachment::device).orElse("")));
        return instance.toBuilder()
                .volumes(devices)
                .actions(STATES.actions(instance.state().orElseThrow()))
                .build();
    }
}
