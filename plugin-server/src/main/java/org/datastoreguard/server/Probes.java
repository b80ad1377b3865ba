package org.datastoreguard.server;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What a supervisor asks. {@code /healthz}: the process answers. {@code /readyz}: everything it needs to work answers
 * too. {@code /metrics}: Prometheus. None of them says more than numbers and names of parts, so none asks for a token.
 */
final class Probes extends Handler.Abstract {
    private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics", "/");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Map<String, BooleanSupplier> parts;
    private final Metrics metrics;

    Probes(Map<String, BooleanSupplier> parts, Metrics metrics) {
        this.parts = Map.copyOf(parts);
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (PATHS.contains(path) && !READING.contains(request.getMethod())) {
            return refuse(request, response, callback);
        }
        return switch (path) {
            case "/healthz" -> json(response, HttpStatus.OK_200, "{\"status\":\"up\"}", callback);
            case "/readyz" -> ready(response, callback);
            case "/metrics" ->
                answer(
                        response,
                        HttpStatus.OK_200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.scrape(),
                        callback);
            case "/" -> redirect(request, response, callback);
            default -> false;
        };
    }

    private static boolean refuse(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        return true;
    }

    private boolean ready(Response response, Callback callback) {
        Map<String, Boolean> states = new TreeMap<>();
        parts.forEach((name, part) -> states.put(name, part.getAsBoolean()));
        boolean ready = !states.containsValue(false);
        String checks = states.entrySet().stream()
                .map(part -> "\"" + part.getKey() + "\":\"" + (part.getValue() ? "up" : "down") + "\"")
                .collect(Collectors.joining(","));
        return json(
                response,
                ready ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
                "{\"status\":\"" + (ready ? "ready" : "not ready") + "\",\"checks\":{" + checks + "}}",
                callback);
    }

    private static boolean redirect(Request request, Response response, Callback callback) {
        Response.sendRedirect(request, response, callback, "/plugin/");
        return true;
    }

    private static boolean json(Response response, int status, String body, Callback callback) {
        return answer(response, status, "application/json", body, callback);
    }

    private static boolean answer(Response response, int status, String type, String body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body, callback);
        return true;
    }
}
