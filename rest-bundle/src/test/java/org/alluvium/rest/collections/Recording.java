package org.alluvium.rest.collections;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.alluvium.rest.server.RunningApi;

/** One exchange with the original server, as the recordings in the test resources hold it. */
record Recording(
        String method,
        String path,
        List<String> requestHeaders,
        String requestBody,
        int status,
        Map<String, String> headers,
        String body) {
    static Recording read(String name) {
        String text;
        try (InputStream in = Recording.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int response = text.indexOf("\nRESPONSE ");
        String[] request = text.substring(0, response).split("\n");
        int blank = text.indexOf("\n\n", response);
        String[] head = text.substring(response + 1, blank).split("\n");
        List<String> requestHeaders = new ArrayList<>();
        String requestBody = "";
        for (int i = 1; i < request.length; i++) {
            if (request[i].startsWith("BODY")) {
                requestBody = request[i].substring(4).strip();
            } else if (request[i].contains(": ")) {
                requestHeaders.addAll(List.of(request[i].split(": ", 2)));
            }
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": ", 2);
            headers.put(header[0], header[1]);
        }
        String[] line = request[0].split(" ");
        return new Recording(
                line[1],
                line[2],
                requestHeaders,
                requestBody,
                Integer.parseInt(head[0].split(" ")[1]),
                headers,
                text.substring(blank + 2));
    }

    /** Sends the request again. */
    HttpResponse<String> replay(RunningApi api) {
        return api.send(method, path, requestBody, requestHeaders.toArray(String[]::new));
    }

    /** The answer as this server's address makes it. */
    String body(RunningApi api) {
        return body.replace("{base}", api.base()).stripTrailing();
    }
}
