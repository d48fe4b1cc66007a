package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;

/**
 * What a driver declares, and which of it the conformance kit has proven. The kit writes it as text when the driver is built,
 * the build packs it into the driver's archive, and {@link #of(CloudDriver)} reads it there.
 *
 * <p>What an archive says is not trusted: it is bounded in size, it cannot add to what the driver declares, and it is plain
 * text that whoever shows it escapes.
 *
 * @param driver the driver's id
 * @param version of the driver that was examined; empty when none was
 * @param items operations, then parameters of features, then guarantees
 */
public record Conformance(String driver, Optional<String> version, List<Item> items) {
    private static final int MOST_BYTES = 1 << 18;
    private static final int LONGEST_FIELD = 120;
    private static final int FIELDS = 5;

    public Conformance {
        requireNonNull(driver);
        requireNonNull(version);
        items = List.copyOf(items);
    }

    /** What can be proven. */
    public enum Kind {
        /** A method of a capability. */
        OPERATION,
        /** A parameter of a feature. */
        PARAMETER,
        /** How the driver treats its cloud: whole lists, few calls, the right error. */
        GUARANTEE
    }

    /** How far it is proven. */
    public enum State {
        /** A test has seen that it works. */
        PROVEN,
        /** The driver sent it in a test and the cloud took it, and nothing tells what became of it. */
        ACCEPTED,
        /** The driver says so. */
        DECLARED,
        /** The tests had no means to examine it. */
        NOT_EXAMINED
    }

    /**
     * Something that can be proven.
     *
     * @param kind what it is
     * @param collection of the API; empty for a guarantee
     * @param operation of the capability or of the collection; empty for a guarantee
     * @param name the capability; or feature and parameter, {@code user_name: name}; or the guarantee in words
     */
    public record Subject(Kind kind, String collection, String operation, String name) {
        public Subject {
            requireNonNull(kind);
            requireNonNull(collection);
            requireNonNull(operation);
            requireNonNull(name);
        }

        /** A method of a capability. */
        public static Subject operation(Method method) {
            Class<?> capability = method.getDeclaringClass();
            return new Subject(
                    Kind.OPERATION, Capabilities.collection(capability), method.getName(), capability.getSimpleName());
        }

        /** A parameter of a feature. */
        public static Subject parameter(Feature feature, Parameter parameter) {
            return new Subject(
                    Kind.PARAMETER,
                    feature.collection(),
                    feature.operation(),
                    feature.name() + ": " + parameter.name());
        }

        /** A way to treat the cloud. */
        public static Subject guarantee(String name) {
            return new Subject(Kind.GUARANTEE, "", "", name);
        }
    }

    /** A subject, and how far it is proven. */
    public record Item(Subject subject, State state) {
        public Item {
            requireNonNull(subject);
            requireNonNull(state);
        }
    }

    /** What a driver declares, with what its archive says has been proven of it; everything declared only if it says nothing. */
    public static Conformance of(CloudDriver driver) {
        DriverInfo info = driver.info();
        Map<Subject, State> told = new HashMap<>();
        List<Item> guarantees = new ArrayList<>();
        Optional<String> version = read(driver, info.id()).flatMap(text -> parse(text, info.id(), told, guarantees));
        if (version.isEmpty()) {
            return of(info, Optional.empty(), subject -> State.DECLARED, List.of());
        }
        return of(info, version, subject -> told.getOrDefault(subject, State.DECLARED), guarantees);
    }

    /**
     * What a driver declares.
     *
     * @param state how far each declared thing is proven
     * @param guarantees added at the end
     */
    public static Conformance of(
            DriverInfo info, Optional<String> version, Function<Subject, State> state, List<Item> guarantees) {
        Stream<Subject> operations = info.capabilities().stream()
                .sorted(Comparator.comparing(Class::getSimpleName))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .map(Subject::operation)
                .sorted(Comparator.comparing(Subject::collection)
                        .thenComparing(Subject::name)
                        .thenComparing(Subject::operation));
        Stream<Subject> parameters = info.features().stream()
                .flatMap(feature -> feature.parameters().stream().map(p -> Subject.parameter(feature, p)));
        Stream<Item> declared =
                Stream.concat(operations, parameters).map(subject -> new Item(subject, state.apply(subject)));
        return new Conformance(
                info.id(), version, Stream.concat(declared, guarantees.stream()).toList());
    }

    /** The name of the resource that holds it in a driver's archive. */
    public static String resource(String driverId) {
        return "META-INF/conformance/" + driverId + ".tsv";
    }

    /** The text that an archive holds: a line for each item, its fields apart by tabs. */
    public String text() {
        StringBuilder text = new StringBuilder("driver\t" + driver + "\t" + version.orElse("") + "\t\t\n");
        for (Item item : items) {
            Subject s = item.subject;
            text.append(String.join("\t", s.kind.name(), s.collection, s.operation, s.name, item.state.name()))
                    .append('\n');
        }
        return text.toString();
    }

    private static Optional<String> read(CloudDriver driver, String id) {
        ClassLoader loader = driver.getClass().getClassLoader();
        if (loader == null) {
            return Optional.empty();
        }
        try (InputStream in = loader.getResourceAsStream(resource(id))) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The version that was examined; empty when the text is not one of these, and then nothing of it counts. */
    private static Optional<String> parse(String text, String id, Map<Subject, State> told, List<Item> guarantees) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String[] head = lines.get(0).split("\t", -1);
        if (!wellFormed(head) || !head[0].equals("driver") || !head[1].equals(id)) {
            return Optional.empty();
        }
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split("\t", -1);
                if (!wellFormed(fields)) {
                    return Optional.empty();
                }
                Subject subject = new Subject(Kind.valueOf(fields[0]), fields[1], fields[2], fields[3]);
                State state = State.valueOf(fields[4]);
                told.put(subject, state);
                if (subject.kind == Kind.GUARANTEE) {
                    guarantees.add(new Item(subject, state));
                }
            }
        } catch (IllegalArgumentException neitherKindNorState) {
            return Optional.empty();
        }
        return Optional.of(head[2]);
    }

    private static boolean wellFormed(String[] fields) {
        return fields.length == FIELDS
                && Arrays.stream(fields)
                        .allMatch(field ->
                                field.length() <= LONGEST_FIELD && field.chars().noneMatch(Character::isISOControl));
    }
}
