package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.nas.NasSystem;
import org.jspecify.annotations.Nullable;

/** A storage machine. The key that this product logs in with is made by the product; its private half never leaves it. */
@Schema(name = "NasSystem")
public record NasSystemDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 80) @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "Host name or address as this server reaches it",
                example = "nas1.example.com")
        @Nullable
        String host,

        @Schema(defaultValue = "22", minimum = "1", maximum = "65535") @Nullable
        Integer port,

        @Schema(defaultValue = "root", description = "Login name; root is not needed") @Nullable
        String user,

        @Schema(defaultValue = "false", description = "Run zfs and zpool through sudo -n") @Nullable
        Boolean sudo,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The machine's public host key in OpenSSH's form, compared by a person; get it from"
                        + " /host-key-scans",
                example = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA...")
        @Nullable
        String hostKey,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "SHA-256 of the host key, as ssh-keygen -l shows it")
        @Nullable
        String hostKeyFingerprint,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "Add this line to the user's ~/.ssh/authorized_keys on the machine")
        @Nullable
        String publicKey,

        @Schema(description = "Further names and addresses that hypervisors mount it by") @Nullable
        List<String> addresses,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Also the ETag; send it as If-Match to change")
        @Nullable
        Long version) {
    /** One whose address and keys are not the reader's business. */
    public static NasSystemDocument named(NasSystem system) {
        return new NasSystemDocument(system.id(), system.name(), null, null, null, null, null, null, null, null, null);
    }

    /** @param hostKeyFingerprint null when no key is pinned */
    public static NasSystemDocument of(NasSystem system, @Nullable String hostKeyFingerprint) {
        return new NasSystemDocument(
                system.id(),
                system.name(),
                system.host(),
                system.port(),
                system.user(),
                system.sudo(),
                system.hostKey(),
                hostKeyFingerprint,
                system.publicKey(),
                system.addresses(),
                system.version());
    }
}
