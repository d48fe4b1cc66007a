package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.alluvium.rest.description.CollectionDescription;
import org.apache.cxf.jaxrs.impl.MetadataMap;
import org.apache.cxf.jaxrs.model.ClassResourceInfo;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;

/** Which resource method answers a request: the templates of CXF's model, cut at their slashes once. Immutable. */
final class Routes {
    /** By the number of segments and the method; a path's other routes need no look. */
    private final Map<Integer, Map<String, List<Route>>> routes;

    /** Reads the model of the resources. */
    Routes(List<ClassResourceInfo> resources) {
        routes = resources.stream()
                .flatMap(resource -> resource.getMethodDispatcher().getOperationResourceInfos().stream())
                .map(Route::new)
                // A name is a better match than a parameter.
                .sorted(Comparator.comparingLong(Route::parameters))
                .collect(Collectors.groupingBy(route -> route.segments.size(), Collectors.groupingBy(Route::method)));
    }

    private record Route(String method, List<String> segments, OperationResourceInfo operation) {
        Route(OperationResourceInfo operation) {
            this(
                    operation.getHttpMethod(),
                    split((operation.getClassResourceInfo().getURITemplate().getValue() + "/"
                                    + operation.getURITemplate().getValue())
                            .replaceAll("//+", "/")),
                    operation);
        }

        long parameters() {
            return segments.stream().filter(s -> s.startsWith("{")).count();
        }

        Match at(List<String> path) {
            MultivaluedMap<String, String> values = new MetadataMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    values.putSingle(segment.substring(1, segment.length() - 1), path.get(i));
                }
            }
            return new Match(operation, values);
        }
    }

    /**
     * A resource method, and what stands in the path for its parameters.
     *
     * @param values percent-encoded, by name
     */
    record Match(OperationResourceInfo operation, MultivaluedMap<String, String> values) {
        Match {
            requireNonNull(operation);
            requireNonNull(values);
        }
    }

    /** The resource method for a method of HTTP and a path as it was sent, but without matrix parameters. */
    Optional<Match> find(String method, String path) {
        List<String> sent = split(path);
        for (Route route : routes.getOrDefault(sent.size(), Map.of()).getOrDefault(method, List.of())) {
            if (CollectionDescription.matches(route.segments, sent)) {
                return Optional.of(route.at(sent));
            }
        }
        return Optional.empty();
    }

    /** The methods of HTTP that work on a path, in alphabetical order; none where nothing is. */
    Set<String> methods(String path) {
        List<String> sent = split(path);
        Set<String> methods = new TreeSet<>();
        routes.getOrDefault(sent.size(), Map.of()).forEach((method, candidates) -> {
            if (candidates.stream().anyMatch(route -> CollectionDescription.matches(route.segments, sent))) {
                methods.add(method);
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.split("/"));
    }
}
