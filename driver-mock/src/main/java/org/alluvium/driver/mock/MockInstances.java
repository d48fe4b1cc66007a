package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Instance;
import org.alluvium.model.Instance.Login;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;
import org.alluvium.model.StateMachine.Transition;
import org.alluvium.model.Volume;

/**
 * The instances. They change their state at once. What refers to an instance is not stored with it but added on the way
 * out: its volumes, its network interfaces, and the addresses that stand in for its public host name.
 */
final class MockInstances implements InstanceOperations, CommandOperations {
    static final StateMachine STATES = StateMachine.of(
            State.of(InstanceState.START, Transition.on(InstanceAction.CREATE, InstanceState.PENDING)),
            State.of(InstanceState.PENDING, Transition.auto(InstanceState.RUNNING)),
            State.of(
                    InstanceState.RUNNING,
                    Transition.on(InstanceAction.REBOOT, InstanceState.RUNNING),
                    Transition.on(InstanceAction.STOP, InstanceState.STOPPED)),
            State.of(
                    InstanceState.STOPPED,
                    Transition.on(InstanceAction.START, InstanceState.RUNNING),
                    Transition.on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(InstanceState.FINISH));

    static final List<Stored> FIXTURES = List.of(
            fixture(running("inst0", "img1", "img1", "us", "m1-large")
                    .name("Mock Instance With Profile Change")
                    .hardwareOverrides(Map.of("memory", "12288"))
                    .networkInterfaceIds(List.of())),
            fixture(running("inst1", "img3", "img1", "us", "m1-small")
                    .name("MockUserInstance")
                    .networkInterfaceIds(List.of())),
            fixture(running("inst2", "img1", "img1", "us", "m1-large").name("AnotherInstance")),
            fixture(running("inst3", "img3", "img3", "eu", "m1-small")
                    .name("")
                    .login(Login.withKey(""))
                    .networkInterfaceIds(List.of())
                    .createImage(false)));

    private final MockStore store;

    MockInstances(MockStore store) {
        this.store = requireNonNull(store);
    }

    /**
     * An instance on disk.
     *
     * @param instance without what refers to it
     * @param userData in base64
     */
    record Stored(Instance instance, Optional<String> userData) {}

    @Override
    public List<Instance> list(InstanceFilter filter) {
        return store.instances.all().stream()
                .map(Stored::instance)
                .filter(filter::admits)
                .map(this::present)
                .toList();
    }

    @Override
    public Optional<Instance> find(String id) {
        return store.instances.find(id).map(Stored::instance).map(this::present);
    }

    /** One instance, whatever the count: this cloud does not advertise more. */
    @Override
    public List<Instance> create(InstanceRequest request) {
        String profile = request.hardwareProfileId().orElse(MockHardwareProfiles.DEFAULT);
        if (MockHardwareProfiles.PROFILES.stream().noneMatch(p -> p.id().equals(profile))) {
            throw new CloudException(ErrorKind.INVALID, "Hardware profile '" + profile + "' does not exists.");
        }
        String realm =
                MockRealms.check(request.realmId().filter(id -> !id.isEmpty()).orElse(MockRealms.DEFAULT));
        return store.change(() -> {
            for (String firewall : request.firewallIds()) {
                if (store.firewalls.find(firewall).isEmpty()) {
                    throw new CloudException(ErrorKind.INVALID, "Firewall '" + firewall + "' does not exist.");
                }
            }
            String id = store.instances.freeId("inst", 0);
            Instance.Builder instance = running(id, request.imageId(), request.imageId(), realm, profile)
                    .name(request.name().orElseGet(() -> "i-" + Instant.now().getEpochSecond()))
                    .hardwareOverrides(request.hardwareOverrides())
                    .login(request.keyName().map(Login::withKey).orElse(Login.UNKNOWN));
            if (!request.firewallIds().isEmpty()) {
                instance.firewallIds(request.firewallIds());
            }
            Stored stored = new Stored(instance.build(), request.userData().map(Base64.getEncoder()::encodeToString));
            store.instances.put(stored);
            return List.of(stored.instance());
        });
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        return store.change(() -> {
            Stored stored = store.instances.require(id);
            InstanceState next = next(stored.instance(), action);
            if (next == InstanceState.FINISH) {
                store.instances.remove(id, () -> forget(store, id));
                return Optional.<Instance>empty();
            }
            Instance changed = stored.instance().toBuilder()
                    .state(next)
                    .actions(STATES.actions(next))
                    .build();
            store.instances.put(new Stored(changed, stored.userData()));
            return Optional.of(present(changed));
        });
    }

    /** Runs nothing: answers what a shell would echo. */
    @Override
    public CommandOutput run(String instanceId, CommandRequest request) {
        Instance instance = present(store.instances.require(instanceId).instance());
        if (!instance.state().equals(Optional.of(InstanceState.RUNNING))) {
            throw new CloudException(
                    ErrorKind.NOT_ALLOWED, "Instance '" + instanceId + "' is not running. Start it first.");
        }
        String address =
                request.ip().orElseGet(() -> instance.publicAddresses().get(0).address());
        return new CommandOutput(instanceId, address, request.command(), instanceId + "$ " + request.command() + "\n");
    }

    /** Removes every reference to an instance that is gone. */
    static void forget(MockStore store, String id) {
        for (Volume volume : store.volumes.of(id)) {
            store.volumes.put(MockVolumes.detached(volume));
        }
        for (Address address : store.addresses.of(id)) {
            store.addresses.put(new Address(address.id(), Optional.empty()));
        }
        for (NetworkInterface networkInterface : store.networkInterfaces.of(id)) {
            store.networkInterfaces.remove(networkInterface.id());
        }
        store.loadBalancers.all().stream()
                .filter(balancer -> balancer.instanceIds().contains(id))
                .forEach(balancer -> store.loadBalancers.put(MockLoadBalancers.without(balancer, id)));
    }

    private static InstanceState next(Instance instance, InstanceAction action) {
        return STATES.states().stream()
                .filter(state -> instance.state().equals(Optional.of(state.name())))
                .flatMap(state -> state.transitions().stream())
                .filter(transition -> transition.action().equals(Optional.of(action)))
                .map(Transition::to)
                .findFirst()
                .orElseThrow(() -> new CloudException(ErrorKind.NOT_ALLOWED, refusal(instance)));
    }

    private static String refusal(Instance instance) {
        return "Instance '" + instance.id() + "' is "
                + instance.state().map(Enum::name).orElse("in no state") + ". It can do: "
                + instance.actions().stream()
                        .map(action -> action.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private Instance present(Instance instance) {
        Collection<Volume> volumes = store.volumes.of(instance.id());
        Collection<NetworkInterface> interfaces = store.networkInterfaces.of(instance.id());
        Collection<Address> addresses = store.addresses.of(instance.id());
        if (volumes.isEmpty() && interfaces.isEmpty() && addresses.isEmpty()) {
            return instance;
        }
        Map<String, String> devices = new LinkedHashMap<>();
        volumes.stream()
                .filter(MockVolumes::isListedByInstance)
                .forEach(volume -> volume.attachment()
                        .ifPresent(attachment ->
                                devices.put(volume.id(), attachment.device().orElse(""))));
        Instance.Builder whole = instance.toBuilder().volumes(devices);
        if (!interfaces.isEmpty()) {
            whole.networkInterfaceIds(
                    interfaces.stream().map(NetworkInterface::id).toList());
        }
        if (!addresses.isEmpty()) {
            whole.publicAddresses(addresses.stream()
                    .map(address -> new InstanceAddress(InstanceAddress.Type.IPV4, address.id()))
                    .toList());
        }
        return whole.build();
    }

    /** A running instance; two fixtures have the host name of another image than they were started from. */
    private static Instance.Builder running(
            String id, String image, String imageInHostName, String realm, String profile) {
        return Instance.builder(id)
                .ownerId(MockDriver.USER)
                .imageId(image)
                .realmId(realm)
                .state(InstanceState.RUNNING)
                .actions(STATES.actions(InstanceState.RUNNING))
                .hardwareProfileId(profile)
                .publicAddresses(List.of(host(imageInHostName + "." + id + ".public.com")))
                .privateAddresses(List.of(host(imageInHostName + "." + id + ".private.com")))
                .createImage(true);
    }

    private static InstanceAddress host(String name) {
        return new InstanceAddress(InstanceAddress.Type.HOSTNAME, name);
    }

    private static Stored fixture(Instance.Builder instance) {
        return new Stored(instance.build(), Optional.empty());
    }
}
