package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one generation of settings, shared by all callers; they know no credentials. Opened with the first
 * request. They end, with their thread, some seconds after nobody holds this any more. Safe for use by many threads.
 */
final class AzureHttp {
    private final AzureSettings settings;
    private @Nullable HttpClient client;

    AzureHttp(AzureSettings settings) {
        this.settings = requireNonNull(settings);
    }

    /**
     * Sends a request and reads the whole answer, whatever its status, within the call time-out.
     *
     * @throws TimeoutException when it takes longer
     */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, TimeoutException, InterruptedException {
        // The client's own time-out ends with the answer's head; this one bounds its body, too
        CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return answer.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
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
