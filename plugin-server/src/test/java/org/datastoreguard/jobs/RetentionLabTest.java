package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.snapshot.ReplicationNeeds;
import org.datastoreguard.snapshot.RetainedWork;
import org.datastoreguard.snapshot.Retention;
import org.datastoreguard.snapshot.RetentionPlan;
import org.datastoreguard.snapshot.SnapshotOrder;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotWork;
import org.datastoreguard.snapshot.ToldStory;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both clocks are two hours ahead of the snapshots' times here, since nobody can make an old snapshot. */
@LabTest
@Timeout(180)
class RetentionLabTest {
    private static final Duration AHEAD = Duration.ofHours(2);
    private static final Clock CLOCK = Clock.offset(Clock.systemUTC(), AHEAD);
    private static final Instant SLOT = Instant.parse("2026-11-21T10:05:00Z");
    private static final String TAKEN = "auto-2026-11-21_10-05Z";

    private final Lab lab;
    private DatasetName root = new DatasetName("tank");

    private final Database database;

    RetentionLabTest(Lab lab, @TempDir Path directory) {
        this.lab = lab;
        this.database = Database.open(DatabaseSettings.embedded(directory.resolve("tasks")));
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void makeSnapshots() {
        root = lab.nas1().filesystem();
        lab.nas1()
                .shell("zfs create " + root
                        + "/a; for s in 1 2 3; do zfs snapshot -r -o org.datastoreguard:task=task-1 "
                        + root + "@s$s; done; zfs set org.datastoreguard:task=task-1 " + root + "; zfs snapshot -r "
                        + root + "@manual; zfs snapshot -o org.datastoreguard:task=task-2 " + root + "@others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void deletesItsOwnOldSnapshotsAfterTakingANewOneAndWarnsOfWhatIsHeld(String user) {
        lab.nas1().shell("zfs hold backup " + root + "/a@s2");
        Nas nas = new Ahead(lab.nas(lab.nas1(), user));
        ToldStory story = new ToldStory();

        new RetainedWork(
                        new SnapshotWork(task(true), new SnapshotOrder("run-1", SLOT, false), nas, List.of(root)),
                        new Retention(task(true), nas, List.of(root), id -> List.of(), CLOCK))
                .perform(story);

        assertThat(labels())
                .containsExactlyInAnyOrder("@manual", "@others", "@" + TAKEN, "/a@manual", "/a@s2", "/a@" + TAKEN);
        assertThat(story.warnings()).containsExactly("Not deleted: " + root + "/a@s2, held by backup");
        assertThat(story.text()).contains("Deleted 5 snapshots", root + "@s1");
    }

    @Test
    void thePreviewSaysWhatWouldGoAndDestroysNothing() {
        List<String> before = labels();

        RetentionPlan plan = plan(task(true), id -> List.of());

        assertThat(names(plan)).containsExactlyInAnyOrder("@s1", "@s2", "/a@s1", "/a@s2");
        assertThat(reasons(plan))
                .containsExactlyInAnyOrder("@s3: it is the newest of its task", "/a@s3: it is the newest of its task");
        assertThat(labels()).isEqualTo(before);
        assertThat(names(plan(task(false), id -> List.of()))).containsExactly("@s1", "@s2");
    }

    @Test
    void aClockThatIsFarAheadOfTheServersDeletesNothingAndWarns() {
        ToldStory story = new ToldStory();

        new Retention(
                        task(true),
                        new Ahead(lab.nas(lab.nas1(), "guard")),
                        List.of(root),
                        id -> List.of(),
                        Clock.systemUTC())
                .perform(story);

        assertThat(story.warnings())
                .singleElement()
                .asString()
                .contains("No old snapshots are deleted", "Set the clocks right");
        assertThat(labels()).contains("@s1", "/a@s1");
    }

    @Test
    void keepsTheBaseAndWhatAReplicationHasNotSentAsItsTargetSays() {
        DatasetName copy = lab.nas1().reserve("pond");
        lab.nas1()
                .shell("zfs create " + copy + " && zfs send " + root + "@s1 | zfs recv " + copy
                        + "/vm && zfs send -i @s1 " + root + "@s2 | zfs recv -F " + copy + "/vm");

        RetentionPlan plan = plan(task(true), needs(replication("nas1-guard", copy.child("vm"), true)));

        assertThat(names(plan)).containsExactly("@s1");
        assertThat(reasons(plan))
                .containsExactlyInAnyOrder(
                        "@s2: it is the base of the replication offsite",
                        "@s3: it is the newest of its task",
                        "/a@s1: the replication offsite has not sent it yet",
                        "/a@s2: the replication offsite has not sent it yet",
                        "/a@s3: it is the newest of its task");
        assertThat(names(plan(task(true), needs(replication("nas1-guard", copy.child("vm"), false)))))
                .hasSize(4);
        assertThat(names(plan(task(true), needs(replication("nowhere", copy.child("vm"), true)))))
                .isEmpty();
    }

    private ReplicationNeeds needs(ReplicationTask task) {
        ReplicationTasks tasks = new StoredReplicationTasks(database);
        tasks.all().forEach(stored -> tasks.remove(stored.id()));
        tasks.add(task);
        return new StoredNeeds(tasks, new SourceResolver(new NoDatastores(), lab.vcenterServers()), lab.connections());
    }

    private RetentionPlan plan(SnapshotTask task, ReplicationNeeds needs) {
        return new Retention(task, new Ahead(lab.nas(lab.nas1(), "guard")), List.of(root), needs, CLOCK).plan();
    }

    private List<String> names(RetentionPlan plan) {
        return plan.delete().stream()
                .map(one -> shortened(one.name().toString()))
                .toList();
    }

    private List<String> reasons(RetentionPlan plan) {
        return plan.spared().stream()
                .map(one -> shortened(one.snapshot().name().toString()) + ": " + one.reason())
                .toList();
    }

    private String shortened(String name) {
        return name.substring(root.value().length());
    }

    private List<String> labels() {
        return lab.nas1().snapshots(root).stream()
                .map(line -> line.split(" ")[0])
                .toList();
    }

    private SnapshotTask task(boolean recursive) {
        return new SnapshotTask(
                "task-1",
                "hourly",
                new Source.OfDatasets("nas1-guard", List.of(root)),
                recursive,
                List.of(),
                new Lifetime(1, Lifetime.Unit.HOUR),
                new TaskSchedule(new TaskSchedule.Interval(Duration.ofMinutes(1), Set.of()), null, ZoneId.of("UTC")),
                NamingSchema.DEFAULT,
                true,
                false,
                SnapshotTask.OnVmFailure.CONTINUE,
                true,
                true,
                1);
    }

    private ReplicationTask replication(String remote, DatasetName target, boolean enabled) {
        return new ReplicationTask(
                "repl-1",
                "offsite",
                new Source.OfDatasets("nas1-guard", List.of(root)),
                List.of("task-1"),
                ReplicationTask.IncludeSnapshots.OWN,
                List.of(),
                ReplicationTask.Direction.PUSH,
                ReplicationTask.Transport.DIRECT,
                new ReplicationTask.Remote(remote, null, null),
                target,
                true,
                List.of(),
                false,
                ReplicationTask.Compression.OFF,
                0,
                null,
                ZoneOffset.UTC,
                false,
                ReplicationTask.Trigger.MANUAL,
                null,
                ReplicationTask.Cipher.STANDARD,
                false,
                Map.of(),
                List.of(),
                ReplicationTask.Raw.AUTO,
                ReplicationTask.OnDivergence.FAIL,
                ReplicationTask.FromScratch.REFUSE,
                new ReplicationTask.TargetRetention(ReplicationTask.TargetRetention.Policy.NONE, null),
                true,
                2,
                Duration.ofMinutes(1),
                true,
                null,
                enabled,
                1);
    }

    /** The machine, whose {@code date} goes two hours ahead. */
    private record Ahead(Nas nas) implements Nas {
        @Override
        public NasSystem system() {
            return nas.system();
        }

        @Override
        public Output run(Script script, Duration deadline) {
            String date = "date() { echo $(($(command date +%s) + " + AHEAD.toSeconds() + ")); }\n";
            return nas.run(
                    new Script(script.name(), date + script.body(), script.arguments(), script.input()), deadline);
        }

        @Override
        public Execution start(Script script, Consumer<Line> onLine) {
            return nas.start(script, onLine);
        }

        @Override
        public Execution send(Script script, OutputStream stream, Consumer<Line> onLine) {
            return nas.send(script, stream, onLine);
        }

        @Override
        public Reception receive(Script script, Consumer<Line> onLine) {
            return nas.receive(script, onLine);
        }

        @Override
        public String commandLine(Script script) {
            return nas.commandLine(script);
        }
    }

    private static final class NoDatastores implements Inventory {
        @Override
        public Picture picture() {
            return new Picture(List.of(), Instant.EPOCH, Map.of());
        }

        @Override
        public Picture refresh() {
            return picture();
        }

        @Override
        public Optional<MappedDatastore> datastore(String id) {
            return Optional.empty();
        }
    }
}
