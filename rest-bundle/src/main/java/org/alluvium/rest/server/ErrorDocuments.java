package org.alluvium.rest.server;

import static org.eclipse.jetty.server.handler.ErrorHandler.ERROR_EXCEPTION;
import static org.eclipse.jetty.server.handler.ErrorHandler.ERROR_MESSAGE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.alluvium.rest.http.ApiRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches the API, such as a request line that is none or headers over the limit, with an error document
 * instead of Jetty's page. The document is XML, for the request's wishes may be unreadable (contract 01, section 9).
 */
final class ErrorDocuments implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int code = response.getStatus();
        Object cause = request.getAttribute(ERROR_EXCEPTION);
        Object message = request.getAttribute(ERROR_MESSAGE);
        if (cause instanceof HttpException refusal) {
            // A version of HTTP, or a coding, that is not spoken here is no failure of the server.
            code = refusal.getCode() < 500 ? refusal.getCode() : HttpStatus.BAD_REQUEST_400;
            message = refusal.getReason();
            response.setStatus(code);
            // What is no request leaves nothing behind it that could be one.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        } else if (cause != null) {
            // What an unforeseen exception says is not for clients.
            message = null;
        }
        response.getHeaders().put(HttpHeader.SERVER, ApiRequest.SERVER);
        if (HttpStatus.hasNoBody(code)) {
            callback.succeeded();
            return true;
        }
        byte[] document = document(code, message instanceof String text ? text : HttpStatus.getMessage(code))
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, document.length);
        boolean bodiless = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, bodiless ? null : ByteBuffer.wrap(document), callback);
        return true;
    }

    private static String document(int code, String message) {
        return "<error status='" + code + "'>\n  <code>" + code + "</code>\n  <message>" + escape(message)
                + "</message>\n</error>\n";
    }

    /** Also leaves out the control characters that XML has no way to write. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().filter(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF).forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
