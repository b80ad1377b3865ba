package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTask.Cipher;
import org.datastoreguard.replication.ReplicationTask.Compression;
import org.datastoreguard.replication.ReplicationTask.Direction;
import org.datastoreguard.replication.ReplicationTask.FromScratch;
import org.datastoreguard.replication.ReplicationTask.IncludeSnapshots;
import org.datastoreguard.replication.ReplicationTask.OnDivergence;
import org.datastoreguard.replication.ReplicationTask.Raw;
import org.datastoreguard.replication.ReplicationTask.Remote;
import org.datastoreguard.replication.ReplicationTask.TargetRetention;
import org.datastoreguard.replication.ReplicationTask.Transport;
import org.datastoreguard.replication.ReplicationTask.Trigger;
import org.datastoreguard.schedule.CronFields;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** Replication tasks from and to their documents. Pure. */
public final class ReplicationTaskForm {
    private static final int MOST_RETRIES = 100;
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_STALL = Duration.ofSeconds(10);
    private static final Duration LONGEST_STALL = Duration.ofHours(24);
    private static final Duration SHORTEST_LAG = Duration.ofMinutes(1);
    private static final Duration LONGEST_LAG = Duration.ofDays(366);
    private static final int LAST_PORT = 65_535;

    private ReplicationTaskForm() {}

    /**
     * The task that a document describes, with defaults filled in.
     *
     * @throws org.datastoreguard.error.GuardException with all broken rules, those already in {@code errors} too
     */
    public static ReplicationTask toTask(ReplicationTaskDocument d, String id, long version, FormErrors errors) {
        String name = TextRules.label("name", errors.required("name", d.name()), errors);
        Source source = source(d, errors);
        Remote remote = remote(d.remote(), errors);
        DatasetName remoteDataset =
                TextRules.dataset("remoteDataset", errors.required("remoteDataset", d.remoteDataset()), errors);
        boolean recursive = requireNonNullElse(d.recursive(), false);
        List<String> exclude = requireNonNullElse(d.exclude(), List.of());
        TextRules.excludes("exclude", exclude, recursive, errors);
        ZoneId zone = TextRules.zone(d.timeZone(), errors);
        Window window = TextRules.window(d.begin(), d.end(), errors);
        if (window == null && Boolean.TRUE.equals(d.pauseAtEnd())) {
            errors.add("pauseAtEnd", "needs a window: give begin and end");
        }
        CronFields schedule = schedule(d, window, zone, errors);
        Trigger trigger = trigger(d, errors);
        namingSchemas(d, errors);
        properties(d, errors);
        TargetRetention retention = retention(d.targetRetention(), errors);
        if (retention != null
                && retention.policy() == TargetRetention.Policy.CUSTOM
                && requireNonNullElse(d.deleteStaleSnapshots(), false)) {
            errors.add("deleteStaleSnapshots", "is the target retention SOURCE; choose it or an own lifetime");
        }
        Duration stallTimeout = stallTimeout(d.stallTimeout(), errors);
        Duration allowedLag = allowedLag(d.allowedLag(), errors);
        range("limitKBps", requireNonNullElse(d.limitKBps(), 0L), 0, Long.MAX_VALUE / 1024, errors);
        range("retries", requireNonNullElse(d.retries(), 0), 0, MOST_RETRIES, errors);
        errors.throwIfAny();
        return new ReplicationTask(
                id,
                requireNonNull(name),
                requireNonNull(source),
                requireNonNullElse(d.snapshotTaskIds(), List.of()),
                requireNonNullElse(d.includeSnapshots(), IncludeSnapshots.OWN),
                requireNonNullElse(d.namingSchemas(), List.of()),
                requireNonNullElse(d.direction(), Direction.PUSH),
                requireNonNullElse(d.transport(), Transport.DIRECT),
                requireNonNull(remote),
                requireNonNull(remoteDataset),
                recursive,
                exclude,
                requireNonNullElse(d.deleteStaleSnapshots(), false),
                requireNonNullElse(d.compression(), Compression.OFF),
                requireNonNullElse(d.limitKBps(), 0L),
                window,
                zone,
                requireNonNullElse(d.pauseAtEnd(), false),
                trigger,
                schedule,
                requireNonNullElse(d.cipher(), Cipher.STANDARD),
                requireNonNullElse(d.includeProperties(), false),
                requireNonNullElse(d.propertyOverrides(), Map.of()),
                requireNonNullElse(d.propertyExcludes(), List.of()),
                requireNonNullElse(d.raw(), Raw.AUTO),
                requireNonNullElse(d.onDivergence(), OnDivergence.FAIL),
                requireNonNullElse(d.fromScratch(), FromScratch.REFUSE),
                requireNonNull(retention),
                requireNonNullElse(d.holdPending(), true),
                requireNonNullElse(d.retries(), 5),
                requireNonNull(stallTimeout),
                requireNonNullElse(d.catchUp(), true),
                allowedLag,
                requireNonNullElse(d.enabled(), true),
                version);
    }

