package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.HardwareProperty.Choice;
import org.alluvium.model.HardwareProperty.Fixed;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Hardware profiles: EC2's instance types, asked for once per place and driver revision, because they hardly change and are
 * the same for every caller. The contract's ten old types are known without asking, and keep their properties as clients know
 * them (contract drivers, ec2); an anonymous client sees only these.
 */
final class Ec2HardwareProfiles implements HardwareProfileOperations {
    private static final int PAGE_SIZE = 100; // EC2's maximum here
    private static final List<String> BOTH = List.of("i386", "x86_64");
    private static final List<String> ONLY_64 = List.of("x86_64");
    private static final String SMALLEST = "t1.micro";
    private static final Map<String, HardwareProfile> OLD = old();

    private final Ec2Calls calls;
    private final boolean anonymous;
    private final ConcurrentHashMap<Ec2Place, Map<String, HardwareProfile>> cache;

    /**
     * @param cache the profiles by place and id, shared by all requests
     */
    Ec2HardwareProfiles(
            Ec2Calls calls, boolean anonymous, ConcurrentHashMap<Ec2Place, Map<String, HardwareProfile>> cache) {
        this.calls = requireNonNull(calls);
        this.anonymous = anonymous;
        this.cache = requireNonNull(cache);
    }

    @Override
    public List<HardwareProfile> list() {
        return List.copyOf((anonymous ? OLD : live()).values());
    }

    @Override
    public Optional<HardwareProfile> find(String id) {
        HardwareProfile old = OLD.get(id);
        return old != null || anonymous ? Optional.ofNullable(old) : Optional.ofNullable(live().get(id));
    }

    /** The contract's ids that fit an image, of those the smallest only with a persistent root. */
    static List<String> idsFor(String architecture, boolean persistent) {
        return OLD.values().stream()
                .filter(p -> p.property("architecture").orElseThrow().admits(architecture))
                .map(HardwareProfile::id)
                .filter(id -> persistent || !id.equals(SMALLEST))
                .toList();
    }

    /** What an instance of that type has besides its profile: the smallest names its architecture. */
    static Map<String, String> overrides(String type, Optional<String> architecture) {
        return type.equals(SMALLEST) && architecture.isPresent()
                ? Map.of("architecture", architecture.get())
                : Map.of();
    }

    private Map<String, HardwareProfile> live() {
        // Outside the map's lock: two first callers at once ask twice, and nobody waits for another's network
        Map<String, HardwareProfile> known = cache.get(calls.place());
        if (known == null) {
            known = ask();
            cache.put(calls.place(), known);
        }
        return known;
    }

    private Map<String, HardwareProfile> ask() {
        Map<String, HardwareProfile> profiles = new LinkedHashMap<>();
        calls.pages(
                        DescribeInstanceTypesRequest.builder()
                                .maxResults(PAGE_SIZE)
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeInstanceTypes(q),
                        DescribeInstanceTypesResponse::nextToken,
                        DescribeInstanceTypesResponse::instanceTypes)
                .forEach(type -> profiles.put(
                        type.instanceTypeAsString(), OLD.getOrDefault(type.instanceTypeAsString(), profile(type))));
        return profiles;
    }

    private static HardwareProfile profile(InstanceTypeInfo type) {
        List<HardwareProperty> properties = new ArrayList<>();
        if (type.vCpuInfo() != null) {
            properties.add(fixed("cpu", "count", type.vCpuInfo().defaultVCpus()));
        }
        if (type.memoryInfo() != null) {
            properties.add(fixed("memory", "MB", type.memoryInfo().sizeInMiB()));
        }
        if (type.instanceStorageInfo() != null && type.instanceStorageInfo().totalSizeInGB() != null) {
            properties.add(fixed("storage", "GB", type.instanceStorageInfo().totalSizeInGB()));
        }
        if (type.processorInfo() != null
                && !type.processorInfo().supportedArchitecturesAsStrings().isEmpty()) {
            properties.add(architecture(type.processorInfo().supportedArchitecturesAsStrings()));
        }
        return new HardwareProfile(type.instanceTypeAsString(), type.instanceTypeAsString(), properties);
    }

    private static Map<String, HardwareProfile> old() {
        Map<String, HardwareProfile> profiles = new LinkedHashMap<>();
        HardwareProfile smallest = old(SMALLEST, "1", "613", "160", BOTH);
        List<HardwareProperty> properties = new ArrayList<>(smallest.properties());
        properties.add(new Fixed("root_type", Optional.empty(), "persistent"));
        profiles.put(SMALLEST, new HardwareProfile(SMALLEST, SMALLEST, properties));
        for (HardwareProfile profile : List.of(
                old("m1.small", "1", "1740.8", "160", BOTH),
                old("m1.medium", "2", "3840.0", "410", BOTH),
                old("m1.large", "4", "7680.0", "850", ONLY_64),
                old("m1.xlarge", "8", "15360", "1690", ONLY_64),
                old("c1.medium", "5", "1740.8", "350", BOTH),
                old("c1.xlarge", "20", "7168", "1690", ONLY_64),
                old("m2.xlarge", "6.5", "17510.4", "420", ONLY_64),
                old("m2.2xlarge", "13", "35020.8", "850", ONLY_64),
                old("m2.4xlarge", "26", "70041.6", "1690", ONLY_64))) {
            profiles.put(profile.id(), profile);
        }
        return profiles;
    }

    private static HardwareProfile old(
            String id, String cpu, String memory, String storage, List<String> architectures) {
        return new HardwareProfile(
                id,
                id,
                List.of(
                        fixed("cpu", "count", cpu),
                        fixed("memory", "MB", memory),
                        fixed("storage", "GB", storage),
                        architecture(architectures)));
    }

    private static HardwareProperty fixed(String name, String unit, Object value) {
        return new Fixed(name, Optional.of(unit), value.toString());
    }

    private static HardwareProperty architecture(List<String> architectures) {
        Optional<String> label = Optional.of("label");
        return architectures.size() == 1
                ? new Fixed("architecture", label, architectures.get(0))
                : new Choice("architecture", label, architectures.get(0), architectures);
    }
}
