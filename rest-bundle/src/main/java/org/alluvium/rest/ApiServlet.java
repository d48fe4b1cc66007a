package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Settings;
import org.alluvium.rest.monitor.RequestMetrics;
import org.alluvium.rest.page.FormPages;
import org.alluvium.rest.root.Options;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * The API's servlet: all resources, built once. A change of the settings is seen by the requests that come after it;
 * the servlet stays.
 */
@Component(service = Servlet.class, configurationPid = "org.alluvium.rest")
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient DriverRegistry registry;
    private final transient RequestMetrics metrics;
    private transient volatile Settings settings;

    @SuppressWarnings("NullAway.Init") // set before the first request
    private transient Dispatcher dispatcher;

    /** The servlet over these drivers. */
    @Activate
    public ApiServlet(
            @Reference DriverRegistry registry, @Reference RequestMetrics metrics, Map<String, ?> properties) {
        this.registry = requireNonNull(registry);
        this.metrics = requireNonNull(metrics);
        this.settings = Settings.of(properties);
    }

    @Modified
    void configure(Map<String, ?> properties) {
        settings = Settings.of(properties);
    }

    @Override
    public void init() {
        // CXF looks for its parts with the context class loader, which in OSGi is anybody's.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ApiServlet.class.getClassLoader());
        try {
            Api api = new Api(registry);
            Gate gate = new Gate(new Options(api), new FormPages(api));
            dispatcher = new Dispatcher(ApiCollections.resources(api), gate, new Problems(api));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void destroy() {
        dispatcher.close();
    }

    /** Takes every request, of any method. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        long start = System.nanoTime();
        try (ApiRequest apiRequest = new ApiRequest(request, settings)) {
            apiRequest.commonHeaders(response::addHeader);
            dispatcher.dispatch(apiRequest, response);
            metrics.record(
                    apiRequest.leased() ? apiRequest.driver() : "",
                    apiRequest.collection(),
                    response.getStatus(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
