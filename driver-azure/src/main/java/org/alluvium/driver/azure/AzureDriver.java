package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.azure.AzureIdentity.ServicePrincipal;
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
    /** The settings, {@code etc/org.alluvium.driver.azure.cfg}. */
    @ObjectClassDefinition(name = "Alluvium Azure driver")
    public @interface Config {
        @AttributeDefinition(
                name = "Clouds",
                description =
                        "The clouds that are listed as providers, each NAME;login=URL;arm=URL;blob=URL;location=LOCATION, with"
                                + " {account} in the blob service's URL where the storage account's name belongs, and the"
                                + " location of what is made for a client who names none.")
        String[] clouds() default {
            "public;login=https://login.microsoftonline.com;arm=https://management.azure.com"
                    + ";blob=https://{account}.blob.core.windows.net;location=eastus",
            "usgovernment;login=https://login.microsoftonline.us;arm=https://management.usgovcloudapi.net"
                    + ";blob=https://{account}.blob.core.usgovcloudapi.net;location=usgovvirginia",
            "china;login=https://login.partner.microsoftonline.cn;arm=https://management.chinacloudapi.cn"
                    + ";blob=https://{account}.blob.core.chinacloudapi.cn;location=chinanorth3"
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

        @AttributeDefinition(
                name = "Resource group",
                description =
                        "Holds what clients make, except instances, which have one each; made when it is not there.")
        String resourceGroup() default "alluvium";

        @AttributeDefinition(name = "First user", description = "The user of new instances who may become root.")
        String adminUser() default "azureuser";

        @AttributeDefinition(
                name = "Default hardware profile",
                description = "The size of new instances whose client chooses none.")
        String defaultHardwareProfile() default "Standard_B2s";

        @AttributeDefinition(
                name = "Marketplace images",
                description =
                        "Which of the marketplace's images are listed, each PUBLISHER:OFFER:SKU. Others can be started from,"
                                + " too, by PUBLISHER:OFFER:SKU:VERSION.")
        String[] marketplaceImages() default {
            "Canonical:ubuntu-24_04-lts:server",
            "Debian:debian-12:12-gen2",
            "RedHat:RHEL:9-lvm-gen2",
            "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2"
        };

        @AttributeDefinition(
                name = "Operation time-out",
                description = "For how many seconds an operation is waited for that another one needs.")
        int operationTimeoutSeconds() default 40;

        @AttributeDefinition(
                name = "Age of catalogues",
                description =
                        "For how many minutes sizes, locations and marketplace images are remembered; 0 asks anew.")
        int catalogueMinutes() default 60;
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
        if (identity instanceof ServicePrincipal principal) {
            return AzureOffer.cloud(
                    new AzureArm(calls, now.settings, place, principal, now.sessions.of(place, principal)));
        }
        return AzureOffer.cloud(calls, new AzureStorage(place, () -> {
            if (identity instanceof StorageKey key) {
                return key;
            }
            throw new CloudException(
                    ErrorKind.UNAUTHENTICATED, "Azure's buckets want the name of a storage account and its key.");
        }));
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
        final AzureSessions sessions = new AzureSessions();
        final DriverInfo info;

        Generation(AzureSettings settings, String version) {
            this.settings = settings;
            this.http = new AzureHttp(settings);
            this.info = new DriverInfo(
                    "azure",
                    "Azure",
                    version,
                    settings.clouds().stream().map(AzurePlace::provider).toList(),
                    AzureOffer.CAPABILITIES,
                    Set.of(),
                    AzureOffer.FEATURES,
                    AzureOffer.STATES,
                    new DriverInfo.CredentialLabels(
                            "Storage account or TENANT/CLIENT_ID[/SUBSCRIPTION]", "Access key or client secret"));
        }
    }
}
