package org.datastoreguard.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
 *   <li>{@code cli-token}, {@code url}, {@code certificate-file} – how the command line on this machine reaches the server
 * </ul>
 */
final class Installation implements AutoCloseable {
    private final Path directory;
    private final FileChannel lock;

    private Installation(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory where there is none, and keeps other servers out of it until closed: two of them with one node
     * id would take each other's runs.
     *
     * @throws GuardException CONFIG_INVALID when the directory cannot be made or written, or is in use
     */
    static Installation open(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(directory)) {
                throw new IOException("not writable");
            }
            return new Installation(directory, lock(directory));
        } catch (IOException e) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID,
                    "The data directory " + directory + " cannot be used (" + e.getMessage()
                            + "). Name another one with --data-dir, or make it writable.",
                    e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another server in this very process.
        }
        channel.close();
        throw new GuardException(
                ErrorCode.CONFIG_INVALID,
                "The data directory " + directory + " is in use by another datastore-guard server");
    }

    @Override
    public void close() throws IOException {
        lock.close();
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
