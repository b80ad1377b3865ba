package org.datastoreguard.server;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Leads the vSphere Client's question about visibility to the API: the manifest can only name an address below its own
 * folder.
 */
final class VisibilityAddress extends Handler.Wrapper {
    static final String ASKED = "/plugin/visibility";
    private static final String ANSWERED = "/api/v1/visibility";

    VisibilityAddress(Handler site) {
        super(site);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpURI asked = request.getHttpURI();
        return super.handle(
                ASKED.equals(asked.getCanonicalPath())
                        ? Request.serveAs(request, HttpURI.build(asked).path(ANSWERED))
                        : request,
                response,
                callback);
    }
}
