package org.alluvium.rest.server;

import jakarta.servlet.Servlet;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

    private final QueuedThreadPool threads = new QueuedThreadPool();
    private final Server server = new Server(threads);
    private final ScheduledExecutorService handovers = new ScheduledThreadPoolExecutor(1);

    /** Empty only while there is no address that works. */
    private volatile Optional<Listener> listener = Optional.empty();

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
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        configure(config);
    }

    /** Takes changed settings over without losing a request. */
    @Modified
    synchronized void configure(ServerConfig changed) {
        try {
            threads.setMaxThreads(changed.maxThreads());
            if (listener.isPresent() && listener.get().address().equals(address(changed))) {
                listener.get().configure(changed);
            } else {
                move(changed);
            }
            config = changed;
        } catch (Exception e) {
            String state = listener.isPresent() ? "the server goes on as it was" : "the server does not listen";
            LOG.error("Settings in org.alluvium.server.cfg do not work, {}: {}", state, reason(e));
        }
    }

    /** The port in use; negative while the server does not listen. */
    public int port() {
        return listener.map(Listener::port).orElse(-1);
    }

    /** Whether requests can come in. */
    public boolean listening() {
        return listener.map(Listener::listening).orElse(false);
    }

    @Deactivate
    synchronized void stop() throws Exception {
        handovers.shutdownNow();
        listener.ifPresent(last -> last.retire(config.drainTimeoutSeconds()));
        listener = Optional.empty();
        server.stop();
    }

    private void move(ServerConfig changed) throws Exception {
        Listener next = new Listener(server, changed);
        Optional<Listener> previous = listener;
        next.open(previous);
        listener = Optional.of(next);
        LOG.info("The API is served at {}:{}", changed.bindAddress(), next.port());
        if (previous.isPresent()) {
            Listener leaving = previous.get();
            leaving.sendClientsAway();
            handovers.schedule(
                    () -> leaving.retire(changed.drainTimeoutSeconds()), changed.handoverSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Listener.Address address(ServerConfig config) {
        return new Listener.Address(config.bindAddress(), config.port());
    }

    private static String reason(Exception e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + e.getCause().getMessage();
    }
}
