package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;

/**
 * An operation and where it is sent: what an address means, read from the descriptions.
 *
 * @param path below the entry point, percent-encoded and without matrix parameters
 */
record Route(CollectionDescription collection, Operation operation, String path) {
    /** The last segment of a form's path, where old clients know it by another name than the operation's. */
    private static final Map<String, String> FORMS = Map.of(
            "storage_volumes attach", "attach_instance",
            "firewalls rules", "new_rule",
            "blobs create", "new_blob_form_d15cfd90");

    private static final List<Template> TEMPLATES = Stream.of(ApiCollections.ALL, ApiCollections.SUB)
            .flatMap(List::stream)
            .flatMap(collection -> collection.operations().stream().map(o -> template(collection, o)))
            .toList();
    /** Few paths end in one of these: what keeps the look-up of forms away from most requests. */
    private static final Set<String> FORM_ENDS =
            TEMPLATES.stream().flatMap(t -> t.formEnd.stream()).collect(Collectors.toUnmodifiableSet());

    Route {
        requireNonNull(collection);
        requireNonNull(operation);
        requireNonNull(path);
    }

    private record Template(
            CollectionDescription collection, Operation operation, List<String> segments, Optional<String> formEnd) {
        Route at(List<String> path) {
            return new Route(collection, operation, "/" + String.join("/", path));
        }

        /** Where the form is: beside an action, below anything else. */
        List<String> form(List<String> path) {
            List<String> above = besideAction() ? path.subList(0, path.size() - 1) : path;
            return Stream.concat(above.stream(), formEnd.stream()).toList();
        }

        boolean besideAction() {
            return operation.onMember();
        }
    }

    private static Template template(CollectionDescription collection, Operation operation) {
        List<String> segments = split(collection.path().substring("/api".length()) + operation.path());
        boolean action = operation.path().split("/").length == 3;
        Optional<String> end = Optional.empty();
        if (operation.method().equals("POST") && operation.path().isEmpty()) {
            end = Optional.of("new");
        } else if (operation.method().equals("POST")
                && action
                && !operation.parameters().isEmpty()) {
            end = Optional.of(segments.get(segments.size() - 1));
        }
        String known = FORMS.get(collection.name() + " " + operation.name());
        return new Template(collection, operation, segments, end.map(e -> known == null ? e : known));
    }

    /** The operation of that method at that path below the entry point; matrix parameters do not count. */
    static Optional<Route> find(String method, String path) {
        List<String> segments = split(path);
        return TEMPLATES.stream()
                .filter(t -> t.operation.method().equals(method) && CollectionDescription.matches(t.segments, segments))
                .map(t -> t.at(segments))
                .findFirst();
    }

    /** The operation whose form is at that path below the entry point. */
    static Optional<Route> ofForm(String path) {
        if (!FORM_ENDS.contains(path.substring(path.lastIndexOf('/') + 1))) {
            return Optional.empty();
        }
        List<String> segments = split(path);
        return TEMPLATES.stream()
                .filter(t -> t.formEnd.isPresent() && CollectionDescription.matches(t.form(t.segments), segments))
                .findFirst()
                .map(t -> {
                    List<String> above = segments.subList(0, segments.size() - 1);
                    return t.besideAction()
                            ? t.at(Stream.concat(above.stream(), Stream.of(t.segments.get(t.segments.size() - 1)))
                                    .toList())
                            : t.at(above);
                });
    }

    /** Where its form is, below the entry point; absent when there is nothing to fill in. */
    Optional<String> form() {
        Template template = template(collection, operation);
        return template.formEnd.map(end -> "/" + String.join("/", template.form(split(path))));
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.substring(1).split("/"))
                .map(segment -> segment.split(";", 2)[0])
                .toList();
    }
}
