package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.alluvium.model.InstanceAction;

/**
 * What a driver declares in the manifest of its bundle, so that it can be read without starting it. The build writes it from
 * {@link CloudDriver#info()}; nobody keeps it by hand.
 *
 * @param driver the driver's id
 * @param collections as {@link DriverInfo#collections()}
 * @param operations the methods of its capabilities, {@code volume.attach}, and what can be asked of its instances
 * @param features {@code instances.user_data}
 * @param parameters what the features add to the operations of the API, {@code instances.create.user_data}
 */
public record DriverDeclaration(
        String driver,
        SortedSet<String> collections,
        SortedSet<String> operations,
        SortedSet<String> features,
        SortedSet<String> parameters) {
    /** The header of the manifest that says which driver a bundle is. */
    public static final String DRIVER = "Alluvium-Driver";

    private static final String COLLECTIONS = "Alluvium-Collections";
    private static final String OPERATIONS = "Alluvium-Operations";
    private static final String FEATURES = "Alluvium-Features";
    private static final String PARAMETERS = "Alluvium-Parameters";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");

    public DriverDeclaration {
        requireNonNull(driver);
        collections = sorted(collections);
        operations = sorted(operations);
        features = sorted(features);
        parameters = sorted(parameters);
    }

    /**
     * What a driver says of itself.
     *
     * @throws IllegalArgumentException when the name of a feature or parameter does not fit into a manifest
     */
    public static DriverDeclaration of(DriverInfo info) {
        SortedSet<String> operations = new TreeSet<>();
        info.capabilities().forEach(type -> operations(type, operations));
        info.stateMachine().stream()
                .flatMap(machine -> machine.states().stream())
                .flatMap(state -> state.transitions().stream())
                .flatMap(transition -> transition.action().stream())
                .filter(action -> action != InstanceAction.CREATE)
                .forEach(action -> operations.add("instance." + action.name().toLowerCase(Locale.ROOT)));
        SortedSet<String> features = new TreeSet<>();
        SortedSet<String> parameters = new TreeSet<>();
        for (Feature feature : info.features()) {
            features.add(feature.collection() + "." + feature.name());
            feature.parameters()
                    .forEach(p -> parameters.add(feature.collection() + "." + feature.operation() + "." + p.name()));
        }
        return new DriverDeclaration(info.id(), new TreeSet<>(info.collections()), operations, features, parameters);
    }

    private static void operations(Class<?> type, SortedSet<String> operations) {
        String name = type.getSimpleName().replaceFirst("Operations$", "");
        String noun = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        Arrays.stream(type.getMethods())
                .filter(method -> !method.isSynthetic() && method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .forEach(method -> operations.add(noun + "." + method));
    }

    /**
     * Reads the headers of a manifest.
     *
     * @param header the value of the header of that name
     * @return empty when the bundle declares nothing
     */
    public static Optional<DriverDeclaration> read(Function<String, Optional<String>> header) {
        return header.apply(DRIVER)
                .map(driver -> new DriverDeclaration(
                        driver.strip(),
                        words(header.apply(COLLECTIONS)),
                        words(header.apply(OPERATIONS)),
                        words(header.apply(FEATURES)),
                        words(header.apply(PARAMETERS))));
    }

    /** The headers of the manifest, by name. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(DRIVER, driver);
        headers.put(COLLECTIONS, String.join(",", collections));
        headers.put(OPERATIONS, String.join(",", operations));
        headers.put(FEATURES, String.join(",", features));
        headers.put(PARAMETERS, String.join(",", parameters));
        headers.values().removeIf(String::isEmpty);
        return headers;
    }

    /** What of all this another declaration lacks, in alphabetical order; each in a word and its kind, {@code feature a.b}. */
    public SortedSet<String> beyond(DriverDeclaration other) {
        SortedSet<String> more = new TreeSet<>();
        beyond("collection", collections, other.collections, more);
        beyond("operation", operations, other.operations, more);
        beyond("feature", features, other.features, more);
        beyond("parameter", parameters, other.parameters, more);
        return more;
    }

    private static void beyond(String kind, SortedSet<String> mine, SortedSet<String> others, SortedSet<String> more) {
        mine.stream().filter(word -> !others.contains(word)).forEach(word -> more.add(kind + " " + word));
    }

    private static SortedSet<String> words(Optional<String> list) {
        return new TreeSet<>(Arrays.stream(list.orElse("").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList());
    }

    private static SortedSet<String> sorted(Collection<String> words) {
        words.stream().filter(word -> !WORD.matcher(word).matches()).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException("'" + word + "' is no word for a manifest");
        });
        return Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
}
