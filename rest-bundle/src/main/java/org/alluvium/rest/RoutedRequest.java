package org.alluvium.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.alluvium.rest.http.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request as CXF is to see it: the method after overriding and with GET for HEAD, the path without matrix parameters, and
 * no header. Formats, bodies and links are not CXF's business here, and what a client writes into Accept or Content-Type
 * cannot mislead it.
 */
final class RoutedRequest extends HttpServletRequestWrapper {
    private final String method;
    private final String path;

    RoutedRequest(HttpServletRequest request, ApiRequest apiRequest) {
        super(request);
        // CXF would do the same with a HEAD, and log it each time. The container leaves out the body.
        this.method = apiRequest.method().equals("HEAD") ? "GET" : apiRequest.method();
        this.path = apiRequest.path();
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer("http://localhost").append(path);
    }

    @Override
    public String getContextPath() {
        return "";
    }

    @Override
    public String getServletPath() {
        return "";
    }

    @Override
    public String getPathInfo() {
        return path;
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.emptyEnumeration();
    }
}
