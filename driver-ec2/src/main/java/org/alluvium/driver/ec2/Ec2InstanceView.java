package org.alluvium.driver.ec2;

import static org.alluvium.model.StateMachine.Transition.auto;
import static org.alluvium.model.StateMachine.Transition.on;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** How one of EC2's instances is shown (contract drivers, ec2). */
final class Ec2InstanceView {
    /** The life of an instance. */
    static final StateMachine STATES = StateMachine.of(
            State.of(InstanceState.START, auto(InstanceState.PENDING)),
            State.of(InstanceState.PENDING, auto(InstanceState.RUNNING)),
            State.of(
                    InstanceState.RUNNING,
                    on(InstanceAction.REBOOT, InstanceState.RUNNING),
                    on(InstanceAction.STOP, InstanceState.STOPPING)),
            State.of(InstanceState.STOPPING, auto(InstanceState.STOPPED)),
            State.of(
                    InstanceState.STOPPED,
                    on(InstanceAction.START, InstanceState.RUNNING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(InstanceState.FINISH));

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Ec2InstanceView() {}

    /**
     * The instance as clients see it.
     *
     * @param groups knows what clients call its firewalls
     */
    static Instance instance(
            software.amazon.awssdk.services.ec2.model.Instance i, @Nullable String owner, Ec2Groups groups) {
        boolean persistent = i.rootDeviceType() == DeviceType.EBS;
        Instance.Builder view = Instance.builder(i.instanceId())
                .name(name(i))
                .actions(List.of())
                .publicAddresses(List.of(address(i.publicDnsName(), i.publicIpAddress())))
                .privateAddresses(List.of(address(i.privateDnsName(), i.privateIpAddress())))
                .firewallIds(i.securityGroups().stream()
                        .map(group -> groups.clientId(group.groupId(), group.groupName(), i.vpcId(), owner))
                        .toList())
                .volumes(volumes(i))
                .createImage(persistent);
        ifThere(owner).ifPresent(view::ownerId);
        ifThere(i.imageId()).ifPresent(view::imageId);
        realm(i).ifPresent(view::realmId);
        if (!i.networkInterfaces().isEmpty()) {
            view.networkInterfaceIds(i.networkInterfaces().stream()
                    .map(InstanceNetworkInterface::networkInterfaceId)
                    .toList());
        }
        ifThere(i.keyName()).ifPresent(key -> view.login(Instance.Login.withKey(key)));
        ifThere(i.instanceTypeAsString())
                .ifPresent(type -> view.hardwareProfileId(type)
                        .hardwareOverrides(Ec2HardwareProfiles.overrides(type, ifThere(i.architectureAsString()))));
        Optional.ofNullable(i.launchTime()).ifPresent(time -> view.launchTime(time(time)));
        Optional.ofNullable(i.state())
                .flatMap(state -> state(state.name()))
                .ifPresent(state -> view.state(state).actions(actions(state, persistent)));
        return view.build();
    }

    /** A time as EC2 writes it. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** The counterpart of EC2's state; it is being terminated while it is shown as stopped (contract drivers, ec2). */
    static Optional<InstanceState> state(@Nullable InstanceStateName name) {
        if (name == null) {
            return Optional.empty();
        }
        return switch (name) {
            case PENDING -> Optional.of(InstanceState.PENDING);
            case RUNNING -> Optional.of(InstanceState.RUNNING);
            case STOPPING -> Optional.of(InstanceState.STOPPING);
            case STOPPED, SHUTTING_DOWN -> Optional.of(InstanceState.STOPPED);
            case TERMINATED -> Optional.of(InstanceState.FINISH);
            case UNKNOWN_TO_SDK_VERSION -> Optional.empty();
        };
    }

    /** What can be asked of an instance: without a disk of its own it is destroyed, not stopped, and never started again. */
    static List<InstanceAction> actions(InstanceState state, boolean persistent) {
        List<InstanceAction> machine = STATES.actions(state);
        return persistent
                ? machine
                : machine.stream()
                        .filter(action -> action != InstanceAction.START)
                        .map(action -> action == InstanceAction.STOP ? InstanceAction.DESTROY : action)
                        .toList();
    }

    private static String name(software.amazon.awssdk.services.ec2.model.Instance i) {
        return Ec2Tags.name(i.tags()).or(() -> ifThere(i.imageId())).orElse(i.instanceId());
    }

    private static Optional<String> realm(software.amazon.awssdk.services.ec2.model.Instance i) {
        return Optional.ofNullable(i.placement())
                .flatMap(placement -> ifThere(placement.availabilityZone()))
                .map(zone ->
                        ifThere(i.subnetId()).map(subnet -> zone + ":" + subnet).orElse(zone));
    }

    private static InstanceAddress address(@Nullable String host, @Nullable String ip) {
        return ifThere(host)
                .map(name -> new InstanceAddress(InstanceAddress.Type.HOSTNAME, name))
                .or(() -> ifThere(ip).map(number -> new InstanceAddress(InstanceAddress.Type.IPV4, number)))
                .orElseGet(() -> new InstanceAddress(InstanceAddress.Type.UNAVAILABLE, ""));
    }

    private static Map<String, String> volumes(software.amazon.awssdk.services.ec2.model.Instance i) {
        Map<String, String> volumes = new LinkedHashMap<>();
        i.blockDeviceMappings().stream()
                .filter(mapping -> mapping.ebs() != null && mapping.ebs().volumeId() != null)
                .forEach(mapping -> volumes.put(mapping.ebs().volumeId(), mapping.deviceName()));
        return volumes;
    }

    private static Optional<String> ifThere(@Nullable String text) {
        return Optional.ofNullable(text).filter(t -> !t.isEmpty());
    }
}
