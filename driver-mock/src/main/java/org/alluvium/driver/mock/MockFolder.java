package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection on disk: a JSON file for each thing, and all of them in memory. Reading takes no lock and does not touch
 * the disk; a reader sees each thing as it was before a change or as it is after it. Changes are made inside of {@link
 * MockStore#change} only.
 *
 * @param <T> what is stored
 */
final class MockFolder<T extends Record> {
    private static final Logger LOG = LoggerFactory.getLogger(MockFolder.class);
    private static final String SUFFIX = ".json";

    private final MockStore store;
    private final Path path;
    private final String noun;
    private final Class<T> type;
    private final Function<T, String> id;
    private final Function<T, Optional<String>> owner;
    private volatile Contents<T> contents = new Contents<>();

    /**
     * A folder, not yet loaded.
     *
     * @param path where the files are
     * @param noun what messages call a thing in it
     * @param id of a thing
     * @param owner the id of the other thing that it refers to, by which {@link #of} finds it
     */
    MockFolder(
            MockStore store,
            Path path,
            String noun,
            Class<T> type,
            Function<T, String> id,
            Function<T, Optional<String>> owner) {
        this.store = requireNonNull(store);
        this.path = requireNonNull(path);
        this.noun = requireNonNull(noun);
        this.type = requireNonNull(type);
        this.id = requireNonNull(id);
        this.owner = requireNonNull(owner);
    }

    /** The thing of that id. */
    Optional<T> find(String wanted) {
        store.refresh();
        return Optional.ofNullable(contents.byId.get(wanted));
    }

    /** The thing of that id; NOT_FOUND when it is not there. */
    T require(String wanted) {
        return find(wanted).orElseThrow(() -> CloudException.notFound(noun, wanted));
    }

    /** Everything, in natural order of the ids; what changes meanwhile may or may not show. */
    Collection<T> all() {
        store.refresh();
        return contents.byId.values();
    }

    /** What refers to that owner, in natural order of the ids. */
    Collection<T> of(String ownerId) {
        store.refresh();
        NavigableMap<String, T> owned = contents.byOwner.get(ownerId);
        return owned == null ? List.of() : owned.values();
    }

    /** The first of PREFIX0, PREFIX1, ... that is not taken, beginning with a number. */
    String freeId(String prefix, long from) {
        store.refresh();
        long number = from;
        for (String taken : contents.byId.tailMap(prefix + from).keySet()) {
            int order = contents.byId.comparator().compare(taken, prefix + number);
            if (order == 0) {
                number++;
            } else if (order > 0) {
                break;
            }
        }
        return prefix + number;
    }

    /** Stores a new thing; CONFLICT when there is one of that id, INVALID when the id cannot be one. */
    void create(T value) {
        String name = id.apply(value);
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new CloudException(ErrorKind.INVALID, noun + " names must not be empty or hold NUL characters.");
        }
        if (find(name).isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, noun + " '" + name + "' exists already.");
        }
        put(value);
    }

    /** Stores a thing in place of the one that has its id, if there is one. */
    void put(T value) {
        store.beforeWrite();
        try {
            DurableFiles.write(file(path, value), RecordJson.write(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        contents.put(id.apply(value), value, owner);
    }

    /**
     * Removes a thing; NOT_FOUND when it is not there.
     *
     * @param consequences what is to be tidied because of it, after it is gone for good and before readers miss it
     */
    void remove(String unwanted, Runnable consequences) {
        T value = require(unwanted);
        store.beforeWrite();
        try {
            DurableFiles.delete(file(path, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        consequences.run();
        contents.remove(unwanted, owner);
    }

    /** Removes a thing to which nothing refers. */
    void remove(String unwanted) {
        remove(unwanted, () -> {});
    }

    /** Writes the things of a new cloud, before it is in its place. */
    void seed(Path newCloud, List<T> fixtures) throws IOException {
        Path folder = Files.createDirectories(newCloud.resolve(path.getFileName()));
        for (T fixture : fixtures) {
            DurableFiles.write(file(folder, fixture), RecordJson.write(fixture));
        }
    }

    /** Reads everything anew, and removes what a killed process left behind. A file that makes no sense is left out. */
    void load() throws IOException {
        Contents<T> loaded = new Contents<>();
        List<Path> files;
        try (Stream<Path> found = Files.list(Files.createDirectories(path))) {
            files = found.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(DurableFiles.TEMPORARY)) {
                Files.delete(file);
            } else if (name.endsWith(SUFFIX)) {
                try {
                    T value = RecordJson.read(type, Files.readString(file));
                    loaded.put(id.apply(value), value, owner);
                } catch (IllegalArgumentException | ClassCastException e) {
                    LOG.error("{} cannot be read as {}: it is left out", file, noun, e);
                }
            }
        }
        contents = loaded;
    }

    private Path file(Path folder, T value) {
        return folder.resolve(DurableFiles.nameFor(id.apply(value)) + SUFFIX);
    }

    /** What is in memory; written by one thread at a time, read by many. */
    private static final class Contents<T> {
        final ConcurrentSkipListMap<String, T> byId = new ConcurrentSkipListMap<>(new NaturalOrder());
        final Map<String, NavigableMap<String, T>> byOwner = new ConcurrentHashMap<>();

        void put(String id, T value, Function<T, Optional<String>> owner) {
            T before = byId.put(id, value);
            owner.apply(value)
                    .ifPresent(
                            now -> byOwner.computeIfAbsent(now, key -> new ConcurrentSkipListMap<>(new NaturalOrder()))
                                    .put(id, value));
            if (before != null && !owner.apply(before).equals(owner.apply(value))) {
                disown(id, owner.apply(before));
            }
        }

        void remove(String id, Function<T, Optional<String>> owner) {
            T before = byId.remove(id);
            if (before != null) {
                disown(id, owner.apply(before));
            }
        }

        private void disown(String id, Optional<String> owner) {
            owner.ifPresent(former -> byOwner.computeIfPresent(former, (key, owned) -> {
                owned.remove(id);
                return owned.isEmpty() ? null : owned;
            }));
        }
    }
}
