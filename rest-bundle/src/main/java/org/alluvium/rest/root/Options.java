package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.rest.Api;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.ApiRequest;

/**
 * Answers OPTIONS from the descriptions (contract 01, section 1): collections of the entry point, methods of a collection,
 * parameters of an operation. Needs no credentials, and no capability of the driver.
 */
public final class Options {
    private final Api api;

    /** Answers about the drivers of this API. */
    public Options(Api api) {
        this.api = requireNonNull(api);
    }

    /** The value of the Allow header for the request's path; empty where there is nothing. */
    public Optional<String> allow(ApiRequest request) {
        String[] segments = request.path().split("/");
        if (segments.length < 2 || !segments[1].equals("api")) {
            return Optional.empty();
        }
        Optional<DriverInfo> driver = api.info(request, request.driver());
        if (segments.length == 2) {
            return driver.map(d -> String.join(",", d.collections()));
        }
        Optional<CollectionDescription> collection = ApiCollections.find(segments[2]);
        return collection.flatMap(c -> allow(c, segments, driver));
    }

    private static Optional<String> allow(
            CollectionDescription collection, String[] segments, Optional<DriverInfo> driver) {
        return switch (segments.length) {
            case 3 -> Optional.of("OPTIONS," + String.join(",", collection.methods()));
            case 4 ->
                collection
                        .operation(segments[3])
                        .map(operation -> parameters(collection, operation, driver))
                        .or(() -> collection.name().equals("buckets")
                                ? Optional.of("OPTIONS,GET,POST,DELETE,PUT,HEAD")
                                : Optional.empty());
            case 5 ->
                collection
                        .operation(segments[4])
                        .filter(Operation::onMember)
                        .map(operation -> parameters(collection, operation, driver));
            default -> Optional.empty();
        };
    }

    private static String parameters(
            CollectionDescription collection, Operation operation, Optional<DriverInfo> driver) {
        List<Parameter> declared =
                driver.map(d -> collection.parameters(operation, d)).orElse(operation.parameters());
        String inPath = operation.onMember()
                ? signature(Parameter.required("id", Type.STRING, "")) + (declared.isEmpty() ? "" : ",")
                : "";
        return inPath + declared.stream().map(Options::signature).collect(Collectors.joining(","));
    }

    /** A parameter as OPTIONS and the JSON entry point print it. */
    static String signature(Parameter parameter) {
        return parameter.name() + ":" + parameter.type().wireName() + ":"
                + (parameter.required() ? "required" : "optional");
    }
}
