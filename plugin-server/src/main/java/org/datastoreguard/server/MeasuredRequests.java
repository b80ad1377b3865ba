package org.datastoreguard.server;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Measures how long each answer took. */
final class MeasuredRequests extends Handler.Wrapper {
    /** A client may send any word as its method; each would be a time series of its own. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Metrics metrics;

    MeasuredRequests(Handler handler, Metrics metrics) {
        super(handler);
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long began = System.nanoTime();
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
        Request.addCompletionListener(
                request,
                failure -> metrics.answered(method, response.getStatus(), Duration.ofNanos(System.nanoTime() - began)));
        return super.handle(request, response, callback);
    }
}
