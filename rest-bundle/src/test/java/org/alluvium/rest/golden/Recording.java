package org.alluvium.rest.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One exchange with the original server. */
record Recording(String method, String path, List<String> headers, String body, Answer answer) {
    /** An answer; the server's address in it is {@code {base}}. */
    record Answer(int status, Map<String, String> headers, String body) {
        Answer withBody(String other) {
            return new Answer(status, headers, other);
        }

        Answer withStatus(int other) {
            return new Answer(other, headers, body);
        }

        Answer withoutHeader(String name) {
            Map<String, String> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            fewer.putAll(headers);
            fewer.remove(name);
            return new Answer(status, fewer, body);
        }
    }

    static Recording read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int response = text.indexOf("\nRESPONSE ") + 1;
        int blank = text.indexOf("\n\n", response);
        String[] request = text.substring(0, response).split("\n");
        List<String> headers = new ArrayList<>();
        String body = "";
        for (int i = 1; i < request.length; i++) {
            if (request[i].startsWith("BODY")) {
                body = request[i].substring(4).strip();
            } else if (!request[i].isEmpty()) {
                headers.addAll(List.of(request[i].split(": ", 2)));
            }
        }
        String[] head = text.substring(response, blank).split("\n");
        Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": ", 2);
            answered.put(header[0], header[1]);
        }
        String[] line = request[0].split(" ");
        int status = Integer.parseInt(head[0].split(" ")[1]);
        return new Recording(
                line[1],
                line[2],
                List.copyOf(headers),
                body,
                new Answer(status, answered, text.substring(blank + 2).stripTrailing()));
    }
}
