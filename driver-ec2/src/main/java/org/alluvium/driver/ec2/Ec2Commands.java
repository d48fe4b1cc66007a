package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.CommandOutput;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * Commands on instances. Asks EC2 once, for the instance's state and addresses. The address is one of the instance's own,
 * whatever the client names: the server is no way into other machines.
 */
final class Ec2Commands implements CommandOperations {
    private final Ec2Calls calls;
    private final Ec2Login login;

    Ec2Commands(Ec2Calls calls, Ec2Login login) {
        this.calls = requireNonNull(calls);
        this.login = requireNonNull(login);
    }

    @Override
    public CommandOutput run(String instanceId, CommandRequest request) {
        Instance instance = Ec2Calls.ifThere(() -> calls.newborns().await(instanceId, () -> describe(instanceId)))
                .orElseThrow(() -> CloudException.notFound("Instance", instanceId));
        if (instance.state() == null || instance.state().name() != InstanceStateName.RUNNING) {
            throw new CloudException(
                    ErrorKind.NOT_ALLOWED, "Instance '" + instanceId + "' is not running. Start it first.");
        }
        String address = address(instance, request.ip());
        String output = calls.counted("RunCommand", () -> new Ec2Ssh(login).run(address, request));
        return new CommandOutput(instanceId, address, request.command(), output);
    }

    private Optional<Instance> describe(String id) {
        return calls
                .call(
                        DescribeInstancesRequest.builder().instanceIds(id).build(),
                        (client, q) -> client.describeInstances(q))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> id.equals(instance.instanceId()))
                .findFirst();
    }

    private String address(Instance instance, Optional<String> wanted) {
        List<String> open = publicAddresses(instance);
        List<String> closed = privateAddresses(instance);
        if (wanted.isPresent()) {
            String address = wanted.get().strip();
            if (open.contains(address)) {
                return address;
            }
            if (!closed.contains(address)) {
                throw new CloudException(
                        ErrorKind.INVALID,
                        "'" + address + "' is no address of instance '" + instance.instanceId() + "'. It has: "
                                + String.join(", ", open) + ".");
            }
            if (!login.privateAddresses()) {
                throw new CloudException(
                        ErrorKind.FORBIDDEN,
                        "The operator does not allow private addresses, such as '" + address
                                + "' (sshPrivateAddresses in org.alluvium.driver.ec2.cfg).");
            }
            return address;
        }
        return Stream.concat(open.stream(), login.privateAddresses() ? closed.stream() : Stream.empty())
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        ErrorKind.NOT_ALLOWED,
                        "Instance '" + instance.instanceId() + "' has no public address. Associate one."));
    }

    private static List<String> publicAddresses(Instance instance) {
        return given(Stream.concat(
                Stream.of(instance.publicDnsName(), instance.publicIpAddress()),
                instance.networkInterfaces().stream()
                        .flatMap(nic -> Stream.concat(
                                nic.privateIpAddresses().stream()
                                        .filter(ip -> ip.association() != null)
                                        .map(ip -> ip.association().publicIp()),
                                nic.ipv6Addresses().stream().map(InstanceIpv6Address::ipv6Address)))));
    }

    private static List<String> privateAddresses(Instance instance) {
        return given(Stream.concat(
                Stream.of(instance.privateDnsName(), instance.privateIpAddress()),
                instance.networkInterfaces().stream()
                        .flatMap(nic -> nic.privateIpAddresses().stream())
                        .map(ip -> ip.privateIpAddress())));
    }

    private static List<String> given(Stream<String> addresses) {
        return addresses
                .filter(address -> address != null && !address.isEmpty())
                .distinct()
                .toList();
    }
}
