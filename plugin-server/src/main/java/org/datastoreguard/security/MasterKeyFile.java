package org.datastoreguard.security;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.MasterKeys.MasterKey;

/**
 * The file with the master keys: one key a line, base64, the sealing one first. Only its owner may read it; a file that
 * others can read is refused rather than repaired, because the key may already be known to somebody.
 */
public final class MasterKeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    public MasterKeyFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the keys, after making the file with one random key when there is none.
     *
     * @throws GuardException CONFIG_INVALID when the file is readable by others or does not hold keys
     */
    public MasterKeys readOrCreate(SecureRandom random) {
        try {
            createIfAbsent(random);
            refuseIfOthersMayRead();
            return new MasterKeys(Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(this::key)
                    .toList());
        } catch (IOException | IllegalArgumentException e) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID, "The key file " + file + " cannot be used: " + reason(e), e);
        }
    }

    private void createIfAbsent(SecureRandom random) throws IOException {
        byte[] bits = new byte[MasterKeys.KEY_BYTES];
        random.nextBytes(bits);
        List<String> line = List.of(Base64.getEncoder().encodeToString(bits));
        if (Files.exists(file)) {
            return;
        }
        // Written beside and linked into place: a crash in between must not leave a half-written key, and of two
        // servers that start at once only one may win.
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".key", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.write(fresh, line, StandardOpenOption.SYNC);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // The other server's key is as good.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void refuseIfOthersMayRead() throws IOException {
        Set<PosixFilePermission> wider = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        wider.removeAll(OWNER_ONLY);
        wider.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!wider.isEmpty()) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID,
                    "The key file " + file + " is open to others (" + PosixFilePermissions.toString(wider)
                            + "). Close it with: chmod 600 " + file
                            + " and, if anybody may have read it, replace the passwords and keys it protects.");
        }
    }

    private MasterKey key(String line) {
        return MasterKey.of(Base64.getDecoder().decode(line));
    }

    /** A decoder's message may quote the key's own characters. */
    private static String reason(Exception e) {
        return e instanceof IllegalArgumentException
                ? "a line is not a base64 key of " + MasterKeys.KEY_BYTES + " bytes"
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
