package org.datastoreguard.server;

import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Role;

/**
 * Lets the command line on this machine talk to the server without a set-up: whoever may read the data directory may do
 * everything anyway, since the master key lies there.
 */
final class CommandLineAccess {
    private static final String TOKEN_FILE = "cli-token";
    private static final String NAME = "command line on ";

    private CommandLineAccess() {}

    static void grant(Installation installation, ApiTokens tokens, String nodeId, Door door) {
        installation.write("url", door.url().toString());
        // The path rather than the certificate, which may be replaced at any time.
        installation.write(
                "certificate-file", door.certificateFile().toAbsolutePath().toString());
        boolean known = installation.read(TOKEN_FILE).flatMap(tokens::verify).isPresent();
        if (!known) {
            String name = NAME + nodeId;
            // A token of that name whose secret was lost with its file.
            tokens.all().stream()
                    .filter(token -> token.name().equals(name))
                    .forEach(token -> tokens.revoke(token.id()));
            installation.write(
                    TOKEN_FILE, tokens.create(name, Role.CONFIGURE, null).secret());
        }
    }
}
