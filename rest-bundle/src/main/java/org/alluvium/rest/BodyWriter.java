package org.alluvium.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.alluvium.rest.document.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a body that has been written already. A client that goes away meanwhile is no failure. */
@Provider
public final class BodyWriter implements MessageBodyWriter<Body> {
    private static final Logger LOG = LoggerFactory.getLogger(BodyWriter.class);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Body.class;
    }

    @Override
    public void writeTo(
            Body body,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        try {
            out.write(body.array(), 0, body.length());
        } catch (IOException clientGone) {
            LOG.debug("The client went away before its answer was sent: {}", clientGone.getMessage());
        }
    }
}
