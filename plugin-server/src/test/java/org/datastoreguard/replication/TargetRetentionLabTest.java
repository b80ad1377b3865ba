package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which snapshots a run deletes on its target, and which it must not. */
@LabTest
@Timeout(300)
class TargetRetentionLabTest {
    private final Lab lab;

    TargetRetentionLabTest(Lab lab) {
        this.lab = lab;
    }

    private LabPair pair(String targetUser) {
        LabPair pair = new LabPair(lab, targetUser);
        pair.task.include = ReplicationTask.IncludeSnapshots.OWN;
        pair.task.snapshotTasks = List.of("snap-1");
        pair.task.deleteStaleSnapshots = true;
        return pair;
    }

    private static void own(LabPair pair, String... labels) {
        for (String label : labels) {
            pair.nas1.shell("zfs snapshot -r -o org.datastoreguard:task=snap-1 " + pair.source + "@" + label);
        }
    }

    private static List<String> labels(LabPair pair, DatasetName dataset) {
        return pair.nas2
                .shell("zfs list -Hp -d 1 -t snapshot -s createtxg -o name " + dataset + " | sed 's/.*@//'")
                .lines()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard"})
    void what_is_gone_on_the_source_goes_on_the_target_but_not_what_others_left_there(String user) {
        LabPair pair = pair(user);
        pair.nas1.shell("zfs create " + pair.source + "/a");
        pair.nas1.shell("zfs snapshot " + pair.source + "@foreign");
        pair.task.include = ReplicationTask.IncludeSnapshots.ALL;
        pair.task.deleteStaleSnapshots = false;
        own(pair, "s1", "s2", "s3", "s4");
        pair.replicate();
        pair.task.include = ReplicationTask.IncludeSnapshots.OWN;
        pair.task.deleteStaleSnapshots = true;
        pair.replicate();
        assertThat(labels(pair, pair.target)).contains("foreign", "s1");

        pair.nas1.shell("zfs destroy " + pair.source + "@foreign,s1,s2,s3 && zfs destroy " + pair.source + "/a@s2");
        pair.nas2.shell("zfs hold keep " + pair.target + "@s2");
        own(pair, "s5");
        pair.replicate();

        assertThat(labels(pair, pair.target)).containsExactly("foreign", "s2", "s4", "s5");
        assertThat(labels(pair, pair.target.child("a"))).containsExactly("s1", "s3", "s4", "s5");
        assertThat(pair.story.warnings).containsExactly("Not deleted: " + pair.target + "@s2, held by keep");
        assertThat(pair.story.lines).anyMatch(line -> line.startsWith("Deleted 3 snapshots"));
    }

    @Test
    void the_plan_says_what_would_go_and_destroys_nothing() {
        LabPair pair = pair("root");
        own(pair, "s1", "s2", "s3");
        pair.replicate();
        pair.nas1.shell("zfs destroy " + pair.source + "@s1");
        String before = pair.everythingOn(pair.nas2, pair.target);

        DryRun run = pair.work().dryRun();

        assertThat(run.retention().delete())
                .extracting(snapshot -> snapshot.name().toString())
                .containsExactly(pair.target + "@s1");
        assertThat(pair.everythingOn(pair.nas2, pair.target)).isEqualTo(before);
    }

    @Test
    void an_own_lifetime_keeps_the_base_and_the_newest_and_nothing_goes_when_the_clocks_differ() {
        LabPair pair = pair("root");
        pair.task.deleteStaleSnapshots = false;
        pair.task.targetRetention = new ReplicationTask.TargetRetention(
                ReplicationTask.TargetRetention.Policy.CUSTOM, new Lifetime(1, Lifetime.Unit.HOUR));
        own(pair, "s1", "s2", "s3");
        pair.replicate();
        assertThat(labels(pair, pair.target)).containsExactly("s1", "s2", "s3");

        PlanRequest request = new Survey(pair.task.build(), pair.ends()).whole();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        TargetPlan doubted = new TargetCleaning(pair.task.build(), pair.ends(), later).plan(request);
        assertThat(doubted.delete()).isEmpty();
        assertThat(doubted.doubt()).contains("Set the clocks right");

        Ends ahead = new Ends(
                pair.ends().source(),
                pair.ends().datasets(),
                new Meddled(pair.ends().target(), "date() { echo $(($(command date +%s) + 7200)); }\n"));
        assertThat(new TargetCleaning(pair.task.build(), ahead, later)
                        .plan(request)
                        .delete())
                .extracting(Snapshot::label)
                .containsExactly("s1", "s2");
    }

    @Test
    void nothing_goes_while_the_source_has_no_snapshot_left() {
        LabPair pair = pair("root");
        own(pair, "s1", "s2", "s3");
        pair.replicate();
        pair.nas1.shell("zfs destroy " + pair.source + "@s1,s2,s3");

        pair.replicate();

        assertThat(labels(pair, pair.target)).containsExactly("s1", "s2", "s3");
    }

    @Test
    void a_source_that_cannot_be_asked_once_more_keeps_everything() {
        LabPair pair = pair("root");
        own(pair, "s1", "s2");
        pair.replicate();
        PlanRequest request = new Survey(pair.task.build(), pair.ends()).whole();
        pair.nas1.shell("zfs destroy " + pair.source + "@s1");
        PlanRequest seen = new Survey(pair.task.build(), pair.ends()).whole();
        assertThat(Replica.of(seen))
                .singleElement()
                .satisfies(one -> assertThat(one.stale()).hasSize(1));
        pair.nas1.shell("zfs rename " + pair.source + " " + pair.source + "-away");
        pair.nas1.made().addFirst(new DatasetName(pair.source + "-away"));
        pair.story = new RecordedStory();

        new TargetCleaning(pair.task.build(), pair.ends(), Clock.systemUTC()).perform(seen, pair.story);

        assertThat(pair.story.warnings).singleElement().asString().contains("could not be deleted");
        assertThat(labels(pair, pair.target)).containsExactly("s1", "s2");
        assertThat(Replica.of(request))
                .singleElement()
                .satisfies(one -> assertThat(one.stale()).isEmpty());
    }
}
