package org.datastoreguard.server;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Headers that narrow what a browser does with an answer. Pages may be framed by their own origin only: vSphere Client
 * shows a plugin through its reverse proxy, which makes it the same origin.
 */
final class SecurityHeaders extends Handler.Wrapper {
    private static final HttpField[] FIELDS = {
        new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
        new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
        new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
        // Styles inline: the component libraries of the user interface and of the API's page set them.
        new PreEncodedHttpField(
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:;"
                        + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"),
    };

    SecurityHeaders(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        for (HttpField field : FIELDS) {
            response.getHeaders().put(field);
        }
        return super.handle(request, response, callback);
    }
}
