package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;

/** Azure for one request. */
final class AzureCloud implements Cloud {
    private final Capabilities capabilities;
    private final Runnable verification;

    /**
     * @param capabilities what the kind of the credentials opens
     * @param verification a call that Azure refuses when it does not accept the credentials
     */
    AzureCloud(Capabilities capabilities, Runnable verification) {
        this.capabilities = requireNonNull(capabilities);
        this.verification = requireNonNull(verification);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void verifyCredentials() {
        verification.run();
    }
}
