package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one generation of settings, shared by all callers; they know no credentials. Opened with the first
 * request. They end, with their thread, some seconds after nobody holds this any more. Safe for use by many threads.
 */
final class OpenstackHttp {
    private final OpenstackSettings settings;
    private @Nullable HttpClient client;

    OpenstackHttp(OpenstackSettings settings) {
        this.settings = requireNonNull(settings);
    }

    /**
     * Sends a request, within a time until the handler has its body.
     *
     * @param limit how long that may take
     * @param progressed whether something has moved since it was asked before, and the call may take longer
     * @throws TimeoutException when it takes longer
     */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration limit, BooleanSupplier progressed)
            throws IOException, TimeoutException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client().sendAsync(request, handler);
        try {
            while (true) {
                try {
                    return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException late) {
                    if (!progressed.getAsBoolean()) {
                        throw late;
                    }
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            // Closes the connection of an answer that nobody waits for any longer
            answer.cancel(true);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            Thread thread = Thread.currentThread();
            ClassLoader callers = thread.getContextClassLoader();
            // The client's thread would keep the caller's loader
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            try {
                client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .build();
            } finally {
                thread.setContextClassLoader(callers);
            }
        }
        return client;
    }
}
