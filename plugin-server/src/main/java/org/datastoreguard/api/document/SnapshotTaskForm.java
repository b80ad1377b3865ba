package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.snapshot.SnapshotTask;
import org.jspecify.annotations.Nullable;

/** Snapshot tasks from and to their documents. Pure. */
public final class SnapshotTaskForm {
    private SnapshotTaskForm() {}

    /**
     * The task that a document describes, with defaults filled in.
     *
     * @throws org.datastoreguard.error.GuardException with all broken rules, those already in {@code errors} too
     */
    public static SnapshotTask toTask(SnapshotTaskDocument d, String id, long version, FormErrors errors) {
        String name = TextRules.label("name", errors.required("name", d.name()), errors);
        boolean recursive = requireNonNullElse(d.recursive(), false);
        List<String> exclude = requireNonNullElse(d.exclude(), List.of());
        TextRules.excludes("exclude", exclude, recursive, errors);
        Source source = source(d, errors);
        Lifetime lifetime = d.lifetime() == null ? null : d.lifetime().toLifetime("lifetime", errors);
        TaskSchedule schedule = ScheduleForm.read(
                new ScheduleForm.Wish(d.schedule(), d.interval(), d.weekdays(), d.begin(), d.end(), d.timeZone()),
                errors);
        NamingSchema schema = namingSchema(d.namingSchema(), errors);
        errors.throwIfAny();
        return new SnapshotTask(
                id,
                requireNonNull(name),
                requireNonNull(source),
                recursive,
                exclude,
                lifetime,
                requireNonNull(schedule),
                requireNonNull(schema),
                requireNonNullElse(d.allowEmpty(), true),
                requireNonNullElse(d.vmConsistent(), false),
                requireNonNullElse(d.onVmFailure(), SnapshotTask.OnVmFailure.CONTINUE),
                requireNonNullElse(d.catchUp(), true),
                requireNonNullElse(d.enabled(), true),
                version);
    }

    private static @Nullable Source source(SnapshotTaskDocument d, FormErrors errors) {
        SnapshotSource s = d.source();
        String dataset = s == null ? null : s.dataset();
        return Sources.read(
                new Sources.Given(
                        d.datastoreId(),
                        s != null,
                        s == null ? null : s.nasSystemId(),
                        "source.dataset",
                        dataset == null ? null : List.of(dataset)),
                errors);
    }

    private static @Nullable NamingSchema namingSchema(@Nullable String pattern, FormErrors errors) {
        return pattern == null ? NamingSchema.DEFAULT : errors.check("namingSchema", () -> new NamingSchema(pattern));
    }

    /** The document of a stored task, every member filled in. */
    public static SnapshotTaskDocument toDocument(SnapshotTask t) {
        TaskSchedule s = t.schedule();
        TaskSchedule.Interval interval = s.rule() instanceof TaskSchedule.Interval i ? i : null;
        Source.OfDatasets datasets = t.source() instanceof Source.OfDatasets o ? o : null;
        return new SnapshotTaskDocument(
                t.id(),
                t.name(),
                t.source() instanceof Source.OfDatastore o ? o.datastoreId() : null,
                datasets == null
                        ? null
                        : new SnapshotSource(
                                datasets.nasSystemId(),
                                datasets.datasets().get(0).value()),
                t.recursive(),
                t.exclude(),
                t.lifetime() == null ? null : LifetimeDocument.of(t.lifetime()),
                s.rule() instanceof TaskSchedule.Cron c ? CronDocument.of(c.fields()) : null,
                interval == null ? null : shown(interval.every()),
                interval == null || interval.weekdays().isEmpty()
                        ? null
                        : List.copyOf(new TreeSet<>(interval.weekdays())),
                s.window() == null ? null : TextRules.time(s.window().begin()),
                s.window() == null ? null : TextRules.time(s.window().end()),
                zoneName(s.zone()),
                t.namingSchema().pattern(),
                t.allowEmpty(),
                t.vmConsistent(),
                t.onVmFailure(),
                t.catchUp(),
                t.enabled(),
                t.version());
    }

    /** Two weeks as {@code P14D}, where java.time would say {@code PT336H}. */
    private static String shown(Duration every) {
        Duration days = Duration.ofDays(every.toDays());
        return days.isZero() || !every.equals(days) ? every.toString() : "P" + days.toDays() + "D";
    }

    static String zoneName(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }
}
