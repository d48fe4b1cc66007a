package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.Subnet;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** Networks: virtual private clouds. Their blocks of addresses are those of their subnets, as far as they have any. */
final class Ec2Networks implements NetworkOperations {
    private final Ec2Calls calls;
    private final Ec2Subnets subnets;

    Ec2Networks(Ec2Calls calls, Ec2Subnets subnets) {
        this.calls = requireNonNull(calls);
        this.subnets = requireNonNull(subnets);
    }

    @Override
    public List<Network> list() {
        Map<String, List<Subnet>> byNetwork = subnets.list().stream().collect(Collectors.groupingBy(Subnet::networkId));
        return calls
                .pages(
                        DescribeVpcsRequest.builder()
                                .maxResults(calls.pageSize())
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeVpcs(q),
                        DescribeVpcsResponse::nextToken,
                        DescribeVpcsResponse::vpcs)
                .stream()
                .map(vpc -> network(vpc, byNetwork.getOrDefault(vpc.vpcId(), List.of())))
                .toList();
    }

    @Override
    public Optional<Network> find(String id) {
        if (!Ec2Id.NETWORK.admits(id)) {
            return Optional.empty();
        }
        DescribeVpcsRequest request = DescribeVpcsRequest.builder().vpcIds(id).build();
        return Ec2Calls.ifThere(() -> calls.newborns()
                        .await(
                                id,
                                () -> calls.call(request, (client, q) -> client.describeVpcs(q)).vpcs().stream()
                                        .findFirst()))
                .map(vpc -> network(vpc, subnets.inNetwork(id)));
    }

    @Override
    public Network create(Optional<String> name, Optional<String> addressBlock) {
        CreateVpcRequest request = CreateVpcRequest.builder()
                .cidrBlock(addressBlock
                        .filter(block -> !block.isBlank())
                        .orElseThrow(() -> new CloudException(
                                ErrorKind.INVALID,
                                "A network of EC2 needs an address_block, for example 10.0.0.0/16.")))
                .tagSpecifications(Ec2Tags.named(ResourceType.VPC, name))
                .build();
        Vpc made = calls.call(request, (client, q) -> client.createVpc(q)).vpc();
        calls.newborns().add(made.vpcId());
        return network(made, List.of());
    }

    @Override
    public void destroy(String id) {
        DeleteVpcRequest request =
                DeleteVpcRequest.builder().vpcId(Ec2Id.NETWORK.require(id)).build();
        calls.newborns().await(id, () -> calls.call(request, (client, q) -> client.deleteVpc(q)));
        calls.newborns().remove(id);
    }

    private static Network network(Vpc vpc, List<Subnet> parts) {
        List<String> blocks = parts.isEmpty()
                ? List.of(vpc.cidrBlock())
                : parts.stream().map(Subnet::addressBlock).toList();
        return new Network(
                vpc.vpcId(),
                Ec2Tags.name(vpc.tags()).orElse(vpc.vpcId()),
                vpc.state() == VpcState.AVAILABLE ? "UP" : "DOWN",
                blocks,
                parts.stream().map(Subnet::id).toList());
    }
}
