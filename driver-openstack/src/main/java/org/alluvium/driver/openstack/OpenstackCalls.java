package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;

/**
 * The way to OpenStack for one caller: finds the service in the catalogue, sends the token along, renews it once when it is
 * refused, bounds each call in time, counts it, and translates its failure. Every method throws {@link CloudException} and
 * nothing else.
 */
final class OpenstackCalls {
    /** Its buffers are in no thread's own map, where they would keep the classes of a driver that is gone. */
    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build());

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final BodyHandler<InputStream> WHOLE =
            info -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);

    private final OpenstackHttp http;
    private final OpenstackSettings settings;
    private final BackendCalls counts;
    private final OpenstackPlace place;
    private final OpenstackSessions.Slot slot;
    private final Optional<Credentials> credentials;

    OpenstackCalls(
            OpenstackHttp http,
            OpenstackSettings settings,
            BackendCalls counts,
            OpenstackPlace place,
            OpenstackSessions.Slot slot,
            Optional<Credentials> credentials) {
        this.http = requireNonNull(http);
        this.settings = requireNonNull(settings);
        this.counts = requireNonNull(counts);
        this.place = requireNonNull(place);
        this.slot = requireNonNull(slot);
        this.credentials = requireNonNull(credentials);
    }

    /** The caller's session; asks Keystone only where none is open. */
    OpenstackSession session() {
        return slot.get(this::open, this::readAgain);
    }

    /** Whether there is nobody to act for. */
    boolean isAnonymous() {
        return credentials.isEmpty();
    }

    /** The same way, for questions whose answer is not worth a long wait. */
    OpenstackCalls briefly() {
        return new OpenstackCalls(http, settings.brief(), counts, place, slot, credentials);
    }

    /** Where the calls go. */
    OpenstackPlace place() {
        return place;
    }

    /** How long one answer may take. */
    Duration callTimeout() {
        return settings.callTimeout();
    }

    /** How many things to ask for at once. */
    int pageSize() {
        return settings.pageSize();
    }

    /** Asks for a document. */
    JsonNode get(OpenstackService service, String operation, String path) {
        return json(new OpenstackRequest(service, operation, "GET", path, Map.of()));
    }

    /** Sends a document; answers with a missing node where the service answers with nothing. */
    JsonNode post(OpenstackService service, String operation, String path, Map<String, ?> body) {
        return json(new OpenstackRequest(service, operation, "POST", path, jsonHeaders(), bytes(body)));
    }

    /** Sends a document in place of another. */
    JsonNode put(OpenstackService service, String operation, String path, Map<String, ?> body) {
        return json(new OpenstackRequest(service, operation, "PUT", path, jsonHeaders(), bytes(body)));
    }

    /** Removes a thing. */
    JsonNode delete(OpenstackService service, String operation, String path) {
        return json(new OpenstackRequest(service, operation, "DELETE", path, Map.of()));
    }

    /**
     * Asks for a thing by its id. What cannot be an id costs no call.
     *
     * @param path without the id
     * @param field the document's only field
     */
    Optional<JsonNode> find(OpenstackService service, String operation, String path, String id, String field) {
        if (!isId(id)) {
            return Optional.empty();
        }
        return findNamed(service, operation, path, id, field);
    }

    /** Asks for a thing whose id is whatever somebody called it. */
    Optional<JsonNode> findNamed(OpenstackService service, String operation, String path, String id, String field) {
        if (!isName(id)) {
            return Optional.empty();
        }
        return ifThere(() -> get(service, operation, path + encode(id)).path(field))
                .filter(node -> !node.isMissingNode());
    }

    /**
     * Asks for all pages of a list of things with ids.
     *
     * @param path with or without a query
     * @param field the document's field that holds the list
     */
    List<JsonNode> list(OpenstackService service, String operation, String path, String field) {
        return list(service, operation, path, field, thing -> thing.path("id").asText());
    }

    /**
     * Asks for all pages of a list.
     *
     * @param path with or without a query
     * @param field the document's field that holds the list
     * @param mark what the service goes on after
     */
    List<JsonNode> list(
            OpenstackService service, String operation, String path, String field, Function<JsonNode, String> mark) {
        List<JsonNode> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + settings.pageSize();
        String next = first;
        while (true) {
            JsonNode page = get(service, operation, next);
            if (!page.path(field).isArray()) {
                throw new CloudException(
                        ErrorKind.PROVIDER_ERROR, service.project() + "'s answer is no list (" + operation + ").");
            }
            page.path(field).forEach(all::add);
            // Glance has a link of its own
            boolean more = page.has("next");
            for (JsonNode link : page.path(field + "_links")) {
                more |= link.path("rel").asText().equals("next");
            }
            if (!more || page.path(field).isEmpty()) {
                return all;
            }
            // Not the link's address: behind a proxy it may lead elsewhere
            String marker = mark.apply(all.get(all.size() - 1));
            if (!seen.add(marker)) {
                throw new CloudException(
                        ErrorKind.PROVIDER_ERROR,
                        service.project() + " answered with a list that has no end (" + operation + ").");
            }
            next = first + "&marker=" + encode(marker);
        }
    }

    /** Makes a call, and answers what has a status below 400; its body is in memory. */
    HttpResponse<InputStream> call(OpenstackRequest request) {
        return send(request, WHOLE);
    }

    /** Makes a call whose answer is a content; the caller closes it. */
    HttpResponse<InputStream> open(OpenstackRequest request) {
        return send(
                request,
                info -> info.statusCode() < 400 ? new OpenstackDownload(settings.callTimeout()) : WHOLE.apply(info));
    }

    /** What is there, or nothing where the service does not know it. */
    static <T> Optional<T> ifThere(java.util.function.Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** A field's text, if it has any. */
    static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
    }

    /** A text as a segment of a path, or in a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** Whether a thing can be called so: a path that ends with dots alone, encoded or not, or with nothing is another thing's. */
    static boolean isName(String text) {
        return !text.isEmpty() && !text.equals(".") && !text.equals("..");
    }

    /** Whether a text is what the services make ids of. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * An id that can stand in a path.
     *
     * @throws CloudException NOT_FOUND for what no thing can have as its id
     */
    static String requireId(String thing, String id) {
        if (!isId(id)) {
            throw CloudException.notFound(thing, id);
        }
        return id;
    }

    private JsonNode json(OpenstackRequest request) {
        return json(request, call(request));
    }

    private static JsonNode json(OpenstackRequest request, HttpResponse<InputStream> answer) {
        try {
            JsonNode node = JSON.readTree(answer.body());
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException noJson) {
            throw OpenstackErrors.garbled(request, noJson);
        }
    }

    private HttpResponse<InputStream> send(OpenstackRequest request, BodyHandler<InputStream> handler) {
        OpenstackSession session = session();
        try {
            return once(request, session, handler);
        } catch (CloudException failure) {
            if (failure.kind() != ErrorKind.UNAUTHENTICATED) {
                throw failure;
            }
            slot.drop(session);
            OpenstackSession renewed = session();
            if (request.upload().isPresent()) {
                throw OpenstackErrors.staleToken(request, failure);
            }
            return once(request, renewed, handler);
        }
    }

    private HttpResponse<InputStream> once(
            OpenstackRequest request, OpenstackSession session, BodyHandler<InputStream> handler) {
        String base = session.services().get(request.service());
        if (base == null) {
            throw new CloudException(
                    ErrorKind.UNSUPPORTED,
                    place.name() + " has no " + request.service().project() + ".");
        }
        try {
            return exchange(request, base, proof(session), handler);
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.UNAVAILABLE && failure.getCause() instanceof IOException) {
                slot.doubt();
            }
            throw failure;
        }
    }

    private static Map<String, String> proof(OpenstackSession session) {
        return Map.of("X-Auth-Token", session.token());
    }

    /** With today's catalogue; where Keystone does not tell it, with the one that is known. */
    private OpenstackSession readAgain(OpenstackSession session) {
        OpenstackRequest request =
                new OpenstackRequest(OpenstackService.IDENTITY, "GetCatalogue", "GET", "/auth/catalog", Map.of());
        try {
            JsonNode catalogue = json(request, briefly().exchange(request, place.keystone(), proof(session), WHOLE))
                    .path("catalog");
            return catalogue.isArray() ? session.with(place, catalogue) : session;
        } catch (CloudException untold) {
            return session;
        }
    }

    private OpenstackSession open() {
        OpenstackRequest request = new OpenstackRequest(
                OpenstackService.IDENTITY,
                "CreateToken",
                "POST",
                "/auth/tokens",
                jsonHeaders(),
                bytes(OpenstackIdentity.request(credentials)));
        HttpResponse<InputStream> answer = exchange(request, place.keystone(), Map.of(), WHOLE);
        String token = answer.headers().firstValue("X-Subject-Token").orElse("");
        OpenstackSession opened;
        try {
            opened = OpenstackSession.of(place, token, json(request, answer));
        } catch (DateTimeException noToken) {
            throw OpenstackErrors.garbled(request, noToken);
        }
        if (opened.project().isEmpty()) {
            throw OpenstackIdentity.unscoped(credentials.orElseThrow());
        }
        return opened;
    }

    private HttpResponse<InputStream> exchange(
            OpenstackRequest request, String base, Map<String, String> proof, BodyHandler<InputStream> handler) {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            HttpRequest.Builder built = HttpRequest.newBuilder(URI.create(base + request.path()))
                    .method(request.method(), request.body())
                    .setHeader("Accept", "application/json");
            request.service().headers().forEach(built::setHeader);
            request.headers().forEach(built::setHeader);
            proof.forEach(built::setHeader);
            HttpResponse<InputStream> answer = http.send(
                    built.build(),
                    handler,
                    settings.callTimeout(),
                    () -> request.upload().map(OpenstackUpload::progressed).orElse(false));
            if (answer.statusCode() >= 300) {
                byte[] body =
                        answer.statusCode() < 400 ? new byte[0] : answer.body().readAllBytes();
                answer.body().close();
                throw OpenstackErrors.refused(request, answer.statusCode(), answer.headers(), body);
            }
            failed = false;
            return answer;
        } catch (IOException broken) {
            throw OpenstackErrors.broken(request, broken);
        } catch (TimeoutException late) {
            throw OpenstackErrors.late(request);
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw OpenstackErrors.interrupted(request);
        } catch (IllegalArgumentException noAddress) {
            throw OpenstackErrors.garbled(request, noAddress);
        } finally {
            counts.record("openstack", request.operation(), Duration.ofNanos(System.nanoTime() - start), failed);
        }
    }

    private static Map<String, String> jsonHeaders() {
        return Map.of("Content-Type", "application/json");
    }

    private static byte[] bytes(Map<String, ?> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of texts and numbers are JSON", e);
        }
    }
}
