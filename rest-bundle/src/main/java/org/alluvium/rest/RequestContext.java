package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import org.alluvium.rest.http.ApiRequest;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Gives resource methods the {@link ApiRequest} that the servlet made. */
final class RequestContext implements ContextProvider<ApiRequest> {
    @Override
    public ApiRequest createContext(Message message) {
        return requireNonNull(message.getExchange().get(ApiRequest.class));
    }
}
