package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverWatch;
import org.alluvium.registry.Lease;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.JsonWriter;
import org.alluvium.rest.document.SvgWriter;
import org.alluvium.rest.document.XmlWriter;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Format;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.isolation.Isolation;
import org.alluvium.rest.page.Page;
import org.alluvium.rest.page.PageWriter;

/**
 * What all resources share: the steps before and after a handler. The order of the checks is the contract's (01, section 6):
 * driver, capability, parameters, credentials. Safe for use by many threads.
 */
public final class Api {
    /** Operations whose answers tell the time that the back end took, but for those on blobs (contract 01, section 5). */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final Set<String> TIMED_OPERATIONS = Set.of("index", "show", "start", "stop", "reboot");

    private static final String HOST_NAME =
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");

    private final DriverRegistry registry;
    private final Isolation isolation = new Isolation();

    /** The shared steps over these drivers. */
    public Api(DriverRegistry registry) {
        this.registry = requireNonNull(registry);
    }

    /** The drivers that clients may choose, by id. */
    public List<DriverInfo> drivers(ApiRequest request) {
        return registry.drivers().stream()
                .filter(d -> request.settings().allows(d.id()))
                .toList();
    }

    /** The names of the parameters that the request's driver adds, and that are secret; none where it is not there. */
    Set<String> secretParameters(ApiRequest request) {
        return registry.driver(request.driver()).stream()
                .flatMap(driver -> driver.features().stream())
                .flatMap(feature -> feature.parameters().stream())
                .filter(parameter -> parameter.type() == Parameter.Type.SECRET)
                .map(Parameter::name)
                .collect(Collectors.toSet());
    }

    /** The revisions of all drivers. */
    public List<DriverStatus> revisions() {
        return registry.statuses();
    }

    /**
     * What a driver says of itself, whichever driver the request chooses; one that is away for an update is waited for.
     *
     * @return empty when clients cannot choose it
     */
    public Optional<DriverInfo> info(ApiRequest request, String driverId) {
        return ask(request, driverId, Lease::info);
    }

    /**
     * What is proven of the active revision of a driver, whichever driver the request chooses; one that is away for an update is
     * waited for.
     *
     * @return empty when clients cannot choose it
     */
    public Optional<Conformance> conformance(ApiRequest request, String driverId) {
        return ask(request, driverId, lease -> Conformance.of(lease.driver()));
    }

    private <T> Optional<T> ask(ApiRequest request, String driverId, Function<Lease, T> question) {
        if (!request.settings().allows(driverId)) {
            return Optional.empty();
        }
        return registry.leaseIfPresent(driverId).map(lease -> {
            try (lease) {
                return question.apply(lease);
            }
        });
    }

    /** Follows what becomes of the drivers. */
    public DriverWatch watch() {
        return new DriverWatch(registry);
    }

    /**
     * Leases the driver of the request; the request gives it back when its answer is written.
     *
     * @throws org.alluvium.driver.CloudException INVALID when there is no such driver
     */
    public Lease driver(ApiRequest request) {
        if (!request.settings().allows(request.driver())) {
            throw new Problem(
                    400,
                    "Driver '" + request.driver() + "' is not offered here. Drivers offered: "
                            + String.join(
                                    ", ",
                                    drivers(request).stream()
                                            .map(DriverInfo::id)
                                            .toList()) + ".");
        }
        Lease lease = registry.lease(request.driver(), request::caller);
        request.hold(lease);
        return lease;
    }

    /** Answers an operation that needs a capability of the driver. */
    public <T> Response call(
            ApiRequest request,
            CollectionDescription collection,
            Operation operation,
            Class<T> capability,
            Handler<T> handler) {
        return open(request, collection, operation, capability, (operations, call) -> {
            if (request.format() == Format.SVG) {
                throw ApiRequest.notAcceptable(Format.SVG.contentType());
            }
            long start = System.nanoTime();
            Answer answer = handler.handle(operations, call);
            if (timed(collection, operation)) {
                answer = answer.header(
                        "X-Backend-Runtime",
                        BigDecimal.valueOf(System.nanoTime() - start, 9).toPlainString());
            }
            return respond(
                    request,
                    answer,
                    () -> new Page(
                            request,
                            drivers(request),
                            Optional.of(call.driver()),
                            Optional.of(collection),
                            Optional.of(operation)));
        });
    }

