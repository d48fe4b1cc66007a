package org.alluvium.rest.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.alluvium.rest.http.ApiRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address on which the server listens. Limits and TLS change in place: each new connection takes what is set when it
 * comes, established ones keep what they have, and the socket never closes.
 *
 * <p>Not thread-safe; its owner calls it under a lock. {@link #retire} may take long and is the last call.
 */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /**
     * Ids hold slashes, percent signs and empty parts, so what is ambiguous to a file server is an ordinary URL here. Dot
     * segments in disguise ({@code %2e%2e}) stay forbidden.
     */
    private static final UriCompliance URI_COMPLIANCE = new UriCompliance(
            "ALLUVIUM",
            EnumSet.of(
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                    UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                    UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                    UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                    UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    /** What every answer tells clients, browsers and caches; encoded once, for it is on each. */
    private static final List<HttpField> COMMON_HEADERS = List.of(
            new PreEncodedHttpField(HttpHeader.SERVER, ApiRequest.SERVER),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "SAMEORIGIN"),
            new PreEncodedHttpField("Referrer-Policy", "same-origin"),
            new PreEncodedHttpField(HttpHeader.VARY, "Accept, X-Deltacloud-Driver, X-Deltacloud-Provider"),
            new PreEncodedHttpField(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                            + "frame-ancestors 'self'"));

    /** A connection that was silent for so long has nothing on its way when its address goes. */
    private static final long QUIET_MILLIS = 2000;

    private final Server server;
    private final Address address;
    private final HttpConfiguration http = new HttpConfiguration();
    private final Protocols protocols = new Protocols(new HttpConnectionFactory(http));
    private final ServerConnector connector;

    /** Set while clients are sent away, since the address is about to go. */
    private volatile boolean leaving;

    /** Where to listen. */
    record Address(String host, int port) {
        Address {
            requireNonNull(host);
        }

        /** Whether who listens here gets the connections made to the other address, too. */
        boolean covers(Address other) {
            return port == other.port && (host.equals("0.0.0.0") || host.equals("::"));
        }
    }

    /** Prepares to listen; {@link #open} does it. */
    Listener(Server server, ServerConfig config) throws Exception {
        this.server = requireNonNull(server);
        this.address = new Address(config.bindAddress(), config.port());
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setUriCompliance(URI_COMPLIANCE);
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        http.addCustomizer((request, headers) -> {
            COMMON_HEADERS.forEach(headers::add);
            if (leaving) {
                headers.put(HttpHeader.CONNECTION, "close");
            }
            return request;
        });
        connector = new ServerConnector(server, 1, 1, protocols, protocols.plain) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                SocketChannelEndPoint client = new PatientEndPoint(channel, selector, key, getScheduler());
                client.setIdleTimeout(getIdleTimeout());
                return client;
            }
        };
        connector.setHost(address.host());
        connector.setPort(address.port());
        configure(config);
    }

    Address address() {
        return address;
    }

    /** The port in use, or a negative number while it does not listen. */
    int port() {
        return connector.getLocalPort();
    }

    boolean listening() {
        return connector.isStarted() && connector.isOpen();
    }

    /** Takes limits and TLS over, for connections that come. */
    void configure(ServerConfig config) throws Exception {
        protocols.secure(config);
        http.setRequestHeaderSize(config.maxHeaderBytes());
        http.setResponseHeaderSize(Math.max(config.maxHeaderBytes(), 8192));
        long idleMillis = TimeUnit.SECONDS.toMillis(config.idleTimeoutSeconds());
        http.setIdleTimeout(idleMillis);
        connector.setIdleTimeout(idleMillis);
    }

    /**
     * Listens. A port that others have on another address of this machine is shared with them.
     *
     * @throws IOException when the address cannot be had
     */
    void open(Collection<Listener> others) throws Exception {
        for (Listener other : others) {
            if (other.port() == address.port()) {
                other.sharePort();
                connector.setReusePort(true);
            }
        }
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            server.removeConnector(connector);
            throw e;
        }
    }

    private void sharePort() throws IOException {
        if (connector.getTransport() instanceof ServerSocketChannel channel) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    boolean leaving() {
        return leaving;
    }

    /** Sends clients away with their next answer, so that they connect anew, to where the address then leads; or no more. */
    void setLeaving(boolean leaving) {
        this.leaving = leaving;
    }

    /** Accepts no more connections, waits for the requests in flight within the bound, and closes. */
    void retire(int drainTimeoutSeconds) {
        try {
            connector.setShutdownIdleTimeout(QUIET_MILLIS);
            connector.shutdown().get(drainTimeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Requests on {}:{} were cut off after {} s", address.host(), port(), drainTimeoutSeconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("Closing {}:{}", address.host(), port(), e.getCause());
        }
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.warn("Closing {}:{}", address.host(), port(), e);
        }
        server.removeConnector(connector);
    }

    /** Chooses for each connection that comes between HTTP and HTTPS, as the settings of that moment say. */
    private final class Protocols extends AbstractConnectionFactory {
        private final HttpConnectionFactory plain;
        private volatile ConnectionFactory current;

        Protocols(HttpConnectionFactory plain) {
            super("alluvium");
            this.plain = plain;
            this.current = plain;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return current.newConnection(connector, endPoint);
        }

        void secure(ServerConfig config) throws Exception {
            if (config.tls_keystore().isEmpty()) {
                current = plain;
                return;
            }
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(config.tls_keystore());
            tls.setKeyStorePassword(config.tls_keystorePassword());
            SslConnectionFactory secured = new SslConnectionFactory(tls, plain.getProtocol());
            secured.start();
            current = secured;
        }
    }
}
