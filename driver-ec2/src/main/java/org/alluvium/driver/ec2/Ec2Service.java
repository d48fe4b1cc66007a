package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One of Amazon's services. Known by identity.
 *
 * @param <C> the library's client for it
 */
final class Ec2Service<C extends SdkClient> {
    static final Ec2Service<Ec2Client> EC2 = of("EC2", Ec2Client::builder);

    /** Hosts of S3's protocol have no name for each bucket; Amazon has. */
    static final Ec2Service<S3Client> S3 = new Ec2Service<>(
            "S3",
            (place, http, override) -> configured(
                    S3Client.builder()
                            .forcePathStyle(place.endpoint().isPresent())
                            .crossRegionAccessEnabled(place.endpoint().isEmpty()),
                    place,
                    http,
                    override));

    private final String name;
    private final Opening<C> opening;

    private Ec2Service(String name, Opening<C> opening) {
        this.name = requireNonNull(name);
        this.opening = requireNonNull(opening);
    }

    /** A service whose client needs nothing special. */
    static <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> Ec2Service<C> of(
            String name, Supplier<B> builder) {
        return new Ec2Service<>(name, (place, http, override) -> configured(builder.get(), place, http, override));
    }

    private static <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
            B builder, Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override) {
        place.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(place.region()))
                .httpClient(http)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(override)
                .build();
    }

    /** How messages call it. */
    String name() {
        return name;
    }

    C open(Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override) {
        return opening.open(place, http, override);
    }

    private interface Opening<C> {
        C open(Ec2Place place, SdkHttpClient http, ClientOverrideConfiguration override);
    }
}