    private static @Nullable Source source(ReplicationTaskDocument d, FormErrors errors) {
        ReplicationSource s = d.source();
        return Sources.read(
                new Sources.Given(
                        d.datastoreId(),
                        s != null,
                        s == null ? null : s.nasSystemId(),
                        "source.datasets",
                        s == null ? null : s.datasets()),
                errors);
    }

    private static @Nullable Remote remote(@Nullable RemoteDocument r, FormErrors errors) {
        if (r == null) {
            errors.required("remote", null);
            return null;
        }
        String nas = errors.required("remote.nasSystemId", r.nasSystemId());
        refuseBesideKnown("remote.user", r.user(), errors);
        refuseBesideKnown("remote.hostKey", r.hostKey(), errors);
        refuseBesideKnown("remote.sudo", r.sudo(), errors);
        if (r.hostname() != null && !HostName.isValid(r.hostname())) {
            errors.add("remote.hostname", "must be a host name, an IPv4 or an IPv6 address");
        }
        if (r.port() != null) {
            range("remote.port", r.port(), 1, LAST_PORT, errors);
        }
        return nas == null ? null : new Remote(nas, r.hostname(), r.port());
    }

    private static void refuseBesideKnown(String field, @Nullable Object value, FormErrors errors) {
        if (value != null) {
            errors.add(field, "belongs to a machine that is described here, by hostname and without nasSystemId");
        }
    }

    private static @Nullable CronFields schedule(
            ReplicationTaskDocument d, @Nullable Window window, ZoneId zone, FormErrors errors) {
        CronFields fields = d.schedule() == null ? null : errors.check("schedule", d.schedule()::toFields);
        if (fields != null) {
            errors.check("schedule", () -> new TaskSchedule(new TaskSchedule.Cron(fields), window, zone));
        }
        return fields;
    }

    private static Trigger trigger(ReplicationTaskDocument d, FormErrors errors) {
        boolean bound = d.snapshotTaskIds() != null && !d.snapshotTaskIds().isEmpty();
        Trigger implied = bound ? Trigger.AFTER_SNAPSHOT : d.schedule() != null ? Trigger.SCHEDULE : Trigger.MANUAL;
        Trigger trigger = requireNonNullElse(d.trigger(), implied);
        if (trigger == Trigger.AFTER_SNAPSHOT && !bound) {
            errors.add("snapshotTaskIds", "must name at least one snapshot task for trigger AFTER_SNAPSHOT");
        }
        if (trigger == Trigger.SCHEDULE && d.schedule() == null) {
            errors.required("schedule", null);
        }
        if (trigger != Trigger.SCHEDULE && d.schedule() != null) {
            errors.add("schedule", "goes with trigger SCHEDULE; this task has trigger " + trigger);
        }
        return trigger;
    }

    private static void namingSchemas(ReplicationTaskDocument d, FormErrors errors) {
        List<String> schemas = requireNonNullElse(d.namingSchemas(), List.of());
        for (int i = 0; i < schemas.size(); i++) {
            String pattern = schemas.get(i);
            errors.checkAs("namingSchemas[" + i + "]", () -> new NamingSchema(pattern));
        }
        boolean used = d.includeSnapshots() == IncludeSnapshots.NAMING_SCHEMAS;
        if (used == schemas.isEmpty() && !errors.has("namingSchemas")) {
            errors.add("namingSchemas", "goes with includeSnapshots NAMING_SCHEMAS, and is required there");
        }
    }

