package org.alluvium.rest.monitor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.alluvium.driver.BackendCalls;
import org.alluvium.registry.DriverRegistry;
import org.apache.felix.hc.api.HealthCheck;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves health and metrics. A change of its settings starts it anew, which touches no request of the API. */
@Component(service = MonitorServer.class, immediate = true, configurationPid = "org.alluvium.monitor")
@Designate(ocd = MonitorServer.Config.class)
public final class MonitorServer {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorServer.class);
    private static final int THREADS = 6;

    /** The settings, {@code etc/org.alluvium.monitor.cfg}. */
    @ObjectClassDefinition(name = "Alluvium monitoring")
    public @interface Config {
        @AttributeDefinition(name = "Bind address", description = "Address or host name to listen on; 0.0.0.0 for all.")
        String bindAddress() default "127.0.0.1";

        @AttributeDefinition(name = "Port", description = "0 takes a free one.")
        int port() default 3002;
    }

    private final Metrics metrics;
    private final Server server;
    private final ServerConnector connector;

    @Reference(
            target = "(" + HealthCheck.TAGS + "=live)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            fieldOption = FieldOption.REPLACE)
    private volatile List<Map.Entry<Map<String, Object>, HealthCheck>> live = List.of();

    @Reference(
            target = "(" + HealthCheck.TAGS + "=ready)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            fieldOption = FieldOption.REPLACE)
    private volatile List<Map.Entry<Map<String, Object>, HealthCheck>> ready = List.of();

    /** Starts to listen. An address that cannot be had is logged; the API goes on without monitoring. */
    @Activate
    public MonitorServer(
            @Reference RequestMetrics requests,
            @Reference BackendCalls calls,
            @Reference DriverRegistry registry,
            Config config) {
        metrics = new Metrics(requests, calls, registry);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("monitor");
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.bindAddress());
        connector.setPort(config.port());
        server.addConnector(connector);
        server.setHandler(new Pages());
        try {
            server.start();
            LOG.info("Health and metrics are served at {}:{}", config.bindAddress(), port());
        } catch (Exception e) {
            LOG.error("Settings in org.alluvium.monitor.cfg do not work, no monitoring: {}", e.getMessage());
        }
    }

    /** The port in use; negative if it does not listen. */
    public int port() {
        return connector.getLocalPort();
    }

    @Deactivate
    void stop() throws Exception {
        server.stop();
    }

    private final class Pages extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/health/live" -> health(response, live, callback);
                case "/health/ready" -> health(response, ready, callback);
                case "/metrics" -> write(response, 200, metrics.contentType(), metrics.text(), callback);
                default ->
                    write(
                            response,
                            404,
                            "text/plain",
                            "There are /health/live, /health/ready and /metrics.\n".getBytes(StandardCharsets.UTF_8),
                            callback);
            }
            return true;
        }

        private void health(
                Response response, List<Map.Entry<Map<String, Object>, HealthCheck>> checks, Callback callback) {
            HealthReport report = HealthReport.of(checks);
            write(response, report.healthy() ? 200 : 503, "application/json", report.json(), callback);
        }

        private void write(Response response, int status, String type, byte[] body, Callback callback) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }
}
