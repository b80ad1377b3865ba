package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.nas.HostKey;
import org.jspecify.annotations.Nullable;

/** Asks a machine for its host keys, for a person to compare; trusts nothing. */
@Schema(name = "HostKeyScan")
public record HostKeyScanDocument(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String host,

        @Schema(defaultValue = "22", minimum = "1", maximum = "65535") @Nullable
        Integer port,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        List<Key> keys) {

    /** A key the machine offers. */
    @Schema(name = "ScannedHostKey")
    public record Key(
            String type,

            @Schema(description = "What to send as hostKey once compared")
            String key,

            @Schema(description = "SHA-256, as ssh-keygen -l shows it on the machine")
            String fingerprint) {
        public static Key of(HostKey key) {
            return new Key(key.type(), key.text(), key.fingerprint());
        }
    }
}
