package org.alluvium.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1, read whole. Its body goes out with a Content-Length, whatever it came in with.
 *
 * @param firstLine the request line or the status line
 * @param headers without those that describe the connection or the body's framing
 * @param framing the Content-Length line; empty where there must be none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpMessage(String firstLine, List<String> headers, Optional<String> framing, byte[] body) {
    /** The next request of a connection; empty at its end. Tells the client to go on if it asks whether it should. */
    static Optional<HttpMessage> readRequest(InputStream in, OutputStream out) throws IOException {
        String line;
        try {
            line = readLine(in);
        } catch (EOFException end) {
            return Optional.empty();
        }
        List<String> lines = readHeaders(in);
        if (header(lines, "expect").isPresent()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        byte[] body = readBody(in, lines);
        boolean framed = isFramed(lines);
        return Optional.of(new HttpMessage(line, endToEnd(lines), framed ? length(body) : Optional.empty(), body));
    }

    /** The answer to a request of that method, on a connection that ends with it. */
    static HttpMessage readAnswer(InputStream in, String method) throws IOException {
        String line = readLine(in);
        List<String> lines = readHeaders(in);
        while (line.contains(" 100 ")) {
            line = readLine(in);
            lines = readHeaders(in);
        }
        // A back end that speaks HTTP/1.0 would have clients give up their connections
        line = line.replaceFirst("^HTTP/1\\.0", "HTTP/1.1");
        String status = line.split(" ", 3)[1];
        if (method.equals("HEAD") || status.equals("204") || status.equals("304")) {
            return new HttpMessage(
                    line,
                    endToEnd(lines),
                    header(lines, "content-length").map(l -> "Content-Length: " + l),
                    new byte[0]);
        }
        byte[] body = isFramed(lines) ? readBody(in, lines) : in.readAllBytes();
        return new HttpMessage(line, endToEnd(lines), length(body), body);
    }

    static HttpMessage answer(Fault.Answer made) {
        List<String> lines = new ArrayList<>();
        made.headers().forEach((name, value) -> lines.add(name + ": " + value));
        byte[] body = made.body().getBytes(StandardCharsets.UTF_8);
        return new HttpMessage("HTTP/1.1 " + made.status() + " Made by the test", lines, length(body), body);
    }

    HttpMessage withBody(byte[] changed) {
        return new HttpMessage(firstLine, headers, length(changed), changed);
    }

    HttpMessage withHeader(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new HttpMessage(firstLine, more, framing, body);
    }

    /** Everything before the body, as it goes out. */
    byte[] head() {
        StringBuilder head = new StringBuilder(firstLine).append("\r\n");
        headers.forEach(h -> head.append(h).append("\r\n"));
        framing.ifPresent(f -> head.append(f).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Optional<String> length(byte[] body) {
        return Optional.of("Content-Length: " + body.length);
    }

    private static List<String> endToEnd(List<String> lines) {
        List<String> ofConnection =
                List.of("connection:", "keep-alive:", "expect:", "content-length:", "transfer-encoding:");
        return lines.stream()
                .filter(l -> ofConnection.stream().noneMatch(l.toLowerCase(Locale.ROOT)::startsWith))
                .toList();
    }

    private static Optional<String> header(List<String> lines, String name) {
        return lines.stream()
                .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static List<String> readHeaders(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static boolean isFramed(List<String> lines) {
        return header(lines, "content-length").isPresent()
                || header(lines, "transfer-encoding").isPresent();
    }

    private static byte[] readBody(InputStream in, List<String> lines) throws IOException {
        if (header(lines, "transfer-encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                whole.write(readExactly(in, size));
                readLine(in);
            }
            readHeaders(in);
            return whole.toByteArray();
        }
        Optional<String> length = header(lines, "content-length");
        return length.isPresent() ? readExactly(in, Integer.parseInt(length.get())) : new byte[0];
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(readLine(in).split(";", 2)[0].strip(), 16);
    }

    private static byte[] readExactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