    private static void properties(ReplicationTaskDocument d, FormErrors errors) {
        requireNonNullElse(d.propertyOverrides(), Map.<String, String>of())
                .keySet()
                .forEach(name -> TextRules.property("propertyOverrides", name, errors));
        List<String> excludes = requireNonNullElse(d.propertyExcludes(), List.of());
        for (int i = 0; i < excludes.size(); i++) {
            TextRules.property("propertyExcludes[" + i + "]", excludes.get(i), errors);
        }
    }

    private static @Nullable TargetRetention retention(@Nullable TargetRetentionDocument d, FormErrors errors) {
        if (d == null) {
            return new TargetRetention(TargetRetention.Policy.NONE, null);
        }
        TargetRetention.Policy policy = errors.required("targetRetention.policy", d.policy());
        if ((policy == TargetRetention.Policy.CUSTOM) == (d.lifetime() == null) && policy != null) {
            errors.add("targetRetention.lifetime", "goes with policy CUSTOM, and is required there");
        }
        return policy == null
                ? null
                : new TargetRetention(
                        policy,
                        d.lifetime() == null ? null : d.lifetime().toLifetime("targetRetention.lifetime", errors));
    }

    private static @Nullable Duration stallTimeout(@Nullable String text, FormErrors errors) {
        Duration timeout = text == null ? STALL_TIMEOUT : ScheduleForm.duration("stallTimeout", text, errors);
        if (timeout != null && (timeout.compareTo(SHORTEST_STALL) < 0 || timeout.compareTo(LONGEST_STALL) > 0)) {
            errors.add("stallTimeout", "must be from PT10S to PT24H");
        }
        return timeout;
    }

    private static @Nullable Duration allowedLag(@Nullable String text, FormErrors errors) {
        Duration lag = text == null ? null : ScheduleForm.duration("allowedLag", text, errors);
        if (lag != null && (lag.compareTo(SHORTEST_LAG) < 0 || lag.compareTo(LONGEST_LAG) > 0)) {
            errors.add("allowedLag", "must be from PT1M to P366D");
        }
        return lag;
    }

    private static void range(String field, long value, long from, long to, FormErrors errors) {
        if (value < from || value > to) {
            errors.add(field, "must be from " + from + " to " + to);
        }
    }

    /** The document of a stored task, every member filled in. */
    public static ReplicationTaskDocument toDocument(ReplicationTask t) {
        TargetRetention retention = t.targetRetention();
        return new ReplicationTaskDocument(
                t.id(),
                t.name(),
                t.source() instanceof Source.OfDatastore o ? o.datastoreId() : null,
                t.source() instanceof Source.OfDatasets o ? sourceDocument(o) : null,
                t.snapshotTaskIds(),
                t.includeSnapshots(),
                t.namingSchemas(),
                t.direction(),
                t.transport(),
                new RemoteDocument(
                        t.remote().nasSystemId(),
                        t.remote().hostname(),
                        t.remote().port(),
                        null,
                        null,
                        null),
                t.remoteDataset().value(),
                t.recursive(),
                t.exclude(),
                t.deleteStaleSnapshots(),
                t.compression(),
                t.limitKBps(),
                t.window() == null ? null : TextRules.time(t.window().begin()),
                t.window() == null ? null : TextRules.time(t.window().end()),
                SnapshotTaskForm.zoneName(t.timeZone()),
                t.pauseAtEnd(),
                t.trigger(),
                t.schedule() == null ? null : CronDocument.of(t.schedule()),
                t.cipher(),
                t.includeProperties(),
                t.propertyOverrides(),
                t.propertyExcludes(),
                t.raw(),
                t.onDivergence(),
                t.fromScratch(),
                new TargetRetentionDocument(
                        retention.policy(),
                        retention.lifetime() == null ? null : LifetimeDocument.of(retention.lifetime())),
                t.holdPending(),
                t.retries(),
                t.stallTimeout().toString(),
                t.catchUp(),
                t.allowedLag() == null ? null : t.allowedLag().toString(),
                t.enabled(),
                t.version());
    }

    private static ReplicationSource sourceDocument(Source.OfDatasets source) {
        return new ReplicationSource(
                source.nasSystemId(),
                source.datasets().stream().map(DatasetName::value).toList());
    }
}
