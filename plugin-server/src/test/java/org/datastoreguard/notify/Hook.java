package org.datastoreguard.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A web server that takes webhooks and remembers them. */
public final class Hook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final CountDownLatch over = new CountDownLatch(1);
    public final List<Received> received = new CopyOnWriteArrayList<>();
    /** What is answered: a status, 0 for never. */
    volatile int status = 204;

    volatile String words = "";
    /** Done before the answer. */
    volatile Runnable meanwhile = () -> {};

    public Hook() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Taking());
        server.start();
    }

    public record Received(HttpFields headers, String body) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Taking extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = Content.Source.asString(request);
            received.add(new Received(HttpFields.build(request.getHeaders()).asImmutable(), body));
            meanwhile.run();
            if (status == 0) {
                over.await();
            }
            response.setStatus(status == 0 ? 204 : status);
            response.getHeaders().put("Location", "/elsewhere");
            Content.Sink.write(response, true, words, callback);
            return true;
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hook?key=k");
    }

    @Override
    public void close() throws Exception {
        over.countDown();
        server.stop();
    }
}
