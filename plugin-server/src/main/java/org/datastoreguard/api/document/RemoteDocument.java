package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The other machine: one of the NAS systems, or one that is described here and becomes a NAS system when the task is
 * saved.
 */
@Schema(
        name = "Remote",
        description =
                "The other machine: nasSystemId, or hostname, user and hostKey of one that is not known yet. Such a"
                        + " one becomes a NAS system, which needs the role CONFIGURE; answers name it by nasSystemId")
public record RemoteDocument(
        @Schema(description = "The other NAS, as added under /nas-systems") @Nullable
        String nasSystemId,

        @Schema(
                description = "Beside nasSystemId: how the source reaches it, where that differs from how this server"
                        + " does. Without: how both reach it")
        @Nullable
        String hostname,

        @Schema(minimum = "1", maximum = "65535", description = "Likewise") @Nullable
        Integer port,

        @Schema(description = "Login name on a machine that is described here; default root") @Nullable
        String user,

        @Schema(
                description =
                        "The public host key of a machine that is described here, compared by a person; without it"
                                + " the error shows the keys that the machine offers")
        @Nullable
        String hostKey,

        @Schema(description = "Whether zfs runs through sudo -n on a machine that is described here; default false")
        @Nullable
        Boolean sudo) {
    /** Whether this is a machine of its own rather than the name of a known one. */
    public boolean describes() {
        return nasSystemId == null && hostname != null;
    }
}
