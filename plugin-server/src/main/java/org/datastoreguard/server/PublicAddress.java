package org.datastoreguard.server;

import java.net.URI;
import java.util.Set;

/** The address by which others reach the server, where the configuration names none. */
final class PublicAddress {
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private PublicAddress() {}

    /** @param host what the server listens on; "any" says nothing to others, so the machine's name takes its place */
    static URI of(String host, int port) {
        String name = ANY.contains(host) ? MachineNames.hostName() : host;
        return URI.create("https://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }
}
