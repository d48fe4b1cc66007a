package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverWatch;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.server.ApiServer;

/**
 * What becomes of the drivers, as server-sent events (HTML standard, section 9.2). Each stream begins with all that is there,
 * so that who connects again has missed nothing that still holds. Safe for use by many threads; each stream keeps one.
 */
final class DriverEvents {
    /** Each stream keeps a thread of the server. */
    private static final int MAX_STREAMS = 32;

    /** After which a stream says that it lives, so that one whose client is gone is found out. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** For which a stream waits before it looks whether the server stops. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final JsonFactory JSON = new JsonFactory();

    private final Api api;
    private final Semaphore streams = new Semaphore(MAX_STREAMS);

    DriverEvents(Api api) {
        this.api = requireNonNull(api);
    }

    /** A stream that ends when its client goes away, or the server stops. */
    Response answer(ApiRequest request) {
        Response.ResponseBuilder head =
                Response.ok().header("Content-Type", "text/event-stream").header("Cache-Control", "no-store");
        if (request.method().equals("HEAD")) {
            return head.build();
        }
        if (!streams.tryAcquire()) {
            throw new Problem(
                    503,
                    "As many clients follow the drivers' events as may, " + MAX_STREAMS
                            + ". Ask for /api/drivers instead.",
                    Map.of("Retry-After", "10"));
        }
        return head.entity(new Events(request)).build();
    }

    /** To be written or closed, so that its place is given back. */
    private final class Events implements StreamingOutput, Closeable {
        private final ApiRequest request;

        Events(ApiRequest request) {
            this.request = request;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            try (this) {
                stream(request, out);
            }
        }

        @Override
        public void close() {
            streams.release();
        }
    }

    private void stream(ApiRequest request, OutputStream out) throws IOException {
        DriverWatch watch = api.watch();
        long heard = System.nanoTime();
        while (!ApiServer.stopping(request.servletRequest().getServletContext())) {
            List<DriverWatch.Change> changes;
            try {
                changes = watch.next(TURN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            StringBuilder text = new StringBuilder();
            for (DriverWatch.Change change : changes) {
                if (request.settings().allows(change.id())) {
                    text.append("event: ")
                            .append(change.status().map(DriverView::state).orElse("gone"))
                            .append("\ndata: ")
                            .append(data(change))
                            .append("\n\n");
                }
            }
            if (text.isEmpty() && System.nanoTime() - heard > HEARTBEAT.toNanos()) {
                text.append(": still here\n\n");
            }
            if (!text.isEmpty()) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
                heard = System.nanoTime();
            }
        }
    }

    private static String data(DriverWatch.Change change) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("driver", change.id());
            json.writeStringField("version", change.version());
            if (change.status().isPresent()) {
                DriverStatus status = change.status().get();
                json.writeStringField("state", DriverView.state(status));
                json.writeStringField(
                        "since", status.since().truncatedTo(ChronoUnit.SECONDS).toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
