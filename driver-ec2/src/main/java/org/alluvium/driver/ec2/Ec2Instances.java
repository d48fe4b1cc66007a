package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.GetPasswordDataRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** Instances. How EC2's are shown is in {@link Ec2InstanceView}, how new ones are asked for in {@link Ec2Launch}. */
final class Ec2Instances implements InstanceOperations {
    private static final String WINDOWS = "windows";

    private final Ec2Calls calls;
    private final Ec2Groups groups;
    private final Ec2HardwareProfiles profiles;

    Ec2Instances(Ec2Calls calls, Ec2Groups groups, Ec2HardwareProfiles profiles) {
        this.calls = requireNonNull(calls);
        this.groups = requireNonNull(groups);
        this.profiles = requireNonNull(profiles);
    }

    @Override
    public List<Instance> list(InstanceFilter filter) {
        return calls
                .pages(
                        DescribeInstancesRequest.builder()
                                .maxResults(calls.pageSize())
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeInstances(q),
                        DescribeInstancesResponse::nextToken,
                        DescribeInstancesResponse::reservations)
                .stream()
                .flatMap(r -> r.instances().stream().map(i -> view(i, r.ownerId())))
                .filter(filter::admits)
                .toList();
    }

    /** {@inheritDoc} One with Windows has its first password, encrypted with its key as EC2 gives it out. */
    @Override
    public Optional<Instance> find(String id) {
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> reservations(id).stream()
                                .flatMap(r -> r.instances().stream()
                                        .map(i -> withPassword(view(i, r.ownerId()), i.platformAsString())))
                                .findFirst()));
    }

    @Override
    public List<Instance> create(InstanceRequest request) {
        RunInstancesResponse made = run(request);
        made.instances().forEach(i -> calls.newborns().add(i.instanceId()));
        return made.instances().stream().map(i -> view(i, made.ownerId())).toList();
    }

    private RunInstancesResponse run(InstanceRequest request) {
        try {
            return calls.call(new Ec2Launch(calls, groups).request(request), (client, q) -> client.runInstances(q));
        } catch (CloudException refused) {
            // EC2 has one code for any bad parameter, and clients know a sentence for this one
            boolean aboutTheRequest = refused.kind() == ErrorKind.INVALID || refused.kind() == ErrorKind.NOT_FOUND;
            Optional<String> unknown = request.hardwareProfileId()
                    .filter(id -> aboutTheRequest && !id.isBlank())
                    .filter(id -> profiles.find(id).isEmpty());
            if (unknown.isPresent()) {
                throw new CloudException(
                        ErrorKind.INVALID, "Hardware profile '" + unknown.get() + "' does not exists.");
            }
            throw refused.hiding(request.secrets());
        }
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        calls.newborns().await(id, () -> {
            ask(id, action);
            return id;
        });
        return find(id);
    }

    private Instance view(software.amazon.awssdk.services.ec2.model.Instance i, @Nullable String owner) {
        return Ec2InstanceView.instance(i, owner, groups);
    }

    private Instance withPassword(Instance instance, @Nullable String platform) {
        if (!WINDOWS.equalsIgnoreCase(platform) || !instance.state().equals(Optional.of(InstanceState.RUNNING))) {
            return instance;
        }
        return password(instance.id())
                .map(password -> instance.toBuilder()
                        .login(new Instance.Login(
                                instance.login().keyName(), Optional.of("Administrator"), Optional.of(password)))
                        .build())
                .orElse(instance);
    }

    private Optional<String> password(String id) {
        GetPasswordDataRequest request =
                GetPasswordDataRequest.builder().instanceId(id).build();
        try {
            return Optional.ofNullable(calls.call(request, (client, q) -> client.getPasswordData(q))
                            .passwordData())
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        } catch (CloudException refused) {
            // Who may look at an instance may not always look at its password
            if (refused.kind() == ErrorKind.FORBIDDEN || refused.kind() == ErrorKind.INVALID) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private void ask(String id, InstanceAction action) {
        switch (action) {
            case REBOOT ->
                calls.call(
                        RebootInstancesRequest.builder().instanceIds(id).build(),
                        (client, q) -> client.rebootInstances(q));
            case START ->
                calls.call(
                        StartInstancesRequest.builder().instanceIds(id).build(),
                        (client, q) -> client.startInstances(q));
            case STOP -> {
                if (isStoppable(id)) {
                    calls.call(
                            StopInstancesRequest.builder().instanceIds(id).build(),
                            (client, q) -> client.stopInstances(q));
                } else {
                    terminate(id);
                }
            }
            case DESTROY -> terminate(id);
            case CREATE -> throw new IllegalArgumentException("CREATE is no action of an instance");
        }
    }

    private void terminate(String id) {
        calls.call(
                TerminateInstancesRequest.builder().instanceIds(id).build(),
                (client, q) -> client.terminateInstances(q));
    }

    /** Only a root disk of its own outlives a stop; without one, stop means the end (contract drivers, ec2). */
    private boolean isStoppable(String id) {
        return reservations(id).stream()
                        .flatMap(r -> r.instances().stream())
                        .findFirst()
                        .orElseThrow(() -> CloudException.notFound("Instance", id))
                        .rootDeviceType()
                == DeviceType.EBS;
    }

    private List<Reservation> reservations(String id) {
        return calls.call(
                        DescribeInstancesRequest.builder().instanceIds(id).build(),
                        (client, q) -> client.describeInstances(q))
                .reservations();
    }
}
