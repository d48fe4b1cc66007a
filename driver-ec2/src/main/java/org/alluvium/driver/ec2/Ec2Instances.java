package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** Instances. How EC2's are shown is in {@link Ec2InstanceView}, how new ones are asked for in {@link Ec2Launch}. */
final class Ec2Instances implements InstanceOperations {
    private final Ec2Calls calls;

    Ec2Instances(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
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
                .flatMap(r -> r.instances().stream().map(i -> Ec2InstanceView.instance(i, r.ownerId())))
                .filter(filter::admits)
                .toList();
    }

    @Override
    public Optional<Instance> find(String id) {
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> reservations(id).stream()
                                .flatMap(r -> r.instances().stream().map(i -> Ec2InstanceView.instance(i, r.ownerId())))
                                .findFirst()));
    }

    @Override
    public List<Instance> create(InstanceRequest request) {
        RunInstancesResponse made =
                calls.call(new Ec2Launch(calls).request(request), (client, q) -> client.runInstances(q));
        made.instances().forEach(i -> calls.newborns().add(i.instanceId()));
        return made.instances().stream()
                .map(i -> Ec2InstanceView.instance(i, made.ownerId()))
                .toList();
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        calls.newborns().await(id, () -> {
            ask(id, action);
            return id;
        });
        return find(id);
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
