package org.datastoreguard.store;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.schedule.CronFields;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** Records with every component filled in, so that a component that gets lost is seen. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    private Samples() {}

    static NasSystem nas(String id, String name) {
        return new NasSystem(
                id,
                name,
                "nas1.example.org",
                2222,
                "guard",
                true,
                "ssh-ed25519 AAAAhost",
                "ssh-ed25519 AAAAkey guard",
                List.of("10.0.0.5", "fd00::5"),
                1);
    }

    static VcenterServer vcenter(String id, String name) {
        return new VcenterServer(
                id, name, URI.create("https://vc.example.org/sdk"), "guard@vsphere.local", "AB:CD", null, 1);
    }

    static SnapshotTask snapshotTask(String id, String name) {
        return new SnapshotTask(
                id,
                name,
                new Source.OfDatasets("nas-1", List.of(new DatasetName("tank/vm one"), new DatasetName("tank/b"))),
                true,
                List.of("tank/vm one/scratch"),
                new Lifetime(2, Lifetime.Unit.WEEK),
                new TaskSchedule(
                        new TaskSchedule.Interval(Duration.ofMinutes(15), Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)),
                        new Window(LocalTime.of(22, 0), LocalTime.of(5, 30)),
                        ZoneId.of("Europe/Berlin")),
                new NamingSchema("nightly-%Y-%m-%d_%H-%M"),
                true,
                true,
                SnapshotTask.OnVmFailure.FAIL,
                true,
                true,
                1);
    }

    static ReplicationTask replicationTask(String id, String name) {
        return new ReplicationTask(
                id,
                name,
                new Source.OfDatastore("urn:vmomi:Datastore:datastore-11:0af5"),
                List.of("snap-1"),
                ReplicationTask.IncludeSnapshots.NAMING_SCHEMAS,
                List.of("auto-%Y-%m-%d_%H-%M"),
                ReplicationTask.Direction.PULL,
                ReplicationTask.Transport.RELAY,
                new ReplicationTask.Remote("nas-2", "backup.example.org", 2022),
                new DatasetName("pond/copy"),
                true,
                List.of("tmp"),
                true,
                ReplicationTask.Compression.ZSTD,
                4096,
                null,
                ZoneId.of("America/New_York"),
                true,
                ReplicationTask.Trigger.SCHEDULE,
                new CronFields("0", "*/4", "*", "*", "mon-fri"),
                ReplicationTask.Cipher.FAST,
                true,
                Map.of("compression", "zstd"),
                List.of("mountpoint"),
                ReplicationTask.Raw.ALWAYS,
                ReplicationTask.OnDivergence.ROLL_BACK,
                ReplicationTask.FromScratch.REPLACE,
                new ReplicationTask.TargetRetention(
                        ReplicationTask.TargetRetention.Policy.CUSTOM, new Lifetime(3, Lifetime.Unit.MONTH)),
                true,
                5,
                Duration.ofMinutes(5),
                true,
                Duration.ofHours(26),
                true,
                1);
    }

    static Run queued(String id, String taskId, @Nullable Instant slot, Instant createdAt) {
        return new Run(
                id,
                RunKind.REPLICATION,
                taskId,
                "copy",
                "urn:vmomi:Datastore:datastore-11:0af5",
                RunState.QUEUED,
                null,
                slot == null ? RunTrigger.MANUAL : RunTrigger.SCHEDULE,
                slot,
                createdAt,
                null,
                null,
                List.of(),
                0,
                -1,
                null,
                List.of(),
                null,
                1,
                null);
    }

    static Run.Step step(int number, Run.StepState state, long bytesDone) {
        return new Run.Step(number, "tank/vm one", number == 1 ? null : "@a", "@b", state, bytesDone, 100);
    }

    static Run running(Run run, List<Run.Step> steps) {
        return at(run, RunState.RUNNING, null, steps, null);
    }

    static Run failed(Run run) {
        return at(
                run,
                RunState.FAILED,
                NOON.plusSeconds(60),
                run.steps(),
                new Run.Failure(ErrorCode.TARGET_DIVERGED, false, "diverged", "cannot receive: \0 destination\n"));
    }

    static Run ended(Run run, RunState state, Instant began, Instant ended) {
        return new Run(
                run.id(),
                run.kind(),
                run.taskId(),
                run.taskName(),
                run.datastoreId(),
                state,
                null,
                run.trigger(),
                run.slot(),
                run.createdAt(),
                began,
                ended,
                List.of(),
                0,
                0,
                null,
                List.of(),
                null,
                1,
                "node-1");
    }

    private static Run at(
            Run run, RunState state, @Nullable Instant endedAt, List<Run.Step> steps, Run.@Nullable Failure error) {
        return new Run(
                run.id(),
                run.kind(),
                run.taskId(),
                run.taskName(),
                run.datastoreId(),
                state,
                "the window opens at 22:00",
                run.trigger(),
                run.slot(),
                run.createdAt(),
                NOON,
                endedAt,
                steps,
                70,
                100,
                7L,
                List.of("a hold of another tool", "umlauts: äöü"),
                error,
                2,
                "node-1");
    }
}
