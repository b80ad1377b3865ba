package org.datastoreguard.server;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** All that is served, from the outside in: measuring, headers, limits, then who answers which path. */
final class Site {
    /** The largest thing anybody has to send is a task; a megabyte is a thousand of them. */
    private static final long MAX_REQUEST_BYTES = 1024 * 1024;

    private static final long UNLIMITED = -1;

    private Site() {}

    static Handler of(ResourceConfig api, Probes probes, Metrics metrics) {
        ContextHandlerCollection contexts = new ContextHandlerCollection(
                StaticContent.plugin(), StaticContent.outsideTheClient(), StaticContent.apiDocs(), api(api));
        return new MeasuredRequests(
                new SecurityHeaders(
                        limited(new Handler.Sequence(probes, new PluginArchive(), new VisibilityAddress(contexts)))),
                metrics);
    }

    private static Handler limited(Handler handler) {
        SizeLimitHandler limit = new SizeLimitHandler(MAX_REQUEST_BYTES, UNLIMITED);
        limit.setHandler(handler);
        return limit;
    }

    private static ContextHandler api(ResourceConfig resources) {
        ServletContextHandler context = new ServletContextHandler("/api/v1", ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(new OpenApiDocument()), "/openapi.json");
        ServletHolder jersey = new ServletHolder(new ServletContainer(resources));
        // At start rather than at the first request: a server is ready when it can answer.
        jersey.setInitOrder(1);
        jersey.setAsyncSupported(true);
        context.addServlet(jersey, "/*");
        return context;
    }
}
