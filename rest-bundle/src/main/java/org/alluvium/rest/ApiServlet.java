package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Settings;
import org.alluvium.rest.monitor.RequestMetrics;
import org.alluvium.rest.page.FormPages;
import org.alluvium.rest.root.Options;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API's servlet: CXF with all resources, built once. A change of the settings is seen by the requests that come after it;
 * the servlet stays.
 */
@Component(service = Servlet.class, configurationPid = "org.alluvium.rest")
public final class ApiServlet extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

    private static final List<Map.Entry<String, String>> SECURITY_HEADERS = List.of(
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("X-Frame-Options", "SAMEORIGIN"),
            Map.entry("Referrer-Policy", "same-origin"),
            Map.entry("Vary", "Accept, X-Deltacloud-Driver, X-Deltacloud-Provider"),
            Map.entry(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                            + "frame-ancestors 'self'"));

    private final transient DriverRegistry registry;
    private final transient RequestMetrics metrics;
    private transient volatile Settings settings;

    @SuppressWarnings("NullAway.Init") // set before the first request
    private transient AbstractHTTPDestination destination;

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
    public void init(ServletConfig config) throws ServletException {
        // CXF looks for its parts with the context class loader, which in OSGi is anybody's.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ApiServlet.class.getClassLoader());
        try {
            Bus bus = new ExtensionManagerBus(null, null, ApiServlet.class.getClassLoader());
            setBus(bus);
            super.init(config);
            Api api = new Api(registry);
            JAXRSServerFactoryBean server = new JAXRSServerFactoryBean();
            server.setBus(bus);
            server.setAddress("/");
            server.setProperties(Map.of(FaultListener.class.getName(), (FaultListener) ApiServlet::clientGone));
            server.setServiceBeans(ApiCollections.resources(api));
            Gate gate = new Gate(new Options(api), new FormPages(api));
            server.setProviders(List.of(new Problems(api), gate, new BodyWriter(), new RequestContext()));
            destination = (AbstractHTTPDestination) server.create().getDestination();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Failures have become answers before CXF hears of them; what it hears of are clients that do not wait for theirs. */
    private static boolean clientGone(Exception failure, String description, Message message) {
        LOG.debug("An answer could not be sent: {}", failure.getMessage());
        return false;
    }

    /** Takes every request, of any method: CXF's own servlet passes over the method for HTTP requests. */
    @Override
    public void service(ServletRequest servletRequest, ServletResponse servletResponse)
            throws ServletException, IOException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        long start = System.nanoTime();
        try (ApiRequest apiRequest = new ApiRequest(request, settings)) {
            request.setAttribute(ApiRequest.ATTRIBUTE, apiRequest);
            SECURITY_HEADERS.forEach(header -> response.setHeader(header.getKey(), header.getValue()));
            apiRequest.commonHeaders().forEach(response::setHeader);
            // There is one destination: CXF need not look for it among its addresses.
            destination.invoke(
                    getServletConfig(), getServletContext(), new RoutedRequest(request, apiRequest), response);
            metrics.record(
                    apiRequest.leased() ? apiRequest.driver() : "",
                    apiRequest.collection(),
                    response.getStatus(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
