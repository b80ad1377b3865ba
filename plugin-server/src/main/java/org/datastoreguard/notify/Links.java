package org.datastoreguard.notify;

import java.net.URI;

/**
 * Addresses that messages lead to.
 *
 * @param server where this server is reached
 */
public record Links(URI server) {
    String pages() {
        return server + "/plugin/index.html";
    }

    /** What the runbook says of an error. */
    String runbook(String code) {
        return server + "/plugin/runbook/" + code + ".html";
    }
}
