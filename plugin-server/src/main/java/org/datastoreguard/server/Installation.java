package org.datastoreguard.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * The directory that makes this installation what it is. What lies in it:
 *
 * <ul>
 *   <li>{@code master.key} – seals the secrets in the database; without it they are lost
 *   <li>{@code db/} – the embedded database
 *   <li>{@code tls/certificate.pem}, {@code tls/key.pem} – the certificate made at first start
 *   <li>{@code node-id} – this server's name among several
 *   <li>{@code cli-token}, {@code url} – how the command line on this machine reaches the server
 * </ul>
 */
final class Installation {
    private final Path directory;

    private Installation(Path directory) {
        this.directory = directory;
    }

    /** @throws GuardException CONFIG_INVALID when the directory cannot be made or written */
    static Installation open(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(directory)) {
                throw new IOException("not writable");
            }
            return new Installation(directory);
        } catch (IOException e) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID,
                    "The data directory " + directory + " cannot be used (" + e.getMessage()
                            + "). Name another one with --data-dir, or make it writable.",
                    e);
        }
    }

    Path masterKey() {
        return directory.resolve("master.key");
    }

    /** The configured name, or one that was made at first start. */
    String nodeId(Config config) {
        if (config.nodeId() != null) {
            return config.nodeId();
        }
        return read("node-id").orElseGet(() -> {
            String made =
                    MachineNames.hostName() + "-" + UUID.randomUUID().toString().substring(0, 8);
            write("node-id", made);
            return made;
        });
    }

    Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new GuardException(ErrorCode.CONFIG_INVALID, "The file " + file + " cannot be read", e);
        }
    }

    /** Replaces a small file as a whole; only its owner may read it. */
    void write(String name, String text) {
        Path file = directory.resolve(name);
        try {
            Path fresh = Files.createTempFile(
                    directory,
                    "." + name,
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GuardException(ErrorCode.CONFIG_INVALID, "The file " + file + " cannot be written", e);
        }
    }
}
