package org.alluvium.rest.server;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.alluvium.rest.server.Listener.Address;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the API over HTTP. Settings change while it runs: a new address is listened on before the old one is given up, and
 * the old one goes on for the handover time. Settings that do not work are logged, and the server goes on as it was; at the
 * start, a listener that cannot be had leaves the server without one, until the settings change.
 */
@Component(service = ApiServer.class, immediate = true, configurationPid = "org.alluvium.server")
@Designate(ocd = ServerConfig.class)
public final class ApiServer {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** The attribute of the servlet context that tells answers without end that the server stops. */
    private static final String STOPPING = "org.alluvium.stopping";

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final QueuedThreadPool threads = new QueuedThreadPool();
    private final Server server = new Server(threads);
    private final ScheduledExecutorService handovers = new ScheduledThreadPoolExecutor(1);

    /** All that listen, those that are about to go included. Guarded by this. */
    private final Map<Address, Listener> listeners = new LinkedHashMap<>();

    /** The one for the address of the settings; empty only while no address works. */
    private volatile Optional<Listener> current = Optional.empty();

    /** The settings in force. Guarded by this. */
    private ServerConfig config;

    /** Starts the server, which begins to listen before this returns. */
    @Activate
    public ApiServer(@Reference Servlet api, ServerConfig config) throws Exception {
        this.config = config;
        threads.setName("http");
        server.setErrorHandler(new ErrorDocuments());
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setErrorHandler(new ErrorDocuments());
        // The API's libraries look for their parts through the thread's context loader.
        context.setClassLoader(ApiServer.class.getClassLoader());
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder(api);
        holder.setAsyncSupported(true);
        holder.setInitOrder(0);
        // Parts of any size: small ones stay in memory, others go to a file.
        holder.getRegistration()
                .setMultipartConfig(new MultipartConfigElement(System.getProperty("java.io.tmpdir"), -1, -1, 65536));
        context.addServlet(holder, "/*");
        context.setAttribute(STOPPING, stopping);
        server.setHandler(new LateContent(context));
        server.start();
        configure(config);
    }

    /** Takes changed settings over without losing a request. */
    @Modified
    synchronized void configure(ServerConfig changed) {
        try {
            threads.setMaxThreads(changed.maxThreads());
            Listener wanted = listen(changed);
            current = Optional.of(wanted);
            config = changed;
            for (Listener other : listeners.values()) {
                if (wanted.address().covers(other.address())) {
                    // To close a socket resets the connections it has not accepted yet. The wider one would answer
                    // alike,
                    // so the narrow one may stay.
                    other.configure(changed);
                    other.setLeaving(false);
                } else if (other != wanted && !other.leaving()) {
                    leave(other);
                }
            }
        } catch (Exception e) {
            String state = listening() ? "the server goes on as it was" : "the server does not listen";
            LOG.error("Settings in org.alluvium.server.cfg do not work, {}: {}", state, reason(e));
        }
    }

    /** The port in use; negative while the server does not listen. */
    public int port() {
        return current.map(Listener::port).orElse(-1);
    }

    /** Whether requests can come in. */
    public boolean listening() {
        return current.map(Listener::listening).orElse(false);
    }

    /** Whether the server of that context stops, and waits for the requests in flight. */
    public static boolean stopping(ServletContext context) {
        return context.getAttribute(STOPPING) instanceof AtomicBoolean stopping && stopping.get();
    }

    @Deactivate
    public synchronized void stop() throws Exception {
        stopping.set(true);
        handovers.shutdownNow();
        listeners.values().forEach(listener -> listener.retire(config.drainTimeoutSeconds()));
        listeners.clear();
        server.stop();
    }

    private Listener listen(ServerConfig changed) throws Exception {
        Address address = new Address(changed.bindAddress(), changed.port());
        Listener there = listeners.get(address);
        if (there != null) {
            there.configure(changed);
            there.setLeaving(false);
            return there;
        }
        Listener opened = new Listener(server, changed);
        opened.open(listeners.values());
        listeners.put(address, opened);
        LOG.info("The API is served at {}:{}", address.host(), opened.port());
        return opened;
    }

    private void leave(Listener listener) {
        listener.setLeaving(true);
        handovers.schedule(() -> retire(listener), config.handoverSeconds(), TimeUnit.SECONDS);
    }

    private void retire(Listener listener) {
        int drainTimeoutSeconds;
        synchronized (this) {
            if (!listener.leaving() || !listeners.remove(listener.address(), listener)) {
                return;
            }
            drainTimeoutSeconds = config.drainTimeoutSeconds();
        }
        listener.retire(drainTimeoutSeconds);
    }

    private static String reason(Exception e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + e.getCause().getMessage();
    }
}