    /** The same for an answer that is no document, but a blob's bytes. */
    public <T> Response open(
            ApiRequest request,
            CollectionDescription collection,
            Operation operation,
            Class<T> capability,
            BiFunction<T, Call, Response> handler) {
        request.collection(collection.name());
        Lease driver = driver(request);
        DriverInfo info = driver.info();
        if (!info.capabilities().contains(capability)) {
            throw missing(operation.requirement(), info);
        }
        ParameterCheck.check(collection, operation, info, request.parameters());
        Optional<Credentials> credentials = request.credentials();
        if (credentials.isEmpty() && !info.publicCapabilities().contains(capability)) {
            throw unauthorized(request);
        }
        Cloud cloud = connect(request, driver, info, credentials);
        T operations = cloud.find(capability).orElseThrow(() -> missing(operation.requirement(), info));
        return handler.apply(operations, new Call(request, info, cloud, request.links()));
    }

    /**
     * The cloud of the request's driver, within the bounds that keep a cloud that hangs from harming others (at most once per
     * request).
     *
     * @param info what the leased revision said of itself: its compartment is that of its version
     * @throws org.alluvium.driver.CloudException UNAVAILABLE when the driver has too much to do or its cloud is left alone
     */
    public Cloud connect(ApiRequest request, Lease driver, DriverInfo info, Optional<Credentials> credentials) {
        request.hold(isolation.enter(
                request.driver(),
                info.version(),
                request.provider(),
                request.settings().limits(request.driver())));
        return driver.driver().connect(request.provider(), credentials);
    }

    private static boolean timed(CollectionDescription collection, Operation operation) {
        return TIMED_OPERATIONS.contains(operation.name()) && !collection.name().equals("blobs")
                || collection.name().equals("instances") && operation.name().equals("destroy");
    }

    /** 412 that names the capability. */
    public static Problem missing(String requirement, DriverInfo driver) {
        return new Problem(
                412,
                "The required capability to execute this operation is missing: driver '" + driver.id() + "' has no "
                        + requirement + ".",
                Map.of("Expect", requirement));
    }

    /** 401 with the challenge that makes clients ask their user. */
    public static Problem unauthorized(ApiRequest request) {
        return new Problem(
                401,
                "Unauthorized",
                Map.of("WWW-Authenticate", "Basic realm=\"" + request.driver() + "-deltacloud@" + HOST_NAME + "\""));
    }

    /**
     * Writes an answer in the request's format.
     *
     * @param page what a page shows around it; asked only for HTML
     */
    public Response respond(ApiRequest request, Answer answer, Supplier<Page> page) {
        Format format = format(request, answer);
        if (format == Format.HTML && answer.page().isPresent() && answer.status() < 300) {
            return Response.status(303).header("Location", answer.page().get()).build();
        }
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.document().isEmpty()) {
            return answer.typed()
                    ? response.header("Content-Type", format.contentType())
                            .header("Content-Length", 0)
                            .build()
                    : response.build();
        }
        Body body = write(format, answer.document().get(), page);
        response.header("Content-Type", format.contentType());
        if (answer.status() == 200 || answer.status() == 201) {
            String tag = '"' + body.digest() + '"';
            response.header("ETag", tag).header("Cache-Control", "max-age=0, private, must-revalidate");
            if (answer.status() == 200 && notModified(request, tag)) {
                return response.status(304).header("Content-Type", null).build();
            }
        }
        return response.entity(body).build();
    }

    /** The request's format; what went wrong is told in XML where a picture was asked for. */
    private static Format format(ApiRequest request, Answer answer) {
        if (request.format() != Format.SVG
                || answer.document().flatMap(Document::diagram).isPresent()) {
            return request.format();
        }
        if (answer.status() < 400) {
            throw ApiRequest.notAcceptable(Format.SVG.contentType());
        }
        return Format.XML;
    }

    private static Body write(Format format, Document document, Supplier<Page> page) {
        Body body = new Body();
        switch (format) {
            case XML -> XmlWriter.write(document, body);
            case JSON -> JsonWriter.write(document, body);
            case HTML -> PageWriter.write(document, page.get(), body);
            case SVG -> SvgWriter.write(document.diagram().orElseThrow(), body);
        }
        return body;
    }

    private static boolean notModified(ApiRequest request, String tag) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return false;
        }
        String condition = request.header("If-None-Match").orElse("");
        return condition.strip().equals("*") || condition.contains(tag);
    }

    /** A duration as the value of Retry-After: whole seconds, at least one, at most a day. */
    static String seconds(Duration duration) {
        // A driver may tell any
        Duration bounded = duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration;
        return Long.toString(Math.max(1, (bounded.toMillis() + 999) / 1000));
    }
}
