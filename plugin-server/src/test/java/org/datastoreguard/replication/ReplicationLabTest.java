package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replication between the lab's two machines; what they hold afterwards is asked over plain ssh, not through our code. */
@LabTest
@Timeout(180)
class ReplicationLabTest {
    private final Lab lab;
    private final Machine nas1;
    private final Machine nas2;
    private final DatasetName source;
    private final DatasetName target;
    private String sourceUser = "root";
    private String targetUser = "root";
    private final Tasks task = new Tasks();
    private RecordedStory story = new RecordedStory();

    ReplicationLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.nas2 = lab.nas2();
        this.source = nas1.filesystem();
        this.target = nas2.reserve("tank");
        task.id = "lab-" + source.lastComponent();
        task.remoteDataset = target;
        task.retries = 0;
        aim(source);
    }

    @BeforeEach
    void trustEachOther() {
        installKey("root", "root");
    }

    @Test
    void a_first_run_sends_everything_and_the_next_ones_only_what_is_new() {
        snapshot("a");
        write("one", 300);
        snapshot("b");
        snapshot("c");

        replicate();

        assertEqual();
        assertThat(story.states()).containsExactly("succeeded", "succeeded");
        assertThat(nas2.shell("zfs get -H -o value readonly,canmount,mounted " + target)
                        .lines())
                .containsExactly("on", "noauto", "no");

        write("two", 200);
        snapshot("d");
        replicate();
        assertEqual();
        assertThat(story.steps).hasSize(1);
        assertThat(story.bytes()).isBetween(200_000L, 400_000L);

        replicate();
        assertThat(story.steps).isEmpty();
        assertThat(story.bytes()).isZero();
        assertEqual();
        assertDigestsEqual("d");
        assertNoTraces();
    }

    @Test
    void a_tree_with_volumes_and_odd_names_becomes_equal() {
        nas1.shell("zfs create " + source + "/a && zfs create '" + source + "/a/b c' && zfs create -s -V 8M " + source
                + "/lun && zfs create " + source + "/skip");
        nas1.shell("zfs snapshot -r " + source + "@0 && zfs snapshot -r '" + source + "@x y:z_.-1'");
        task.exclude = List.of(source + "/skip");

        replicate();

        nas1.shell("zfs destroy -r " + source + "/skip");
        assertEqual();
        assertThat(nas2.shell("zfs get -H -o value type " + target + "/lun")).isEqualTo("volume");

        nas1.shell("zfs create " + source + "/later && zfs snapshot -r " + source + "@2");
        replicate();
        assertEqual();
        assertNewestIsBookmarked();
        assertNoTraces();
    }

    @Test
    void missing_parents_of_the_target_are_made_and_never_mounted() {
        snapshot("a");
        task.remoteDataset = target.child("x").child("y");

        replicate();

        assertThat(guids(nas2, task.remoteDataset)).isEqualTo(guids(nas1, source));
        assertThat(nas2.shell("zfs get -H -o value mounted " + target)).isEqualTo("no");
    }

    @Test
    void several_sources_go_below_the_target() {
        DatasetName other = nas1.volume(8);
        nas1.shell("zfs snapshot " + source + "@a " + other + "@a");
        aim(source, other);

        replicate();

        assertThat(guids(nas2, target.child(source.lastComponent()))).isEqualTo(guids(nas1, source));
        assertThat(guids(nas2, target.child(other.lastComponent()))).isEqualTo(guids(nas1, other));
    }

    @Test
    void only_own_snapshots_go_unless_the_task_says_otherwise() {
        nas1.shell("zfs snapshot -o org.datastoreguard:task=snap-1 " + source + "@own1 && zfs snapshot " + source
                + "@manual && zfs snapshot -o org.datastoreguard:task=snap-2 " + source
                + "@others && zfs snapshot -o org.datastoreguard:task=snap-1 " + source + "@own2");
        task.include = ReplicationTask.IncludeSnapshots.OWN;
        task.snapshotTasks = List.of("snap-1");

        replicate();

        assertThat(guids(nas2, target)).hasSize(2).isSubsetOf(guids(nas1, source));
        replicate();
        assertThat(story.steps).isEmpty();
    }

    @Test
    void the_chain_survives_a_destroyed_base_by_its_bookmark() {
        snapshot("a");
        replicate();
        snapshot("b");
        nas1.shell("zfs destroy " + source + "@a");

        replicate();

        assertThat(guids(nas2, target)).hasSize(2).containsAll(guids(nas1, source));
        snapshot("c");
        replicate();
        snapshot("d");
        replicate();
        assertThat(nas1.shell("zfs list -H -t bookmark -o name -d 1 " + source).lines())
                .as("one bookmark for the newest common, one for the one before")
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"guard,guard", "guardsudo,guardsudo", "noisy,noisy", "noisy,root", "guard,noisy"})
    void users_without_root_can_replicate(String from, String to) {
        sourceUser = from;
        targetUser = to;
        installKey(from, to);
        snapshot("a");
        write("one", 100);
        snapshot("b");

        replicate();
        assertEqual();

        snapshot("c");
        replicate();
        assertEqual();
        assertNewestIsBookmarked();
        assertNoTraces();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        zfs snapshot TARGET@foreign                                        | TARGET_DIVERGED
        zfs set readonly=off TARGET && zfs mount TARGET && echo x > /TARGET/x && sync && zfs umount TARGET | TARGET_DIVERGED
        zfs destroy -r TARGET && zfs create TARGET && zfs snapshot TARGET@a | TARGET_WITHOUT_COMMON_SNAPSHOT
        zfs destroy -r TARGET && zfs create TARGET                         | TARGET_HAS_DATA
        zfs destroy -r TARGET && zfs create -s -V 8M TARGET                | TARGET_TYPE_MISMATCH
        """)
    void a_conflict_leaves_the_target_untouched(String meddle, ErrorCode expected) {
        snapshot("a");
        replicate();
        nas2.shell(meddle.replace("TARGET", target.value()));
        snapshot("b");
        String before = nas2.shell("zfs list -Hpr -t all -o name,guid,creation,referenced " + target);

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(expected);
        assertThat(nas2.shell("zfs list -Hpr -t all -o name,guid,creation,referenced " + target))
                .isEqualTo(before);
        assertNoTraces();
    }

    @Test
    void a_connection_cut_in_mid_stream_is_resumed_by_the_next_run() {
        write("big", 30_000);
        snapshot("a");
        task.retries = 0;

        CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> inMidStream("kill -KILL $p"));
        GuardException error = failing();
        cut.join();

        assertThat(error.code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
        assertThat(nas2.shell("zfs get -H -o value receive_resume_token " + target))
                .isNotEqualTo("-");

        replicate();

        assertEqual();
        assertDigestsEqual("a");
        assertThat(story.bytes())
                .as("only the rest was sent")
                .isLessThan(30_000_000L)
                .isPositive();
        assertNoTraces();
    }

    @Test
    void properties_go_along_but_for_those_that_would_show_fill_or_open_the_target() {
        nas1.shell("zfs set compression=gzip-1 atime=off quota=2G reservation=1M readonly=off canmount=on mountpoint=/"
                + source.lastComponent() + " com.example:owner='team a' com.example:drop=1 " + source
                + " && zfs create -s -V 8M -b 16k " + source + "/lun && zfs set refreservation=8M com.example:lun=yes "
                + source + "/lun");
        snapshotAll("a");
        task.includeProperties = true;
        task.propertyExcludes = List.of("com.example:drop");
        task.propertyOverrides = Map.of("checksum", "sha256", "com.example:copy", "of two words");

        replicate();
        nas1.shell("zfs set atime=on com.example:owner='team b' " + source);
        snapshotAll("b");
        replicate();

        assertEqual();
        assertThat(properties(target, "compression,atime,quota,reservation,readonly,canmount,mounted,checksum"))
                .containsExactly("gzip-1", "on", "0", "0", "on", "noauto", "no", "sha256");
        assertThat(properties(target, "com.example:owner,com.example:drop,com.example:copy"))
                .containsExactly("team b", "-", "of two words");
        assertThat(properties(target, "mountpoint")).containsExactly("/" + target);
        assertThat(properties(target, new Marker(task.id).holding())).containsExactly("-");
        assertThat(properties(target.child("lun"), "refreservation,readonly,volblocksize,com.example:lun,checksum"))
                .containsExactly("0", "on", "16384", "yes", "sha256");
        assertNoTraces();
    }

    @Test
    void an_encrypted_dataset_sends_its_properties_raw() {
        nas1.shell("zfs create -o encryption=on -o keyformat=passphrase -o keylocation=prompt -o com.example:owner=x "
                + source + "/secret <<'EOF'\nsecret words\nsecret words\nEOF");
        snapshotAll("a");
        task.includeProperties = true;

        replicate();

        assertEqual();
        assertThat(properties(target.child("secret"), "com.example:owner,keystatus,readonly,mounted"))
                .containsExactly("x", "unavailable", "on", "no");
    }

    private void snapshotAll(String label) {
        nas1.shell("zfs snapshot -r " + source + "@" + label);
    }

    private List<String> properties(DatasetName dataset, String names) {
        return nas2.shell("zfs get -Hp -o value " + names + " " + dataset)
                .lines()
                .toList();
    }

    @Test
    void a_cut_connection_is_retried_within_the_run() {
        write("big", 30_000);
        snapshot("a");
        task.retries = 3;

        CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> inMidStream("kill -KILL $p"));
        replicate();
        cut.join();

        assertEqual();
        assertThat(story.lines).anyMatch(line -> line.startsWith("Trying again in"));
    }

    @Test
    void a_cancelled_run_ends_both_sides_and_can_be_finished_later() {
        write("big", 30_000);
        snapshot("a");
        RecordedStory told = new RecordedStory();
        story = told;
        CompletableFuture<Void> cancel = CompletableFuture.runAsync(() -> {
            inMidStream("kill -STOP $p");
            told.cancel();
        });

        assertThat(catchThrowableOfType(GuardException.class, () -> work().perform(told))
                        .code())
                .isEqualTo(ErrorCode.CANCELLED);
        cancel.join();
        await().atMost(Duration.ofSeconds(15)).until(() -> !running(nas1) && !running(nas2));
        assertNoTraces();
        assertThat(nas1.shell("zfs list -H -t bookmark -o name -d 1 " + source))
                .as("a bookmark says that something arrived")
                .isEmpty();

        replicate();
        assertEqual();
        assertNewestIsBookmarked();
    }

    @Test
    void a_foreign_partial_state_is_dropped_once_and_planned_afresh() {
        snapshot("a");
        replicate();
        write("big", 3_000);
        snapshot("b");
        nas1.shell("zfs send -i @a " + source + "@b | head -c 2000000 > /tmp/" + source.lastComponent());
        nas2.shell("true");
        String part = nas1.shell("base64 -w0 /tmp/" + source.lastComponent() + "; rm /tmp/" + source.lastComponent());
        pipeInto(nas2, part, "base64 -d | zfs recv -s -u " + target + "; true");
        assertThat(nas2.shell("zfs get -H -o value receive_resume_token " + target))
                .isNotEqualTo("-");
        nas1.shell("zfs destroy " + source + "@b && zfs snapshot " + source + "@b");

        replicate();

        assertEqual();
        assertThat(story.lines).anyMatch(line -> line.contains("abort"));
    }

    @Test
    void stray_holds_of_a_killed_run_are_released_and_others_are_left() {
        snapshot("a");
        replicate();
        Marker marker = new Marker(task.id);
        nas1.shell("zfs hold " + marker.tag() + " " + source + "@a && zfs hold keep " + source + "@a && zfs set "
                + marker.holding() + "=on " + source);

        replicate();

        assertThat(nas1.shell("zfs holds -H " + source + "@a")).contains("keep").doesNotContain(marker.tag());
        assertThat(story.lines).anyMatch(line -> line.contains("keep"));
        nas1.shell("zfs release keep " + source + "@a");
        assertNoTraces();
    }

    @Test
    void many_datasets_go_side_by_side_and_those_above_first() {
        nas1.shell("for i in 1 2 3 4; do zfs create " + source + "/$i; zfs create " + source + "/$i/x; head -c 100000"
                + " /dev/urandom >/" + source + "/$i/x/f; done; zfs snapshot -r " + source + "@1");

        replicate();

        assertEqual();
        assertThat(story.states()).hasSize(9).containsOnly("succeeded");

        nas1.shell("for i in 1 2 3 4; do head -c 100000 /dev/urandom >/" + source + "/$i/x/f; done; zfs snapshot -r "
                + source + "@2");
        replicate();
        assertEqual();
        assertThat(story.states()).hasSize(9).containsOnly("succeeded");
        assertThat(nas1.shell("zfs list -H -r -t bookmark -o name " + source).lines())
                .filteredOn(mark -> mark.contains("#datastore-guard-"))
                .hasSize(18);
        assertNoTraces();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a b c d e f g"})
    void one_dataset_that_cannot_be_received_does_not_keep_the_others_from_going(String names) {
        List<String> children = List.of(names.split(" "));
        children.forEach(child -> nas1.shell("zfs create " + source + "/" + child));
        nas1.shell("zfs snapshot -r " + source + "@1");
        replicate();
        nas1.shell("dd if=/dev/urandom of=/" + source + "/b/f bs=1M count=4 2>/dev/null; zfs snapshot -r " + source
                + "@2");
        nas2.shell("zfs set quota=1M " + target + "/b");

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_OUT_OF_SPACE);
        for (String child : children) {
            if (child.equals("b")) {
                assertThat(guids(nas2, target.child(child))).hasSize(1);
            } else {
                assertThat(guids(nas2, target.child(child))).isEqualTo(guids(nas1, source.child(child)));
            }
        }
        assertNoTraces();

        nas2.shell("zfs set quota=none " + target + "/b");
        replicate();
        assertEqual();
    }

    @Test
    void a_vanished_source_is_named() {
        aim(source.child("gone"));
        assertThat(failing().code()).isEqualTo(ErrorCode.SOURCE_DATASET_MISSING);
        assertThat(nas2.exists(target)).isFalse();
    }

    @Test
    void a_refused_key_and_a_changed_host_key_are_told_apart() {
        snapshot("a");
        task.remoteHost = nas2.peerHost();
        task.remotePort = nas1.peerPort();
        GuardException wrongKey = failing();
        assertThat(wrongKey.code()).isEqualTo(ErrorCode.NAS_HOST_KEY_CHANGED);
        assertThat(wrongKey.message()).containsPattern("Confirmed: SHA256:\\S+, seen: SHA256:\\S+");

        task.remotePort = nas2.peerPort();
        targetUser = "guard";
        nas2.shell("sed -i /datastore-guard@/d ~guard/.ssh/authorized_keys");
        assertThat(failing().code()).isEqualTo(ErrorCode.NAS_AUTHENTICATION_FAILED);

        task.remotePort = 9;
        targetUser = "root";
        assertThat(failing().code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
        assertThat(nas2.exists(target)).isFalse();
        assertNoTraces();
    }

    private void aim(DatasetName... sources) {
        task.source = new Source.OfDatasets("nas1", List.of(sources));
    }

    private void replicate() {
        story = new RecordedStory();
        work().perform(story);
    }

    private GuardException failing() {
        story = new RecordedStory();
        RecordedStory told = story;
        return catchThrowableOfType(GuardException.class, () -> work().perform(told));
    }

    private ReplicationWork work() {
        if (task.remoteHost == null) {
            task.remoteHost = nas2.peerHost();
            task.remotePort = nas2.peerPort();
        }
        Nas from = lab.nas(nas1, sourceUser);
        Nas to = lab.nas(nas2, targetUser);
        return new ReplicationWork(task.build(), new Ends(from, ((Source.OfDatasets) task.source).datasets(), to));
    }

    private void installKey(String from, String to) {
        String line = new ReplicationKeys().create(lab.nas(nas1, from));
        nas2.shell("f=~" + to + "/.ssh/authorized_keys; grep -qF '" + line + "' $f || echo '" + line + "' >> $f");
    }

    private void snapshot(String label) {
        nas1.shell("zfs snapshot " + source + "@" + label);
    }

    private void write(String name, int kilobytes) {
        nas1.shell(
                "dd if=/dev/urandom of=/" + source + "/" + name + " bs=1k count=" + kilobytes + " 2>/dev/null && sync");
    }

    /** Acts on the source's ssh, {@code $p}, as soon as it has read three megabytes of the stream. */
    private void inMidStream(String action) {
        MidStream.act(nas1, task.id, action);
    }

    private boolean running(Machine machine) {
        return machine.succeeds("ps -eo args | grep -F ' datastore-guard:" + task.id + " ' | grep -qv grep");
    }

    private static void pipeInto(Machine machine, String base64, String command) {
        int chunk = 60_000;
        String file = "/tmp/part-" + base64.hashCode();
        for (int i = 0; i < base64.length(); i += chunk) {
            machine.shell("printf %s '" + base64.substring(i, Math.min(base64.length(), i + chunk)) + "' >> " + file);
        }
        machine.shell("cat " + file + " | " + command + "; rm -f " + file);
    }

    private static List<String> guids(Machine machine, DatasetName dataset) {
        return machine.shell("zfs list -Hp -d 1 -t snapshot -o guid -s createtxg '" + dataset + "'")
                .lines()
                .toList();
    }

    private void assertEqual() {
        assertThat(nas2.snapshots(target)).isNotEmpty().isEqualTo(nas1.snapshots(source));
    }

    /** A received filesystem is not mounted, so its snapshot is mounted aside to read it. */
    private void assertDigestsEqual(String label) {
        String digest = "cd $d && find . -type f | sort | xargs sha256sum; cd /; umount $d; rmdir $d";
        String mount = "d=$(mktemp -d) && mount -t zfs -o ro ";
        assertThat(nas2.shell(mount + target + "@" + label + " $d && " + digest))
                .isNotEmpty()
                .isEqualTo(nas1.shell(mount + source + "@" + label + " $d && " + digest));
    }

    /** No hold, no note of one, no process; the watch over a connection may outlive its script by five seconds. */
    /** Both come sorted by name, and a guid says which snapshot a bookmark was made of. */
    private void assertNewestIsBookmarked() {
        String datasets = "zfs list -H -o name -r -t filesystem,volume " + source + " | while IFS= read -r one; do ";
        String newest = nas1.shell(
                datasets + "zfs list -Hp -d 1 -t snapshot -s createtxg -o guid \"$one\" </dev/null | tail -n 1; done");
        String marked = nas1.shell(
                datasets + "zfs list -Hp -d 1 -t bookmark -s createtxg -o guid \"$one\" </dev/null | tail -n 1; done");
        assertThat(marked).isEqualTo(newest).isNotEmpty();
    }

    private void assertNoTraces() {
        assertThat(nas1.shell("zfs list -Hpr -t snapshot -o userrefs " + source + " | grep -v '^0$' || true"))
                .isEmpty();
        assertThat(nas1.shell("zfs get -H -o value " + new Marker(task.id).holding() + " " + source))
                .isEqualTo("-");
        await().atMost(Duration.ofSeconds(15)).until(() -> !running(nas1));
    }
}
