package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.azure.AzureIdentity.StorageKey;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The driver. Its providers are clouds, {@code CLOUD[;LOCATION]}. Its user is a storage account with its key as password, or
 * {@code TENANT/CLIENT_ID[/SUBSCRIPTION]} with the application's secret.
 */
@Component(service = CloudDriver.class, configurationPid = "org.alluvium.driver.azure")
@Designate(ocd = AzureDriver.Config.class)
public final class AzureDriver implements CloudDriver {
    private static final Set<Class<?>> CAPABILITIES =
            new LinkedHashSet<>(List.of(BucketOperations.class, BlobOperations.class, SegmentedBlobOperations.class));

    /** The settings, {@code etc/org.alluvium.driver.azure.cfg}. */
    @ObjectClassDefinition(name = "Alluvium Azure driver")
    public @interface Config {
        @AttributeDefinition(
                name = "Clouds",
                description =
                        "The clouds that are listed as providers, each NAME;login=URL;arm=URL;blob=URL, with {account} in the"
                                + " blob service's URL where the storage account's name belongs.")
        String[] clouds() default {
            "public;login=https://login.microsoftonline.com;arm=https://management.azure.com"
                    + ";blob=https://{account}.blob.core.windows.net",
            "usgovernment;login=https://login.microsoftonline.us;arm=https://management.usgovcloudapi.net"
                    + ";blob=https://{account}.blob.core.usgovcloudapi.net",
            "china;login=https://login.partner.microsoftonline.cn;arm=https://management.chinacloudapi.cn"
                    + ";blob=https://{account}.blob.core.chinacloudapi.cn"
        };

        @AttributeDefinition(name = "Default cloud", description = "The cloud of a request that names no provider.")
        String defaultCloud() default "public";

        @AttributeDefinition(name = "Connect time-out", description = "How many seconds a connection may take to open.")
        int connectTimeoutSeconds() default 5;

        @AttributeDefinition(name = "Call time-out", description = "How many seconds Azure has for one whole answer.")
        int callTimeoutSeconds() default 50;

        @AttributeDefinition(
                name = "Retry budget",
                description = "For how many seconds a call that Azure throttles is tried again; 0 does not try again.")
        int retryBudgetSeconds() default 8;

        @AttributeDefinition(
                name = "Page size",
                description = "How many things of a list are asked for at once, 1 to 5000.")
        int pageSize() default 5000;
    }

    private final BackendCalls counts;
    private final String version;
    private volatile Generation current;

    /** For Declarative Services. */
    @Activate
    public AzureDriver(@Reference BackendCalls counts, BundleContext context, Config config) {
        this(counts, context.getBundle().getVersion().toString(), AzureSettings.of(config));
    }

    AzureDriver(BackendCalls counts, String version, AzureSettings settings) {
        this.counts = requireNonNull(counts);
        this.version = requireNonNull(version);
        this.current = new Generation(settings, version);
    }

    @Override
    public DriverInfo info() {
        return current.info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        Generation now = current;
        AzurePlace place = now.settings.place(provider);
        AzureIdentity identity = AzureIdentity.of(credentials);
        AzureCalls calls = new AzureCalls(now.http, now.settings, counts);
        if (identity instanceof AzureIdentity.ServicePrincipal) {
            return new AzureCloud(Capabilities.of(), () -> {});
        }
        AzureStorage storage = new AzureStorage(
                place,
                Optional.of(identity).filter(StorageKey.class::isInstance).map(StorageKey.class::cast));
        AzureBlobs blobs = new AzureBlobs(calls, storage);
        return new AzureCloud(
                Capabilities.of(
                        new AzureBuckets(calls, storage), blobs, new AzureSegmentedBlobs(calls, storage, blobs)),
                new AzureListing(calls, storage)::verify);
    }

    /** Takes new settings; requests under way end with the old ones. */
    @Modified
    void modified(Config config) {
        current = new Generation(AzureSettings.of(config), version);
    }

    /** What depends on the settings, exchanged as a whole. */
    private static final class Generation {
        final AzureSettings settings;
        final AzureHttp http;
        final DriverInfo info;

        Generation(AzureSettings settings, String version) {
            this.settings = settings;
            this.http = new AzureHttp(settings);
            this.info = new DriverInfo(
                    "azure",
                    "Azure",
                    version,
                    settings.clouds().stream().map(AzurePlace::provider).toList(),
                    CAPABILITIES,
                    Set.of(),
                    List.of(),
                    Optional.empty(),
                    new DriverInfo.CredentialLabels(
                            "Storage account or TENANT/CLIENT_ID[/SUBSCRIPTION]", "Access key or client secret"));
        }
    }
}
