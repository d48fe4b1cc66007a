package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;

/**
 * Addresses: the elastic ones, by the IP address itself (contract drivers, ec2, addresses). Where EC2 knows an address by its
 * allocation and association, those are looked up.
 */
final class Ec2Addresses implements AddressOperations {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final Ec2Calls calls;

    Ec2Addresses(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    /** {@inheritDoc} EC2 answers with all of them at once. */
    @Override
    public List<Address> list() {
        return describe(DescribeAddressesRequest.builder().build()).stream()
                .filter(address -> address.publicIp() != null)
                .map(Ec2Addresses::address)
                .toList();
    }

    @Override
    public Optional<Address> find(String id) {
        return described(id).map(Ec2Addresses::address);
    }

    @Override
    public Address create() {
        String ip = calls.call(
                        AllocateAddressRequest.builder().domain(DomainType.VPC).build(),
                        (client, q) -> client.allocateAddress(q))
                .publicIp();
        calls.newborns().add(ip);
        return new Address(ip, Optional.empty());
    }

    @Override
    public void destroy(String id) {
        var address = require(id);
        requireFree(address);
        ReleaseAddressRequest.Builder request = ReleaseAddressRequest.builder();
        if (address.allocationId() == null) {
            request.publicIp(id);
        } else {
            request.allocationId(address.allocationId());
        }
        calls.call(request.build(), (client, q) -> client.releaseAddress(q));
        calls.newborns().remove(id);
    }

    @Override
    public void associate(String id, String instanceId) {
        var address = require(id);
        requireFree(address);
        AssociateAddressRequest.Builder request =
                AssociateAddressRequest.builder().instanceId(Ec2Id.INSTANCE.require(instanceId));
        if (address.allocationId() == null) {
            request.publicIp(id);
        } else {
            request.allocationId(address.allocationId()).allowReassociation(false);
        }
        calls.newborns()
                .await(instanceId, () -> calls.call(request.build(), (client, q) -> client.associateAddress(q)));
    }

    @Override
    public void disassociate(String id) {
        var address = require(id);
        if (!isInUse(address)) {
            throw new CloudException(ErrorKind.CONFLICT, "Address '" + id + "' is not associated with any instance.");
        }
        DisassociateAddressRequest.Builder request = DisassociateAddressRequest.builder();
        if (address.associationId() == null) {
            request.publicIp(id);
        } else {
            request.associationId(address.associationId());
        }
        calls.call(request.build(), (client, q) -> client.disassociateAddress(q));
    }

    private static void requireFree(software.amazon.awssdk.services.ec2.model.Address address) {
        if (isInUse(address)) {
            // Without an instance, a network interface has it: that of a gateway, for example
            String user = Optional.ofNullable(address.instanceId())
                    .filter(instance -> !instance.isEmpty())
                    .map(instance -> "instance '" + instance + "'")
                    .orElse("a network interface");
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Address '" + address.publicIp() + "' is associated with " + user + "; disassociate it first.");
        }
    }

    private static boolean isInUse(software.amazon.awssdk.services.ec2.model.Address address) {
        return address.associationId() != null
                || (address.instanceId() != null && !address.instanceId().isEmpty());
    }

    private software.amazon.awssdk.services.ec2.model.Address require(String id) {
        return described(id).orElseThrow(() -> CloudException.notFound("Address", id));
    }

    private Optional<software.amazon.awssdk.services.ec2.model.Address> described(String id) {
        if (!IPV4.matcher(id).matches()) {
            return Optional.empty();
        }
        DescribeAddressesRequest request =
                DescribeAddressesRequest.builder().publicIps(id).build();
        return Ec2Calls.ifThere(() ->
                calls.newborns().await(id, () -> describe(request).stream().findFirst()));
    }

    private List<software.amazon.awssdk.services.ec2.model.Address> describe(DescribeAddressesRequest request) {
        return calls.call(request, (client, q) -> client.describeAddresses(q)).addresses();
    }

    private static Address address(software.amazon.awssdk.services.ec2.model.Address address) {
        return new Address(
                address.publicIp(), Optional.ofNullable(address.instanceId()).filter(id -> !id.isEmpty()));
    }
}
