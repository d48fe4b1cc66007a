package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ext.Provider;
import org.alluvium.rest.http.ApiRequest;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/** Gives resource methods, filters and mappers the {@link ApiRequest} that the servlet made. */
@Provider
public final class RequestContext implements ContextProvider<ApiRequest> {
    @Override
    public ApiRequest createContext(Message message) {
        HttpServletRequest request =
                (HttpServletRequest) requireNonNull(incoming(message).get(AbstractHTTPDestination.HTTP_REQUEST));
        return (ApiRequest) requireNonNull(request.getAttribute(ApiRequest.ATTRIBUTE));
    }

    /** While an answer is written, the current message is the answer. */
    private static Message incoming(Message message) {
        return message.getExchange().getInMessage();
    }

    /** The request that this thread works on. */
    static ApiRequest current() {
        return new RequestContext().createContext(requireNonNull(PhaseInterceptorChain.getCurrentMessage()));
    }
}
