package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** EC2 for one request. */
final class Ec2Cloud implements Cloud {
    private final Ec2Calls calls;
    private final Capabilities capabilities;

    Ec2Cloud(Ec2Calls calls, Capabilities capabilities) {
        this.calls = requireNonNull(calls);
        this.capabilities = requireNonNull(capabilities);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void verifyCredentials() {
        new Ec2Realms(calls).zones();
    }

    /**
     * Credentials as the library wants them. The password is the secret key, or {@code SECRET;TOKEN} for temporary
     * credentials.
     */
    static Supplier<AwsCredentialsProvider> signer(Optional<Credentials> credentials) {
        return () -> {
            Credentials given = credentials.orElseThrow(() -> refused("EC2 wants an access key id and a secret key."));
            String[] secret = given.password().split(";", 2);
            // They end in header fields; nothing that EC2 gave out looks different
            if (!given.user().matches("[\\w-]+") || secret[0].isBlank() || !isHeaderText(given.password())) {
                throw refused("That is no access key id and secret key of EC2.");
            }
            return StaticCredentialsProvider.create(
                    secret.length == 1
                            ? AwsBasicCredentials.create(given.user(), secret[0])
                            : AwsSessionCredentials.create(given.user(), secret[0], secret[1]));
        };
    }

    private static boolean isHeaderText(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static CloudException refused(String message) {
        return new CloudException(ErrorKind.UNAUTHENTICATED, message);
    }
}
