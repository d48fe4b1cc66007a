package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.model.Image;
import org.alluvium.model.Image.RootType;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Images: machine images, of one owner at a time, because all of them are too many. */
final class Ec2Images implements ImageOperations {
    private static final String DEFAULT_OWNER = "amazon";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Ec2Calls calls;

    Ec2Images(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    /** {@inheritDoc} In the order of owner and name. */
    @Override
    public List<Image> list(ImageFilter filter) {
        DescribeImagesRequest.Builder request = DescribeImagesRequest.builder()
                .maxResults(calls.pageSize())
                .owners(filter.ownerId().filter(o -> !o.isBlank()).orElse(DEFAULT_OWNER));
        Filter machine = Filter.builder().name("image-type").values("machine").build();
        filter.architecture()
                .ifPresentOrElse(
                        wanted -> request.filters(
                                machine,
                                Filter.builder()
                                        .name("architecture")
                                        .values(wanted)
                                        .build()),
                        () -> request.filters(machine));
        return calls
                .pages(
                        request.build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeImages(q),
                        DescribeImagesResponse::nextToken,
                        DescribeImagesResponse::images)
                .stream()
                .map(Ec2Images::image)
                .filter(filter::admitsArchitecture)
                .sorted(Comparator.comparing((Image i) -> i.ownerId().orElse(""))
                        .thenComparing(i -> i.name().orElse("")))
                .toList();
    }

    @Override
    public Optional<Image> find(String id) {
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> calls
                                .call(
                                        DescribeImagesRequest.builder()
                                                .imageIds(id)
                                                .build(),
                                        (client, q) -> client.describeImages(q))
                                .images()
                                .stream()
                                .map(Ec2Images::image)
                                .findFirst()));
    }

    @Override
    public Image create(String instanceId, Optional<String> name, Optional<String> description) {
        CreateImageRequest.Builder request = CreateImageRequest.builder()
                .instanceId(instanceId)
                // EC2 wants a name, and wants it unique
                .name(name.filter(n -> !n.isBlank()).orElseGet(() -> instanceId + "-" + STAMP.format(Instant.now())));
        description.filter(d -> !d.isBlank()).ifPresent(request::description);
        String id = calls.call(request.build(), (client, q) -> client.createImage(q))
                .imageId();
        calls.newborns().add(id);
        return find(id).orElseGet(() -> new Image(
                id,
                name,
                description,
                Optional.empty(),
                Optional.empty(),
                Optional.of("pending"),
                Optional.empty(),
                List.of(),
                RootType.PERSISTENT));
    }

    @Override
    public void destroy(String id) {
        calls.newborns()
                .await(
                        id,
                        () -> calls.call(
                                DeregisterImageRequest.builder().imageId(id).build(),
                                (client, q) -> client.deregisterImage(q)));
        calls.newborns().remove(id);
    }

    private static Image image(software.amazon.awssdk.services.ec2.model.Image ami) {
        boolean persistent = ami.rootDeviceType() == DeviceType.EBS;
        Optional<String> architecture = Optional.ofNullable(ami.architectureAsString());
        return new Image(
                ami.imageId(),
                Optional.of(Optional.ofNullable(ami.name()).orElse(ami.imageId())),
                Optional.ofNullable(ami.description()).or(() -> Optional.ofNullable(ami.imageLocation())),
                Optional.ofNullable(ami.ownerId()),
                architecture,
                Optional.ofNullable(ami.stateAsString()),
                Optional.ofNullable(ami.creationDate()).filter(d -> !d.isEmpty()),
                Ec2HardwareProfiles.idsFor(architecture.orElse(""), persistent),
                persistent ? RootType.PERSISTENT : RootType.TRANSIENT);
    }
}
