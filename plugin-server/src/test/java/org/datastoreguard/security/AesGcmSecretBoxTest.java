package org.datastoreguard.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AesGcmSecretBoxTest {
    private static final byte[] SECRET = "correct horse".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();

    private SecretBox box(String file) {
        return new AesGcmSecretBox(new MasterKeyFile(directory.resolve(file)).readOrCreate(random), random);
    }

    @Test
    void whatIsSealedOpensInItsContextAfterARestart() {
        byte[] sealed = box("key").seal(SECRET, "a/1/password");

        assertThat(box("key").open(sealed, "a/1/password")).isEqualTo(SECRET);
    }

    @Test
    void sealingTwiceGivesTwoTexts() {
        SecretBox box = box("key");

        assertThat(box.seal(SECRET, "a")).isNotEqualTo(box.seal(SECRET, "a"));
    }

    @Test
    void anotherContextAnotherKeyAndAFlippedBitDoNotOpen() {
        SecretBox box = box("key");
        byte[] sealed = box.seal(SECRET, "a/1/password");
        byte[] flipped = sealed.clone();
        flipped[flipped.length - 1] ^= 1;

        assertRefused(() -> box.open(sealed, "a/2/password"));
        assertRefused(() -> box.open(flipped, "a/1/password"));
        assertRefused(() -> box.open(new byte[] {1, 2}, "a/1/password"));
        assertRefused(() -> box("other").open(sealed, "a/1/password"));
    }

    @Test
    void aNewKeyInFrontSealsAndTheOldOneStillOpens() throws IOException {
        byte[] sealed = box("key").seal(SECRET, "a");
        box("fresh");
        String fresh = Files.readString(directory.resolve("fresh"));
        Files.writeString(directory.resolve("key"), fresh + Files.readString(directory.resolve("key")));

        byte[] sealedAgain = box("key").seal(SECRET, "a");

        assertThat(box("key").open(sealed, "a")).isEqualTo(SECRET);
        assertThat(box("fresh").open(sealedAgain, "a")).isEqualTo(SECRET);
    }

    @Test
    void theKeyFileIsMadeForItsOwnerOnly() throws IOException {
        box("key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing but the key is left behind").hasSize(1);
        }
    }

    @Test
    void aKeyFileOpenToOthersIsRefusedWithTheCommandThatClosesIt() throws IOException {
        box("key");
        Path file = directory.resolve("key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> box("key"))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void aDamagedKeyFileIsRefusedWithoutShowingIt() throws IOException {
        box("key");
        Path file = directory.resolve("key");
        String key = Files.readString(file).strip();

        for (String text : List.of("", key.substring(0, 20) + "\n", "not base64!\n")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> box("key"))
                    .isInstanceOf(GuardException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining(key.substring(0, 20));
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageNotContaining("correct horse");
    }
}
