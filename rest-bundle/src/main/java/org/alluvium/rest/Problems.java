package org.alluvium.rest;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.page.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an error document of whatever goes wrong (contract 01, section 9), and is the one place that logs it: 5xx with the
 * request's id and, where there is more to say, the cause; others at debug. No stack trace and no secret gets into the document.
 */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** Parameters whose values are not repeated in the document, besides those that the driver calls secret. */
    private static final Set<String> SECRET =
            Set.of("password", "private_key", "user_data", "user_iso", "cmd", "public_key");

    private static final String FILTERED = "\"[FILTERED]\"";

    private static final Map<Integer, String> ERROR_CLASSES = Map.ofEntries(
            Map.entry(400, "ValidationFailure"),
            Map.entry(401, "AuthenticationFailure"),
            Map.entry(403, "ForbiddenError"),
            Map.entry(404, "ObjectNotFound"),
            Map.entry(405, "MethodNotAllowed"),
            Map.entry(406, "UnknownMediaTypeError"),
            Map.entry(409, "Conflict"),
            Map.entry(500, "BackendError"),
            Map.entry(501, "NotImplemented"),
            Map.entry(502, "ProviderError"),
            Map.entry(504, "ProviderTimeout"));

    private final Api api;

    /** The errors of the API. */
    Problems(Api api) {
        this.api = api;
    }

    /** The answer to a request that failed. */
    Response respond(ApiRequest request, Throwable failure) {
        if (failure instanceof CloudException cloud) {
            request.pass().ifPresent(pass -> pass.failed(cloud));
        }
        Problem problem = problem(request, failure);
        if (problem.status() >= 500 && driverFailed(request, failure)) {
            request.failed();
        }
        log(request, problem, failure);
        Document document = document(request, problem.status(), problem.getMessage());
        Answer answer = new Answer(problem.status(), Optional.of(document), problem.headers(), Optional.empty(), true);
        return api.respond(
                request,
                answer,
                () -> new Page(request, api.drivers(request), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Not what the server itself refused: because it has too much to do, or leaves the cloud alone. */
    private static boolean driverFailed(ApiRequest request, Throwable failure) {
        return !(failure instanceof Problem) && (request.pass().isPresent() || !(failure instanceof CloudException));
    }

    private static Problem problem(ApiRequest request, Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof CloudException cloud) {
            Map<String, String> headers = cloud.retryAfter()
                    .map(after -> Map.of("Retry-After", Api.seconds(after)))
                    .orElse(Map.of());
            return new Problem(status(cloud.kind()), cloud.getMessage(), headers);
        }
        if (failure instanceof IOException) {
            return new Problem(400, "The client went away.");
        }
        return new Problem(
                500, "The server failed to answer. Its log tells more under the request id " + request.id() + ".");
    }

    /** The one table from kind to status (contract 01, section 9). */
    private static int status(ErrorKind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case TOO_MANY_REQUESTS -> 429;
            case INTERNAL -> 500;
            case UNSUPPORTED -> 501;
            case PROVIDER_ERROR -> 502;
            case UNAVAILABLE -> 503;
            case PROVIDER_TIMEOUT -> 504;
        };
    }

    private static void log(ApiRequest request, Problem problem, Throwable failure) {
        if (problem.status() >= 500) {
            LOG.error(
                    "{} {} of driver {} answers {}: {} [request {}]",
                    request.method(),
                    request.path(),
                    request.driver(),
                    problem.status(),
                    problem.getMessage(),
                    request.id(),
                    failure instanceof CloudException && failure.getCause() == null ? null : failure);
        } else {
            LOG.debug(
                    "{} {} answers {}: {} [request {}]",
                    request.method(),
                    request.path(),
                    problem.status(),
                    problem.getMessage(),
                    request.id());
        }
    }

    private Document document(ApiRequest request, int status, String message) {
        Group parameters = Group.xml("request", Group.Layout.BLOCK);
        Parameters sent = request.parameters();
        Set<String> driversOwn = api.secretParameters(request);
        for (String name : sent.names()) {
            if (!name.equals("format")) {
                boolean secret = SECRET.contains(name) || name.startsWith("content") || driversOwn.contains(name);
                parameters.add(parameter(
                        name, secret ? FILTERED : inspect(sent.get(name).orElse(""))));
            }
        }
        Group error = Group.of("error")
                .xmlAttribute("status", status)
                .xmlAttribute("url", request.path())
                .add(Group.xml("backend", Group.Layout.INLINE)
                        .xmlAttribute("driver", request.driver())
                        .xmlAttribute("provider", request.provider().orElse("default")))
                .field("code", status)
                .add(Field.cdata("message", message))
                .jsonField("message", message)
                .jsonField(
                        "error",
                        "Deltacloud::Exceptions::"
                                + ERROR_CLASSES.getOrDefault(
                                        status, status < 500 ? "ValidationFailure" : "BackendError"))
                .add(Field.cdataBlock("backtrace", ""))
                .add(parameters);
        return Document.of(error).withoutProlog().bare();
    }

    private static Field parameter(String name, String value) {
        return Field.cdata("param", value).with("name", name);
    }

    /** A text in the notation of old error documents. */
    private static String inspect(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
