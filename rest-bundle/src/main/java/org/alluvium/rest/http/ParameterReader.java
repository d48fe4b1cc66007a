package org.alluvium.rest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a request: the query, and of a POST the body, whether it is an urlencoded form, a multipart form or
 * a JSON object (contract 01, section 1; docs/compatibility.md). Texts are UTF-8.
 */
final class ParameterReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build();

    private final Parameters parameters = new Parameters();
    private final int maxFormSize;

    private ParameterReader(int maxFormSize) {
        this.maxFormSize = maxFormSize;
    }

    /**
     * Reads the query.
     *
     * @throws Problem 400 when it is not encoded properly
     */
    static Parameters query(@Nullable String query, int maxFormSize) {
        ParameterReader reader = new ParameterReader(maxFormSize);
        if (query != null) {
            reader.urlencoded(query);
        }
        return reader.parameters;
    }

    /**
     * Reads the body of a POST, if it is one of the three kinds of form, into the parameters.
     *
     * @throws Problem 400 when it is not what its content type says, 413 when it is too large
     */
    static void body(HttpServletRequest request, Parameters parameters, int maxFormSize) {
        String type = request.getContentType();
        if (type == null || request.getContentLengthLong() == 0) {
            return;
        }
        ParameterReader reader = new ParameterReader(maxFormSize);
        try {
            String kind = type.toLowerCase(Locale.ROOT);
            if (kind.startsWith("application/x-www-form-urlencoded")) {
                reader.urlencoded(new String(reader.read(request.getInputStream()), StandardCharsets.UTF_8).strip());
            } else if (kind.startsWith("application/json")) {
                reader.json(reader.read(request.getInputStream()));
            } else if (kind.startsWith("multipart/form-data")) {
                reader.multipart(request);
            }
        } catch (JsonProcessingException e) {
            throw new Problem(400, "The body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Where the next request begins is not known either.
            throw new Problem(
                    400,
                    "The body cannot be read: it ended early, or is not what its Content-Type says.",
                    Map.of("Connection", "close"));
        }
        reader.parameters.values().forEach(parameters::put);
        for (Part part : reader.parameters.files()) {
            parameters.putFile(part.getName(), part);
        }
    }

    private void urlencoded(String text) {
        for (String pair : text.split("[&;]")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    private void json(byte[] bytes) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Problem(400, "The JSON body must be an object whose keys are the parameters.");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    // An array parameter is sent as NAME0, NAME1, ... in a form.
                    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                        parameters.put(name + i, scalar(name, parser));
                    }
                } else if (token != JsonToken.VALUE_NULL) {
                    parameters.put(name, scalar(name, parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new Problem(400, "The JSON body goes on behind the object.");
            }
        }
    }

    private static String scalar(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw new Problem(
                    400,
                    "The value of '" + name + "' in the JSON body must be a string, a number, a boolean or an array.");
        }
        return parser.getText();
    }

    private void multipart(HttpServletRequest request) throws IOException {
        try {
            for (Part part : request.getParts()) {
                if (part.getSubmittedFileName() == null) {
                    try (InputStream content = part.getInputStream()) {
                        parameters.put(part.getName(), new String(read(content), StandardCharsets.UTF_8));
                    }
                } else {
                    parameters.putFile(part.getName(), part);
                }
            }
        } catch (ServletException | IllegalStateException e) {
            throw new IOException(e);
        }
    }

    private byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            bytes.write(buffer, 0, count);
            if (bytes.size() > maxFormSize) {
                throw new Problem(413, "The form is larger than the " + maxFormSize + " bytes that this server takes.");
            }
        }
        return bytes.toByteArray();
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    400, "A parameter has a '%' that does not begin a percent-encoded character; send '%25' for it.");
        }
    }
}
