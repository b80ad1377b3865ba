package org.datastoreguard.server;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What is answered where no resource took the request: a problem document without a word of the request in it, instead
 * of Jetty's page.
 */
final class ProblemHandler implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, document(status), callback);
        return true;
    }

    private static String document(int status) {
        return "{\"type\":\"about:blank\",\"title\":\"" + HttpStatus.getMessage(status) + "\",\"status\":" + status
                + ",\"code\":\"" + code(status) + "\"}";
    }

    private static String code(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> "NOT_FOUND";
            case HttpStatus.TOO_MANY_REQUESTS_429 -> "TOO_MANY_REQUESTS";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "SHUTTING_DOWN";
            default -> status < HttpStatus.INTERNAL_SERVER_ERROR_500 ? "MALFORMED_REQUEST" : "INTERNAL";
        };
    }
}
