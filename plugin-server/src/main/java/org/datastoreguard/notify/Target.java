package org.datastoreguard.notify;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where messages go, without the secret that opens the way there. */
public sealed interface Target {

    /**
     * Mail through a mail server.
     *
     * @param username null where the server takes mail from us without one
     */
    record Mail(
            String host,
            int port,
            Security security,
            @Nullable String username,
            String from,
            List<String> to) implements Target {
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** How the way to a mail server is protected. */
    enum Security {
        /** The connection becomes TLS after the greeting, or nothing is sent. */
        STARTTLS,
        TLS,
        NONE
    }

    /** A POST of JSON to a web server. */
    record Webhook(URI url) implements Target {}
}
