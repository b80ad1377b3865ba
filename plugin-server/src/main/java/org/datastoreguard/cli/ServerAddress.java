package org.datastoreguard.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Which server a command talks to, as whom, and what proves that it is the right one. On the server's own machine all of
 * it lies in the data directory.
 */
final class ServerAddress {
    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The server; also DATASTORE_GUARD_URL. On its own machine it is found by itself.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            description = "Better DATASTORE_GUARD_TOKEN: what stands in a command line, others on the machine can see.")
    private @Nullable String token;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            scope = ScopeType.INHERIT,
            description = "Trust only this certificate of the server; also DATASTORE_GUARD_FINGERPRINT.")
    private @Nullable String fingerprint;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Trust the certificates of this PEM file; also DATASTORE_GUARD_CACERT.")
    private @Nullable Path cacert;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data directory of a server on this machine; also DATASTORE_GUARD_DATA."
                    + " Default: /var/lib/datastore-guard")
    private @Nullable Path dataDir;

    Path dataDir(Terminal terminal) {
        return terminal.dataDir(dataDir);
    }

    URI url(Terminal terminal) {
        String text = url != null
                ? url
                : terminal.variable("DATASTORE_GUARD_URL")
                        .or(() -> file(terminal, "url"))
                        .orElse("https://127.0.0.1:8443");
        if (!text.startsWith("https://")) {
            throw new CommandFailure(ExitCode.USAGE, "The server's address must start with https://");
        }
        return URI.create(text.replaceAll("/+$", ""));
    }

    Optional<String> token(Terminal terminal) {
        return Optional.ofNullable(token)
                .or(() -> terminal.variable("DATASTORE_GUARD_TOKEN"))
                .or(() -> file(terminal, "cli-token"));
    }

    /** What proves the server's identity: a named fingerprint or file, the data directory's certificate, the system. */
    ServerTrust trust(Terminal terminal) {
        Optional<String> named =
                Optional.ofNullable(fingerprint).or(() -> terminal.variable("DATASTORE_GUARD_FINGERPRINT"));
        if (named.isPresent()) {
            return ServerTrust.ofFingerprint(named.get());
        }
        Optional<Path> file = Optional.ofNullable(cacert)
                .or(() -> terminal.variable("DATASTORE_GUARD_CACERT").map(Path::of));
        if (file.isPresent()) {
            return ServerTrust.ofAuthorities(file.get());
        }
        Path own = file(terminal, "certificate-file")
                .map(Path::of)
                .orElseGet(() -> dataDir(terminal).resolve("tls/certificate.pem"));
        return Files.isReadable(own) ? ServerTrust.ofCertificate(own) : ServerTrust.ofSystem();
    }

    private Optional<String> file(Terminal terminal, String name) {
        Path file = dataDir(terminal).resolve(name);
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
