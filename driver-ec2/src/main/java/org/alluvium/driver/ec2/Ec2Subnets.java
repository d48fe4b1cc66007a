package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.model.Subnet;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.SubnetState;

/** Subnets of virtual private clouds. */
final class Ec2Subnets implements SubnetOperations {
    private final Ec2Calls calls;

    Ec2Subnets(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Subnet> list() {
        return described(
                DescribeSubnetsRequest.builder().maxResults(calls.pageSize()).build());
    }

    /** The subnets of one network. */
    List<Subnet> inNetwork(String networkId) {
        return described(DescribeSubnetsRequest.builder()
                .filters(Filter.builder().name("vpc-id").values(networkId).build())
                .build());
    }

    @Override
    public Optional<Subnet> find(String id) {
        if (!Ec2Id.SUBNET.admits(id)) {
            return Optional.empty();
        }
        DescribeSubnetsRequest request =
                DescribeSubnetsRequest.builder().subnetIds(id).build();
        return Ec2Calls.ifThere(() ->
                calls.newborns().await(id, () -> described(request).stream().findFirst()));
    }

    /** {@inheritDoc} EC2 chooses the zone. */
    @Override
    public Subnet create(String networkId, String addressBlock, Optional<String> name) {
        CreateSubnetRequest request = CreateSubnetRequest.builder()
                .vpcId(Ec2Id.NETWORK.require(networkId))
                .cidrBlock(addressBlock)
                .tagSpecifications(Ec2Tags.named(ResourceType.SUBNET, name))
                .build();
        var made = calls.newborns()
                .await(networkId, () -> calls.call(request, (client, q) -> client.createSubnet(q)))
                .subnet();
        calls.newborns().add(made.subnetId());
        return subnet(made);
    }

    @Override
    public void destroy(String id) {
        DeleteSubnetRequest request =
                DeleteSubnetRequest.builder().subnetId(Ec2Id.SUBNET.require(id)).build();
        calls.newborns().await(id, () -> calls.call(request, (client, q) -> client.deleteSubnet(q)));
        calls.newborns().remove(id);
    }

    private List<Subnet> described(DescribeSubnetsRequest request) {
        return calls
                .pages(
                        request,
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeSubnets(q),
                        DescribeSubnetsResponse::nextToken,
                        DescribeSubnetsResponse::subnets)
                .stream()
                .map(Ec2Subnets::subnet)
                .toList();
    }

    private static Subnet subnet(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
        return new Subnet(
                subnet.subnetId(),
                Ec2Tags.name(subnet.tags()).orElse(subnet.subnetId()),
                subnet.vpcId(),
                block(subnet),
                subnet.state() == SubnetState.AVAILABLE ? "UP" : "DOWN",
                Optional.empty());
    }

    /** One without addresses of the old kind has one block of the new. */
    private static String block(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
        return Optional.ofNullable(subnet.cidrBlock())
                .filter(block -> !block.isEmpty())
                .or(() -> subnet.ipv6CidrBlockAssociationSet().stream()
                        .map(SubnetIpv6CidrBlockAssociation::ipv6CidrBlock)
                        .findFirst())
                .orElse("");
    }
}
