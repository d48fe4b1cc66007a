package org.alluvium.rest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.alluvium.driver.Credentials;
import org.alluvium.registry.Lease;
import org.alluvium.rest.isolation.Deadline;
import org.alluvium.rest.isolation.Pass;
import org.jspecify.annotations.Nullable;

/**
 * One request: what the client wants, of which driver, in which format. Made before routing; what is wrong with it is kept in
 * {@link #problem()}, so that every error takes the same way out. Used by one thread; closed when the answer is written.
 */
public final class ApiRequest implements AutoCloseable {
    /** The version of the API, and the Server header, which old clients compare with it (contract 01, section 5). */
    public static final String VERSION = "1.1.3";

    public static final String SERVER = "Apache-Deltacloud/" + VERSION;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Predicate<String> HOST = text -> isToken(text, 255, "._:[]-");
    private static final Predicate<String> REQUEST_ID = text -> isToken(text, 64, "._-");
    private static final Predicate<String> PRINTABLE =
            text -> isBetween(text, 512) && text.chars().allMatch(c -> c > ' ' && c < 127);

    private final HttpServletRequest servletRequest;
    private final Settings settings;
    private final String id;
    private Parameters parameters = new Parameters();
    private String method;
    private String path = "/";
    private String origin = "http://localhost";
    private String matrix = "";
    private Format format = Format.XML;
    private String driver;
    private Optional<String> provider = Optional.empty();
    private @Nullable RuntimeException problem;
    private volatile @Nullable Lease lease;
    private @Nullable Deadline deadline;
    private volatile @Nullable Pass pass;
    private String collection = "";

    /** Reads a request's head, and the form of a POST. Throws nothing: see {@link #problem()}. */
    public ApiRequest(HttpServletRequest servletRequest, Settings settings) {
        this.servletRequest = servletRequest;
        this.settings = settings;
        this.method = servletRequest.getMethod();
        this.driver = settings.defaultDriver();
        String sent = servletRequest.getHeader("X-Request-Id");
        this.id = sent != null && REQUEST_ID.test(sent) ? sent : newId();
        try {
            readOrigin();
            readPath();
            readFormat();
            guardAgainstCrossSite();
            if (method.equals("POST")) {
                ParameterReader.body(servletRequest, parameters, settings.maxFormSize());
                overrideMethod();
                if (format == Format.HTML) {
                    // A browser sends each field of a form, those that were left empty too.
                    parameters.removeEmpty();
                }
            }
        } catch (Problem e) {
            problem = e;
        }
    }

