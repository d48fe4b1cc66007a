package org.alluvium.driver.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Moto with what EC2 has and moto lacks: answers in pages of {@code MaxResults}, the same answer for the same {@code
 * ClientToken}, and the owner {@code self}. What is no query, such as all of S3, passes unchanged.
 */
final class StrictEc2 implements AutoCloseable {
    private static final String ACCOUNT = "123456789012";
    /** Header fields that concern one connection. */
    private static final Set<String> CONNECTION =
            Set.of("connection", "content-length", "date", "expect", "host", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI moto;
    private final Map<String, HttpResponse<byte[]>> answered = new ConcurrentHashMap<>();

    private StrictEc2(HttpServer server, URI moto) {
        this.server = server;
        this.moto = moto;
    }

    /** In front of a moto. */
    static StrictEc2 before(MotoServer moto) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        StrictEc2 strict = new StrictEc2(server, URI.create(moto.url()));
        server.createContext("/", strict::answer);
        server.setExecutor(strict.threads);
        server.start();
        return strict;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!isQuery(exchange)) {
                passUnchanged(exchange, body);
                return;
            }
            String form = new String(body, StandardCharsets.UTF_8);
            // Amazon's own images stay the same, and moto takes a second to list them
            Optional<String> token = field(form, "Owner.1").equals(Optional.of("amazon"))
                    ? Optional.of(form)
                    : field(form, "ClientToken");
            HttpResponse<byte[]> answer = token.isPresent()
                    ? answered.computeIfAbsent(token.get(), t -> pass(exchange, body))
                    : pass(exchange, body);
            byte[] content = isPaged(form) && answer.statusCode() == 200
                    ? page(
                            answer.body(),
                            field(form, "Owner.1").equals(Optional.of("self")),
                            field(form, "NextToken").map(Integer::parseInt).orElse(0),
                            field(form, "MaxResults").map(Integer::parseInt).orElseThrow())
                    : answer.body();
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static boolean isQuery(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getRawPath().equals("/")
                && Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .orElse("")
                        .startsWith("application/x-www-form-urlencoded");
    }

    private void passUnchanged(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(moto + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> answer = send(request.build());
        answer.headers().map().forEach((name, values) -> {
            if (!CONNECTION.contains(name) || exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] content = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(moto).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Authorization", "Content-Type", "X-Amz-Date")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                    .ifPresent(value -> request.header(header, value));
        }
        return send(request.build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("moto does not answer", e);
        }
    }

    /** Moto has pages of instances itself; images are so many that it would be busy for minutes with small pages of them. */
    private static boolean isPaged(String form) {
        return field(form, "MaxResults").isPresent()
                && !field(form, "Action").orElse("").matches("DescribeImages|DescribeInstances");
    }

    private static Optional<String> field(String form, String name) {
        for (String field : form.split("&", -1)) {
            if (field.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** The part of the answer from that item on. */
    private static byte[] page(byte[] whole, boolean own, int from, int size) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(whole));
            Element root = document.getDocumentElement();
            List<Element> parts = elements(root);
            Element list = parts.stream()
                    .filter(part -> part.getTagName().matches(".*(Set|Info)"))
                    .findFirst()
                    .orElseThrow();
            for (Element item : elements(list)) {
                if (own && !text(item, "ownerId").equals(ACCOUNT)) {
                    list.removeChild(item);
                }
            }
            List<Element> items = elements(list);
            for (int i = 0; i < items.size(); i++) {
                if (i < from || i >= from + size) {
                    list.removeChild(items.get(i));
                }
            }
            if (from + size < items.size()) {
                root.appendChild(document.createElement("nextToken")).setTextContent(String.valueOf(from + size));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (Exception e) {
            throw new IllegalStateException("moto's answer is no list", e);
        }
    }

    private static String text(Element item, String name) {
        return elements(item).stream()
                .filter(part -> part.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
