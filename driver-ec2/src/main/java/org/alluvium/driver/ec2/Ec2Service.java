package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One of Amazon's services. Known by identity.
 *
 * @param <C> the library's client for it
 */
final class Ec2Service<C extends SdkClient> {
    static final Ec2Service<Ec2Client> EC2 = of("EC2", Ec2Client::builder);

    /** The load balancers of old. */
    static final Ec2Service<ElasticLoadBalancingClient> ELB = of("ELB", ElasticLoadBalancingClient::builder);

    /** The load balancers with target groups. */
    static final Ec2Service<ElasticLoadBalancingV2Client> ELB2 = of("ELBv2", ElasticLoadBalancingV2Client::builder);

    static final Ec2Service<CloudWatchClient> CLOUD_WATCH = of("CloudWatch", CloudWatchClient::builder);

    /** Hosts of S3's protocol have no name for each bucket; Amazon has. */
    static final Ec2Service<S3Client> S3 = new Ec2Service<>(
            "S3",
            (self, place, http, override) -> self.configured(
                    S3Client.builder()
                            .forcePathStyle(place.endpoint(self).isPresent())
                            .crossRegionAccessEnabled(place.endpoint(self).isEmpty()),
                    place,
                    http,
                    override,
                    Ec2Answers.OF_S3));

    /** All of them. */
    static final List<Ec2Service<?>> ALL = List.of(EC2, ELB, ELB2, CLOUD_WATCH, S3);

    private final String name;
    private final Opening<C> opening;

    private Ec2Service(String name, Opening<C> opening) {
        this.name = requireNonNull(name);
        this.opening = requireNonNull(opening);
    }

    /** A service that answers as EC2 does, and whose client needs nothing special. */
    static <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> Ec2Service<C> of(
            String name, Supplier<B> builder) {
        return new Ec2Service<>(
                name,
                (self, place, http, override) ->
                        self.configured(builder.get(), place, http, override, Ec2Answers.OF_QUERIES));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
            B builder, Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override, Ec2Answers answers) {
        ClientOverrideConfiguration.Builder guarded = override.toBuilder().addExecutionInterceptor(answers);
        place.endpoint(this).ifPresent(endpoint -> {
            builder.endpointOverride(endpoint);
            guarded.addExecutionInterceptor(new Ec2BasePath(endpoint.getRawPath()));
        });
        return builder.region(Region.of(place.region()))
                .httpClient(http)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(guarded.build())
                .build();
    }

    /** How messages call it. */
    String name() {
        return name;
    }

    C open(Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override) {
        return opening.open(this, place, http, override);
    }

    private interface Opening<C extends SdkClient> {
        C open(Ec2Service<C> self, Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override);
    }
}
