package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.datastoreguard.replication.ReplicationTask;
import org.jspecify.annotations.Nullable;

/** A replication task. Absent members take the defaults shown. */
@Schema(name = "ReplicationTask")
public record ReplicationTaskDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 80, example = "To the second site") @Nullable
        String name,

        @Schema(
                description = "The datastore to replicate; give this or source",
                example = "urn:vmomi:Datastore:datastore-11:GUID")
        @Nullable
        String datastoreId,

        @Nullable ReplicationSource source,

        @Schema(description = "The snapshot tasks whose snapshots it sends, and after which it starts") @Nullable
        List<String> snapshotTaskIds,

        @Schema(
                defaultValue = "OWN",
                description =
                        "Which snapshots are sent: those this product took, those a naming schema matches, or all")
        ReplicationTask.@Nullable IncludeSnapshots includeSnapshots,

        @Schema(description = "With includeSnapshots NAMING_SCHEMAS") @Nullable
        List<String> namingSchemas,

        @Schema(defaultValue = "PUSH") ReplicationTask.@Nullable Direction direction,

        @Schema(defaultValue = "DIRECT", description = "DIRECT: from NAS to NAS, past this server")
        ReplicationTask.@Nullable Transport transport,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        RemoteDocument remote,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The dataset on the remote side that receives",
                example = "backup/vm")
        @Nullable
        String remoteDataset,

        @Schema(defaultValue = "false", description = "Child datasets too") @Nullable
        Boolean recursive,

        @Schema(
                description =
                        "Full names of datasets left out with all below them, or patterns with * and ?; with recursive only")
        @Nullable
        List<String> exclude,

        @Schema(defaultValue = "false", description = "Delete snapshots on the target that the source no longer has")
        @Nullable
        Boolean deleteStaleSnapshots,

        @Schema(defaultValue = "OFF", description = "The program is needed on both machines")
        ReplicationTask.@Nullable Compression compression,

        @Schema(
                defaultValue = "0",
                minimum = "0",
                description = "Limit on the wire in KB (1024 bytes) a second; 0 for unlimited")
        @Nullable
        Long limitKBps,

        @Schema(
                description = "Earliest start, HH:mm, included; absent with end for all day. A run in progress"
                        + " continues past the end",
                example = "22:00")
        @Nullable
        String begin,

        @Schema(
                description = "Latest start, HH:mm, included; before begin when the window crosses midnight",
                example = "06:00")
        @Nullable
        String end,

        @Schema(defaultValue = "UTC", description = "IANA zone of schedule and window", example = "Europe/Berlin")
        @Nullable
        String timeZone,

        @Schema(defaultValue = "false", description = "Stop at the end of the window and go on in the next") @Nullable
        Boolean pauseAtEnd,

        @Schema(
                description = "When it starts; absent: AFTER_SNAPSHOT with snapshotTaskIds, SCHEDULE with a schedule,"
                        + " else MANUAL")
        ReplicationTask.@Nullable Trigger trigger,

        @Schema(description = "Own cron, with trigger SCHEDULE") @Nullable
        CronDocument schedule,

        @Schema(defaultValue = "STANDARD") ReplicationTask.@Nullable Cipher cipher,

        @Schema(defaultValue = "false", description = "Send the datasets' properties too") @Nullable
        Boolean includeProperties,

        @Schema(description = "Properties set on the target instead of the source's") @Nullable
        Map<String, String> propertyOverrides,

        @Schema(description = "Properties left out") @Nullable
        List<String> propertyExcludes,

        @Schema(defaultValue = "AUTO", description = "Send encrypted datasets as they are stored")
        ReplicationTask.@Nullable Raw raw,

        @Schema(defaultValue = "FAIL", description = "When the target has changed: stop, or roll it back")
        ReplicationTask.@Nullable OnDivergence onDivergence,

        @Schema(defaultValue = "REFUSE", description = "When both sides have no snapshot in common: stop, or replace")
        ReplicationTask.@Nullable FromScratch fromScratch,

        @Schema(description = "Absent: policy NONE, every snapshot on the target is kept") @Nullable
        TargetRetentionDocument targetRetention,

        @Schema(defaultValue = "true", description = "Keep snapshots on the source until they are sent") @Nullable
        Boolean holdPending,

        @Schema(defaultValue = "5", minimum = "0", maximum = "100", description = "Retries after a temporary error")
        @Nullable
        Integer retries,

        @Schema(defaultValue = "PT5M", description = "How long a transfer may stand still, from PT10S to PT24H")
        @Nullable
        String stallTimeout,

        @Schema(
                defaultValue = "true",
                description = "Run a slot once on return that was missed while the server was down")
        @Nullable
        Boolean catchUp,

        @Schema(
                description = "How old the newest snapshot that has arrived may be before vCenter shows an event and an"
                        + " alarm, from PT1M to P366D; absent: it is not watched")
        @Nullable
        String allowedLag,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Also the ETag; send it as If-Match to change")
        @Nullable
        Long version) {}
