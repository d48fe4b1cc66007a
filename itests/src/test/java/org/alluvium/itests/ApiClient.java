package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** One client of one driver, in one format; what it reads is the same in both. Counts what it asks. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String api;
    private final String account;
    private final boolean json;
    private final Set<String> asked = new TreeSet<>();

    /**
     * Nobody is asked yet.
     *
     * @param api such as {@code http://127.0.0.1:3001/api;driver=openstack}
     * @param format {@code xml} or {@code json}
     */
    ApiClient(String api, String user, String password, String format) {
        this.api = api;
        this.account =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.json = format.equals("json");
    }

    /** Whether it reads JSON. */
    boolean isJson() {
        return json;
    }

    /** The kinds of requests so far: method and path without ids. */
    Set<String> asked() {
        return asked;
    }

    /** A text as a segment of a path, or in a form. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Asks, with a form unless it is empty, and expects that status. */
    HttpResponse<byte[]> ask(int status, String method, String path, String form, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send(
                status, method, path, form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form), all);
    }

    /** Sends any content, and expects that status. */
    HttpResponse<byte[]> send(int status, String method, String path, BodyPublisher body, String... headers) {
        asked.add(method + " "
                + path.replaceAll("\\?.*", "")
                        .replaceAll("^(/[a-z_]+)/[^/]+", "$1/ID")
                        .replaceAll("/ID/(?!rules$|content$|[a-z]+$)[^/]+", "/ID/ID"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(Duration.ofSeconds(100))
                .method(method, body)
                .header("Authorization", account)
                .header("Accept", json ? "application/json" : "application/xml");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(method + " " + path + "\n" + new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(status);
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a thing; answers its id. */
    String make(String path, String thing, String form) {
        return id(thing, ask(201, "POST", path, form).body());
    }

    /** The ids in a list. */
    List<String> ids(String path, String thing) {
        return ids(thing, ask(200, "GET", path, "").body());
    }

    /** A text field of what is at a path; empty where it is not told. */
    String field(String path, String thing, String name) {
        byte[] body = ask(200, "GET", path, "").body();
        if (json) {
            return json(body).path(thing).path(name).asText("");
        }
        NodeList fields = ((Element) xml(body).getElementsByTagName("*").item(0))
                .getOwnerDocument()
                .getDocumentElement()
                .getElementsByTagName(name);
        return fields.getLength() == 0 ? "" : fields.item(0).getTextContent().strip();
    }

    /** The whole text of what is at a path. */
    String text(String path) {
        return new String(ask(200, "GET", path, "").body(), StandardCharsets.UTF_8);
    }

    private String id(String thing, byte[] body) {
        if (json) {
            return json(body).path(thing).path("id").asText();
        }
        return ids(thing, body).get(0);
    }

    private List<String> ids(String thing, byte[] body) {
        List<String> ids = new ArrayList<>();
        if (json) {
            json(body).elements().next().forEach(one -> ids.add(one.path("id").asText()));
            return ids;
        }
        Element root = xml(body);
        if (root.getTagName().equals(thing)) {
            return List.of(root.getAttribute("id"));
        }
        for (var child = root.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element one && one.getTagName().equals(thing)) {
                ids.add(one.getAttribute("id"));
            }
        }
        return ids;
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Element xml(byte[] body) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(new String(body, StandardCharsets.UTF_8))))
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError(new String(body, StandardCharsets.UTF_8), e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
