package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.isolation.Deadline;
import org.alluvium.rest.isolation.Deadlines;
import org.apache.cxf.Bus;
import org.apache.cxf.binding.Binding;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.jaxrs.model.URITemplate;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.service.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request to its resource method and the answer to the client. CXF reads the resources, fills in the parameters of
 * their methods and calls them. Formats, bodies, routes and errors are settled outside of it, so its chains of interceptors
 * are left out (docs/decisions/0004-short-way-through-cxf.md). Safe for use by many threads.
 */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Gate gate;
    private final Problems problems;
    private final Bus bus;
    private final Server server;
    private final Routes routes;
    private final Deadlines deadlines = new Deadlines();

    /** Reads the resources, once. The context class loader of the caller's thread is this class's. */
    Dispatcher(List<Object> resources, Gate gate, Problems problems) {
        this.gate = requireNonNull(gate);
        this.problems = requireNonNull(problems);
        bus = new ExtensionManagerBus(null, null, Dispatcher.class.getClassLoader());
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        factory.setAddress("/");
        factory.setStart(false);
        factory.setServiceBeans(resources);
        factory.setProvider(new RequestContext());
        server = factory.create();
        routes = new Routes(factory.getServiceFactory().getClassResourceInfo());
    }

    /** Answers a request; whatever goes wrong, with an error document. */
    void dispatch(ApiRequest request, HttpServletResponse response) {
        Duration timeout = request.settings().limits(request.driver()).timeout();
        Deadline deadline = deadlines.start(timeout, () -> answerLate(request, response, timeout));
        request.due(deadline);
        Response answer;
        boolean inTime;
        try {
            answer = answer(request);
        } finally {
            // Also where not even the error document could be made: then the container answers, and nobody else may.
            inTime = deadline.meet();
        }
        if (inTime) {
            send(answer, response);
        } else if (answer.getEntity() instanceof Closeable content) {
            close(content);
        }
    }

    private Response answer(ApiRequest request) {
        try {
            return gate.answer(request).orElseGet(() -> call(request));
        } catch (Fault failed) {
            return problems.respond(request, failed.getCause() == null ? failed : failed.getCause());
        } catch (RuntimeException | Error failure) {
            return problems.respond(request, failure);
        }
    }

    private static void close(Closeable content) {
        try {
            content.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("What came too late could not be closed: {}", e.getMessage());
        }
    }

    /** Answers in place of the thread that works on the request, which may be stuck. */
    private void answerLate(ApiRequest request, HttpServletResponse response, Duration timeout) {
        CloudException failure = new CloudException(
                ErrorKind.PROVIDER_TIMEOUT,
                "The cloud of driver '" + request.driver() + "' has not answered within " + timeout.toSeconds()
                        + " s. What was asked for may still happen.",
                null,
                Optional.of(timeout));
        // The connection cannot be used before the other thread lets go of it.
        response.setHeader("Connection", "close");
        send(problems.respond(request, failure), response);
        try {
            response.getOutputStream().close();
        } catch (IOException clientGone) {
            LOG.debug("The client went away before it was told that it waits in vain: {}", clientGone.getMessage());
        }
    }

    private Response call(ApiRequest request) {
        // The container leaves out the body of the answer to a HEAD.
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Routes.Match match = routes.find(method, request.path()).orElseThrow(() -> noRoute(request));
        Exchange exchange = new ExchangeImpl();
        Message message = new MessageImpl(16, 1) {
            private static final long serialVersionUID = 1;

            /** Nothing is set for this server, its service or its bus that would have to be gathered for each request. */
            @Override
            public @Nullable Object getContextualProperty(String key) {
                return get(key);
            }
        };
        Endpoint endpoint = server.getEndpoint();
        message.setExchange(exchange);
        // CXF asks it whether the request is suspended.
        message.setInterceptorChain(new PhaseInterceptorChain(new TreeSet<>()));
        message.put(URITemplate.TEMPLATE_PARAMETERS, match.values());
        exchange.setInMessage(message);
        exchange.put(ApiRequest.class, request);
        exchange.put(Bus.class, bus);
        exchange.put(Endpoint.class, endpoint);
        exchange.put(Service.class, endpoint.getService());
        exchange.put(Binding.class, endpoint.getBinding());
        exchange.put(OperationResourceInfo.class, match.operation());
        try {
            List<Object> parameters = JAXRSUtils.processParameters(match.operation(), match.values(), message);
            Object result = endpoint.getService().getInvoker().invoke(exchange, parameters);
            return (Response) ((MessageContentsList) result).get(0);
        } catch (IOException e) {
            throw new Fault(e);
        }
    }

    private Problem noRoute(ApiRequest request) {
        Set<String> methods = routes.methods(request.path());
        if (methods.isEmpty()) {
            return Problem.nothingAt(request.path());
        }
        String allowed = String.join(", ", methods);
        return new Problem(
                405,
                request.method() + " is not allowed at " + request.path() + ". Allowed: " + allowed + ".",
                Map.of("Allow", allowed));
    }

    private static void send(Response answer, HttpServletResponse response) {
        response.setStatus(answer.getStatus());
        for (Map.Entry<String, List<Object>> header : answer.getMetadata().entrySet()) {
            for (Object value : header.getValue()) {
                response.addHeader(header.getKey(), value.toString());
            }
        }
        try {
            OutputStream out = response.getOutputStream();
            if (answer.getEntity() instanceof Body body) {
                response.setContentLength(body.length());
                out.write(body.array(), 0, body.length());
            } else if (answer.getEntity() instanceof StreamingOutput stream) {
                stream.write(out);
            }
        } catch (IOException clientGone) {
            LOG.debug("The client went away before its answer was sent: {}", clientGone.getMessage());
        }
    }

    @Override
    public void close() {
        deadlines.close();
        server.destroy();
        bus.shutdown(true);
    }
}