    private void readOrigin() {
        String host = first(servletRequest.getHeader("X-Forwarded-Host"));
        if (host == null || !HOST.test(host)) {
            host = servletRequest.getHeader("Host");
        }
        if (host == null || host.isEmpty()) {
            throw new Problem(400, "Unable to find HTTP Host header");
        }
        if (!HOST.test(host)) {
            throw new Problem(400, "The Host header is not a host name.");
        }
        String scheme = first(servletRequest.getHeader("X-Forwarded-Proto"));
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            scheme = servletRequest.isSecure() ? "https" : "http";
        }
        origin = scheme + "://" + host;
    }

    private void readPath() {
        RequestPath parsed = RequestPath.parse(servletRequest.getRequestURI());
        path = parsed.path();
        String chosenDriver = parsed.driver().orElseGet(() -> servletRequest.getHeader("X-Deltacloud-Driver"));
        if (chosenDriver != null) {
            driver = chosenDriver.strip().toLowerCase(Locale.ROOT);
        }
        String chosenProvider = parsed.provider().orElseGet(() -> servletRequest.getHeader("X-Deltacloud-Provider"));
        if (chosenProvider != null && !chosenProvider.isBlank()) {
            provider = Optional.of(chosenProvider.strip());
        } else {
            Settings.DriverSettings configured = settings.drivers().get(driver);
            provider = configured == null ? Optional.empty() : configured.provider();
            if (provider.isEmpty()) {
                provider = settings.defaultProvider();
            }
        }
        matrix = parsed.driver().map(d -> ";driver=" + Links.encode(d)).orElse("")
                + parsed.provider().map(p -> ";provider=" + Links.encode(p)).orElse("");
        if (path.endsWith("/") && path.length() > 1 && !path.equals("/api/")) {
            throw new Problem(404, "There is nothing at " + path + ". Leave out the slash at its end.");
        }
    }

    private void readFormat() {
        parameters = ParameterReader.query(servletRequest.getQueryString(), settings.maxFormSize());
        String wanted = parameters.get("format").orElse(null);
        String accept = servletRequest.getHeader("Accept");
        Optional<Format> chosen = Negotiation.choose(wanted, accept);
        format = chosen.orElse(Format.XML);
        if (chosen.isEmpty() && !hasOwnType()) {
            throw notAcceptable(wanted == null ? String.valueOf(accept) : "format=" + wanted);
        }
    }

    /** Blob contents, events, the documentation and what is not the API have one type, whatever the client accepts. */
    private boolean hasOwnType() {
        return path.startsWith("/api/buckets/") && path.endsWith("/content")
                || path.equals("/api/drivers/events")
                || path.equals("/api/docs")
                || path.startsWith("/api/docs/")
                || !path.equals("/api") && !path.startsWith("/api/");
    }

    /** 406, for a format that is unknown, or that the thing asked for does not have. */
    public static Problem notAcceptable(String wanted) {
        return new Problem(
                406,
                "There is no representation for '" + wanted
                        + "'. Accept application/xml, application/json or text/html.");
    }

    /** A page of another site may not change anything with the credentials that the browser remembers. */
    private void guardAgainstCrossSite() {
        if (SAFE_METHODS.contains(method)) {
            return;
        }
        String site = servletRequest.getHeader("Sec-Fetch-Site");
        String from = servletRequest.getHeader("Origin");
        boolean crossSite = site != null
                ? !site.equals("same-origin") && !site.equals("none")
                : from != null && !from.equalsIgnoreCase(origin);
        if (crossSite) {
            throw new Problem(403, "A page of another site may not change anything here.");
        }
    }

    private void overrideMethod() {
        String override = servletRequest.getHeader("X-HTTP-Method-Override");
        String query = servletRequest.getQueryString();
        if (override == null && (query == null || !query.contains("_method="))) {
            override = parameters.get("_method").orElse(null);
        }
        if (override != null) {
            String wanted = override.strip().toUpperCase(Locale.ROOT);
            if (!wanted.equals("DELETE") && !wanted.equals("PUT") && !wanted.equals("POST")) {
                throw new Problem(400, "A POST can stand for DELETE or PUT, not for '" + override + "'.");
            }
            method = wanted;
        }
    }

    /** What is wrong with the request, if anything is. */
    public Optional<RuntimeException> problem() {
        return Optional.ofNullable(problem);
    }

    /** Its id, for logs and for the client: taken over from {@code X-Request-Id}, or made. */
    public String id() {
        return id;
    }

    /** The method after overriding. */
    public String method() {
        return method;
    }

    /** The path without matrix parameters, percent-encoded. */
    public String path() {
        return path;
    }

    /** The format of the answer. */
    public Format format() {
        return format;
    }

    /** The id of the driver, whether there is such a driver or not. */
    public String driver() {
        return driver;
    }

    /** The provider as the client or the configuration names it, in its letter case. */
    public Optional<String> provider() {
        return provider;
    }

    /** What the client sent along. */
    public Parameters parameters() {
        return parameters;
    }

    /** The settings in force for this request. */
    public Settings settings() {
        return settings;
    }

    /** The links of the answer. Those of a page keep the driver that was chosen in the address. */
    public Links links() {
        return new Links(origin + "/api" + (format == Format.HTML ? matrix : ""));
    }

    /** Whether the driver is the one of requests that choose none. */
    public boolean hasDefaultDriver() {
        return driver.equals(settings.defaultDriver());
    }

    /** Scheme, host and port as the client sees them. */
    public String origin() {
        return origin;
    }

    /** A header of the request. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(servletRequest.getHeader(name));
    }

    /** The body. Of a POST with a form it has been read already. As long as bytes come, the request is not out of time. */
    public InputStream body() throws IOException {
        return new FilterInputStream(servletRequest.getInputStream()) {
            @Override
            public int read() throws IOException {
                extend();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                extend();
                return super.read(buffer, offset, length);
            }
        };
    }

    private void extend() {
        if (deadline != null) {
            deadline.extend();
        }
    }

    /** Notes by when the answer is due. */
    public void due(Deadline newDeadline) {
        deadline = newDeadline;
    }

    /** Holds the right to the driver until the answer is written. */
    public void hold(Pass newPass) {
        pass = newPass;
    }

    /** The right to the driver, once it is held. Asked by any thread. */
    public Optional<Pass> pass() {
        return Optional.ofNullable(pass);
    }

    /** The request as the container sees it. */
    public HttpServletRequest servletRequest() {
        return servletRequest;
    }

    /** Which collection it is about, for the operator's figures; empty before routing. */
    public String collection() {
        return collection;
    }

    /** Notes which collection it is about. */
    public void collection(String name) {
        collection = name;
    }

    /** Holds a lease until the answer is written. */
    public void hold(Lease newLease) {
        lease = newLease;
    }

    /** Whether the driver was there; only then its name is one of a small set. */
    public boolean leased() {
        return lease != null;
    }

    /** Notes that the driver or its cloud failed. Called by any thread. */
    public void failed() {
        Lease held = lease;
        if (held != null) {
            held.failed();
        }
    }

    /** Who asks, as far as that is known: the user, else the address. */
    public String caller() {
        return credentials()
                .map(Credentials::user)
                .filter(user -> !user.isEmpty())
                .orElseGet(() -> {
                    String forwarded = first(servletRequest.getHeader("X-Forwarded-For"));
                    return forwarded != null && !forwarded.isEmpty() ? forwarded : servletRequest.getRemoteAddr();
                });
    }

    /** The credentials of the client, or those that are configured for the driver. */
    public Optional<Credentials> credentials() {
        String header = servletRequest.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            Optional<Credentials> sent = decode(header.substring(6));
            if (sent.isPresent()) {
                return sent;
            }
        }
        Settings.DriverSettings configured = settings.drivers().get(driver);
        return configured == null ? Optional.empty() : configured.credentials();
    }

    private static Optional<Credentials> decode(String token) {
        try {
            // The MIME decoder passes over the white space that the old test-suite's client puts in.
            String text = new String(Base64.getMimeDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Hands over the headers that every answer about this request carries, as names and values. */
    public void commonHeaders(BiConsumer<String, String> headers) {
        headers.accept("X-Request-Id", id);
        if (path.equals("/api") || path.startsWith("/api/")) {
            if (PRINTABLE.test(driver)) {
                headers.accept("X-Deltacloud-Driver", driver);
            }
            provider.filter(PRINTABLE).ifPresent(p -> headers.accept("X-Deltacloud-Provider", p));
        }
    }

    @Override
    public void close() {
        for (Part part : parameters.files()) {
            try {
                part.delete();
            } catch (IOException e) {
                // The container removes what is left when the request ends.
                continue;
            }
        }
        if (pass != null) {
            pass.close();
        }
        Lease held = lease;
        if (held != null) {
            held.close();
        }
    }

    private static boolean isToken(String text, int longest, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!ordinary && others.indexOf(c) < 0) {
                return false;
            }
        }
        return isBetween(text, longest);
    }

    private static boolean isBetween(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest;
    }

    private static @Nullable String first(@Nullable String list) {
        return list == null ? null : list.split(",", 2)[0].strip();
    }

    private static String newId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong()) + Long.toHexString(System.nanoTime());
    }
}
