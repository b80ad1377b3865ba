package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.nas.DatasetInfo;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/** A dataset of a NAS. */
@Schema(name = "Dataset")
public record DatasetDocument(
        String name,
        DatasetType type,

        @Schema(description = "Bytes, with children and snapshots")
        long used,

        @Schema(description = "Bytes; absent when unknown") @Nullable
        Long available,

        @Schema(description = "off, or the cipher") String encryption,

        @Schema(description = "A path, none, legacy, or - for a volume")
        String mountpoint) {
    public static DatasetDocument of(DatasetInfo info) {
        return new DatasetDocument(
                info.name().value(),
                info.type(),
                info.used(),
                info.available() < 0 ? null : info.available(),
                info.encryption(),
                info.mountpoint());
    }
}
