package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Buckets: S3's (contract drivers, ec2, buckets). */
final class Ec2Buckets implements BucketOperations {
    /** The one region that S3 does not take as a location. */
    private static final String FIRST_REGION = "us-east-1";

    /** Amazon S3 User Guide, bucket naming rules; the library asks for nothing else. */
    private static final Pattern NAME =
            Pattern.compile("(?!.*\\.[.-])(?!.*-\\.)(?!\\d+(\\.\\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final Ec2Calls calls;

    Ec2Buckets(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Bucket> list() {
        return calls
                .pages(
                        Ec2Service.S3,
                        ListBucketsRequest.builder().build(),
                        (q, token) -> q.toBuilder().continuationToken(token).build(),
                        (client, q) -> client.listBuckets(q),
                        ListBucketsResponse::continuationToken,
                        ListBucketsResponse::buckets)
                .stream()
                .map(bucket -> new Bucket(bucket.name(), bucket.name(), OptionalLong.empty(), List.of()))
                .toList();
    }

    @Override
    public Optional<Bucket> find(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Ec2Calls.ifThere(() -> {
            List<String> keys = keys(id);
            return Optional.of(new Bucket(id, id, OptionalLong.of(keys.size()), keys));
        });
    }

    private List<String> keys(String bucket) {
        return calls
                .pages(
                        Ec2Service.S3,
                        ListObjectsV2Request.builder().bucket(bucket).build(),
                        (q, token) -> q.toBuilder().continuationToken(token).build(),
                        (client, q) -> client.listObjectsV2(q),
                        ListObjectsV2Response::nextContinuationToken,
                        ListObjectsV2Response::contents)
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public Bucket create(String name, Optional<String> location) {
        if (!NAME.matcher(name).matches()) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "'" + name
                            + "' cannot be the name of a bucket: S3 takes 3 to 63 lower-case letters, digits, dots and"
                            + " hyphens, and a letter or digit at both ends.");
        }
        String region = location.map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(calls.place().region());
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
        if (!region.equals(FIRST_REGION)) {
            request.createBucketConfiguration(c -> c.locationConstraint(region));
        }
        calls.call(Ec2Service.S3, request.build(), (client, q) -> client.createBucket(q));
        return new Bucket(name, name, OptionalLong.of(0), List.of());
    }

    @Override
    public void destroy(String id) {
        calls.call(
                Ec2Service.S3, DeleteBucketRequest.builder().bucket(id).build(), (client, q) -> client.deleteBucket(q));
    }
}
