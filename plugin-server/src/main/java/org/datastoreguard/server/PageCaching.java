package org.datastoreguard.server;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * How long a browser keeps the pages' files. Those whose name carries a digest of their content stay for ever; the
 * others are never kept: files in a jar all have the build's time stamp, so that after an update "not modified" could
 * name an old page, whose scripts are gone.
 */
final class PageCaching extends Handler.Wrapper {
    private static final Pattern DIGEST_IN_NAME = Pattern.compile("/[a-z]+-[A-Z0-9]{8}\\.(js|css)$");
    private static final HttpField FOR_EVER =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
    private static final HttpField NEVER = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    PageCaching(Handler files) {
        super(files);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean kept =
                DIGEST_IN_NAME.matcher(request.getHttpURI().getCanonicalPath()).find();
        response.getHeaders().put(kept ? FOR_EVER : NEVER);
        return super.handle(request, response, callback);
    }
}
