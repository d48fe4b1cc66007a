package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.azure.AzureIdentity.ServicePrincipal;

/**
 * Azure Resource Manager for one service principal: its token, its subscription, and the calls that all resources have in
 * common. Paths begin with a slash, their parts are encoded; the api-version is added here. A token that is refused is
 * renewed once.
 */
final class AzureArm implements AzureService {
    private static final Map<String, String> JSON =
            Map.of("content-type", "application/json", "accept", "application/json");

    private final AzureCalls calls;
    private final AzureSettings settings;
    private final AzurePlace place;
    private final ServicePrincipal principal;
    private final AzureSession session;
    private final AzureLogin login;

    AzureArm(
            AzureCalls calls,
            AzureSettings settings,
            AzurePlace place,
            ServicePrincipal principal,
            AzureSession session) {
        this.calls = requireNonNull(calls);
        this.settings = requireNonNull(settings);
        this.place = requireNonNull(place);
        this.principal = requireNonNull(principal);
        this.session = requireNonNull(session);
        this.login = new AzureLogin(calls, place);
    }

    AzureCalls calls() {
        return calls;
    }

    AzurePlace place() {
        return place;
    }

    AzureSettings.Compute settings() {
        return settings.compute();
    }

    /** Where things are made for a client who names no realm: the provider's location, or the cloud's home. */
    String home() {
        return place.location()
                .or(place::home)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.INVALID,
                        "Name a realm, or a provider " + place.cloud() + ";LOCATION: nothing says where to make it."));
    }

    /** Asks for the least that ARM tells nobody without the secret. */
    void verify() {
        get(AzureApi.SUBSCRIPTIONS, "subscriptions/get", path(), Map.of());
    }

    /** The path of the caller's subscription. */
    String path() {
        return "/subscriptions/" + subscription();
    }

    /**
     * The id of the caller's subscription: what the user names, or the only one.
     *
     * @throws CloudException INVALID when there are several, FORBIDDEN when there is none
     */
    String subscription() {
        if (principal.subscription().isPresent()) {
            String given = principal.subscription().get();
            if (!given.matches("[A-Za-z0-9-]{1,64}")) {
                throw new CloudException(ErrorKind.UNAUTHENTICATED, "The user's SUBSCRIPTION is no subscription's id.");
            }
            return given;
        }
        return session.remember("subscription", String.class, settings.compute().catalogueAge(), this::discover);
    }

    private String discover() {
        List<JsonNode> found = list(AzureApi.SUBSCRIPTIONS, "subscriptions/list", "/subscriptions", Map.of()).stream()
                .filter(one -> one.path("state").asText().equals("Enabled"))
                .toList();
        if (found.size() == 1) {
            return found.get(0).path("subscriptionId").asText();
        }
        throw found.isEmpty()
                ? new CloudException(
                        ErrorKind.FORBIDDEN,
                        "The application sees no subscription that is enabled; give it a role in one.")
                : new CloudException(
                        ErrorKind.INVALID,
                        "The application sees " + found.size()
                                + " subscriptions; name one, as user TENANT/CLIENT_ID/SUBSCRIPTION.");
    }

    /** What seldom changes is asked for once in a while. */
    <T> T remember(String what, Class<T> type, Duration age, Supplier<T> ask) {
        return session.remember(subscription() + " " + what, type, age, ask);
    }

    /** Asks for a document. */
    JsonNode get(AzureApi api, String operation, String path, Map<String, String> query) {
        AzureRequest request = AzureRequest.get(operation, uri(api, path, query));
        return AzureJson.read(operation, send(request).body());
    }

    /** Asks for a document that may not be there. */
    Optional<JsonNode> find(AzureApi api, String operation, String path, Map<String, String> query) {
        try {
            return Optional.of(get(api, operation, path, query));
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Asks for all pages of a list. */
    List<JsonNode> list(AzureApi api, String operation, String path, Map<String, String> query) {
        List<JsonNode> all = new ArrayList<>();
        Set<URI> seen = new HashSet<>();
        URI next = uri(api, path, query);
        while (true) {
            if (!seen.add(next)) {
                throw AzureErrors.garbled(operation, "the list has no end");
            }
            JsonNode page = AzureJson.read(
                    operation, send(AzureRequest.get(operation, next)).body());
            if (!page.path("value").isArray()) {
                throw AzureErrors.garbled(operation, "no list");
            }
            page.path("value").forEach(all::add);
            Optional<String> link = AzureJson.text(page, "nextLink");
            if (link.isEmpty()) {
                return all;
            }
            next = onArm(operation, link.get());
        }
    }

    /**
     * Asks for a change. The answer comes when Azure has accepted it; {@link #await} waits for the rest.
     *
     * @param method PUT, PATCH, POST or DELETE
     * @param body a document of maps and lists; empty for none
     */
    AzureOperation change(AzureApi api, String operation, String method, String path, Map<String, ?> body) {
        return change(api, operation, method, path, body, Optional.empty());
    }

    /**
     * Asks for a change of what was read before.
     *
     * @param etag of what was read; with another one, ARM refuses
     * @throws CloudException CONFLICT when it has been changed since
     */
    AzureOperation change(
            AzureApi api, String operation, String method, String path, Map<String, ?> body, Optional<String> etag) {
        Map<String, String> headers = new TreeMap<>(JSON);
        etag.ifPresent(known -> headers.put("if-match", known));
        AzureRequest request = new AzureRequest(
                operation,
                method,
                uri(api, path, Map.of()),
                headers,
                body.isEmpty() ? new byte[0] : AzureJson.bytes(body),
                !method.equals("POST"));
        HttpResponse<byte[]> answer = send(request);
        return AzureOperation.of(this, request, answer);
    }

    /**
     * Waits for the end of an operation that something else needs.
     *
     * @throws CloudException what became of it, if it failed; PROVIDER_TIMEOUT when it takes longer than the operator allows
     */
    void await(AzureOperation operation) {
        new AzurePolling(this).await(operation);
    }

    /**
     * An address that ARM told, for a next page or an operation's state. Its path is asked of the ARM that the operator names,
     * whatever host the link has: the token goes nowhere else, and an ARM behind a proxy may know itself by another name.
     *
     * @throws CloudException PROVIDER_ERROR for what is no address
     */
    URI onArm(String operation, String address) {
        try {
            URI uri = place.arm().resolve(address);
            if (uri.getRawPath() != null) {
                String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                return place.arm().resolve(uri.getRawPath() + query);
            }
        } catch (IllegalArgumentException noAddress) {
            // Told below, as one without a path is
        }
        throw AzureErrors.garbled(operation, "a link that is no address");
    }

    HttpResponse<byte[]> send(AzureRequest request) {
        String token = token();
        try {
            return calls.call(this, request);
        } catch (CloudException failure) {
            if (failure.kind() != ErrorKind.UNAUTHENTICATED) {
                throw failure;
            }
            session.drop(token);
            return calls.call(this, request);
        }
    }

    @Override
    public String name() {
        return place.arm().getAuthority();
    }

    @Override
    public Map<String, String> authorization(AzureRequest request) {
        return Map.of("authorization", "Bearer " + token());
    }

    /** Nothing of ARM is a redirection, or anything but JSON. */
    @Override
    public boolean isOwn(HttpResponse<byte[]> answer) {
        return AzureJson.isOwn(answer);
    }

    @Override
    public Refusal refusal(HttpResponse<byte[]> answer) {
        return refusal(AzureJson.readIfPossible(answer.body()).path("error"));
    }

    /** Reads ARM's error; where it only says that something went wrong, its first detail. */
    static Refusal refusal(JsonNode error) {
        JsonNode detail = error.path("details").path(0);
        boolean vague = Set.of("", "BadRequest", "Conflict", "DeploymentFailed", "InvalidTemplateDeployment")
                .contains(error.path("code").asText());
        JsonNode telling = vague && detail.has("code") ? detail : error;
        return new Refusal(
                telling.path("code").asText(), telling.path("message").asText());
    }

    /** A name as a part of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private URI uri(AzureApi api, String path, Map<String, String> query) {
        StringBuilder address = new StringBuilder(place.arm().toString())
                .append(path)
                .append("?api-version=")
                .append(api.version());
        new TreeMap<>(query)
                .forEach((name, value) ->
                        address.append('&').append(name).append('=').append(encode(value)));
        return URI.create(address.toString());
    }

    private String token() {
        return session.token(() -> login.token(principal));
    }
}
