package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways a stream can go, through real pipes; what arrived is asked over plain ssh, not through our code. */
@LabTest
@Timeout(240)
class TransportsLabTest {
    /** As {@link ReplicationTask} combines them. */
    enum Way {
        PUSH,
        PULL,
        LOCAL,
        RELAY
    }

    private final Lab lab;
    private final Machine nas1;
    private final DatasetName source;
    private final Tasks task = new Tasks();
    private Machine receiver;
    private DatasetName target;
    private Nas from;
    private Nas to;
    private volatile RecordedStory story = new RecordedStory();

    TransportsLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.receiver = lab.nas2();
        this.source = nas1.filesystem();
        this.target = receiver.reserve("tank");
        this.from = lab.nas(nas1, "root");
        this.to = lab.nas(receiver, "root");
        task.id = "way-" + source.lastComponent();
        task.source = new Source.OfDatasets("nas1-root", List.of(source));
        task.retries = 0;
        task.stallTimeout = Duration.ofMinutes(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplicationTask.Compression.class,
            names = {"LZ4", "PIGZ", "PLZIP", "ZSTD"})
    void a_compressed_push_arrives_as_it_was(ReplicationTask.Compression compression) {
        aim(Way.PUSH);
        task.compression = compression;
        arrivesWhole();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplicationTask.Compression.class,
            names = {"LZ4", "PIGZ", "PLZIP", "ZSTD"})
    void a_compressed_pull_arrives_as_it_was(ReplicationTask.Compression compression) {
        aim(Way.PULL);
        task.compression = compression;
        arrivesWhole();
    }

    @Test
    void a_compressed_relay_arrives_as_it_was() {
        aim(Way.RELAY);
        task.compression = ReplicationTask.Compression.ZSTD;
        arrivesWhole();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void each_way_brings_first_everything_and_then_what_is_new(Way way) {
        aim(way);
        arrivesWhole();
        replicate();
        assertThat(story.steps).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"guard,guard", "guardsudo,guardsudo", "noisy,noisy"})
    void a_pull_needs_no_root_and_bears_a_chatty_login(String sender, String puller) {
        from = lab.nas(nas1, sender);
        to = lab.nas(receiver, puller);
        aim(Way.PULL);
        task.compression = ReplicationTask.Compression.ZSTD;
        arrivesWhole();
    }

    @ParameterizedTest
    @CsvSource({"guard", "guardsudo", "noisy"})
    void a_local_transfer_needs_no_root(String user) {
        from = lab.nas(nas1, user);
        aim(Way.LOCAL);
        arrivesWhole();
    }

    @ParameterizedTest
    @CsvSource({"guard,guardsudo", "noisy,noisy"})
    void a_relay_needs_no_root_and_no_key_and_bears_a_chatty_login(String sender, String receiving) {
        from = lab.nas(nas1, sender);
        to = lab.nas(receiver, receiving);
        aim(Way.RELAY);
        arrivesWhole();
    }

    @Test
    void the_fast_cipher_brings_the_same() {
        aim(Way.PUSH);
        task.cipher = ReplicationTask.Cipher.FAST;
        arrivesWhole();
    }

    @ParameterizedTest
    @CsvSource({"PUSH,OFF", "PUSH,LZ4", "PULL,ZSTD", "PULL,OFF", "LOCAL,OFF", "RELAY,OFF"})
    void a_limit_is_kept_on_the_wire(Way way, ReplicationTask.Compression compression) {
        aim(way);
        task.compression = compression;
        limitHolds();
    }

    @Test
    void mbuffer_keeps_the_limit_where_there_is_no_pv() {
        from = Meddled.without(from, "pv");
        aim(Way.PUSH);
        limitHolds();
    }

    @Test
    void the_limit_counts_what_was_compressed() {
        aim(Way.PUSH);
        nas1.shell("zfs set compression=off " + source + " && yes datastore | head -c 4000000 > /" + source
                + "/text && sync && zfs snapshot " + source + "@a");
        task.compression = ReplicationTask.Compression.ZSTD;
        task.limitKBps = 20;

        long start = System.nanoTime();
        replicate();

        assertThat(story.bytes()).isGreaterThan(4_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("4 MB that are not compressed would take 195 s")
                .isLessThan(Duration.ofSeconds(60));
        assertEqual("a");
    }

    @ParameterizedTest(name = "{0} without {2} on the {1}")
    @CsvSource({
        "PUSH,source,plzip,PLZIP,0",
        "PUSH,target,pigz,PIGZ,0",
        "PULL,source,lz4,LZ4,0",
        "PULL,target,zstd,ZSTD,0",
        "PUSH,source,pv or mbuffer,OFF,100",
        "PULL,source,pv or mbuffer,OFF,100",
        "RELAY,source,pv or mbuffer,OFF,100",
        "RELAY,target,zstd,ZSTD,0",
        "LOCAL,source,pv or mbuffer,OFF,100"
    })
    void a_missing_program_is_named_with_its_machine(
            Way way, String side, String tool, ReplicationTask.Compression compression, long limit) {
        snapshot("a");
        String pattern = tool.replace(" or ", "|");
        aim(way);
        from = side.equals("source") ? Meddled.without(from, pattern) : from;
        to = side.equals("target") ? Meddled.without(to, pattern) : way == Way.LOCAL ? from : to;
        task.compression = compression;
        task.limitKBps = limit;

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_TOOL_MISSING);
        String machine =
                side.equals("source") ? from.system().name() : to.system().name();
        assertThat(error.message()).contains(tool + " is not installed on " + machine + ", the " + side);
        assertThat(receiver.exists(target)).isFalse();
        assertNoTraces();
        List<FieldError> found = side.equals("source")
                ? TransferTools.missingOnSource(task.build(), from)
                : TransferTools.missingOnTarget(task.build(), to);
        assertThat(found).extracting(FieldError::field).containsExactly(limit > 0 ? "limitKBps" : "compression");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_receiver_that_does_nothing_is_found_out(Way way) {
        aim(way);
        snapshot("a");
        to = Meddled.receivingNothing(to);
        assertThat(failing().code()).isNotNull();
        assertThat(story.states()).doesNotContain("succeeded");
        task.compression = way == Way.LOCAL ? ReplicationTask.Compression.OFF : ReplicationTask.Compression.ZSTD;
        assertThat(failing().code()).isNotNull();
        assertNoTraces();
    }

    @Test
    void a_pull_holds_what_it_sends_and_is_resumed_after_a_cut() {
        aim(Way.PULL);
        write("big", 30_000);
        snapshot("a");
        CompletableFuture<String> held = CompletableFuture.supplyAsync(() -> {
            inMidStream(3_000_000, "kill -STOP $p");
            String refs = nas1.shell("zfs get -H -o value userrefs " + source + "@a");
            inMidStream(0, "kill -KILL $p");
            return refs;
        });

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
        assertThat(held.join()).isEqualTo("1");
        assertNoTraces();
        replicate();
        assertEqual("a");
        assertThat(story.bytes()).as("only the rest was sent").isPositive().isLessThan(30_000_000L);
        assertNoTraces();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas1", "nas2"})
    void a_relay_is_resumed_after_its_connection_to_either_machine_was_cut(String cut) {
        aim(Way.RELAY);
        write("big", 20_000);
        snapshot("a");
        task.limitKBps = 2_000;
        CompletableFuture<GuardException> failed = CompletableFuture.supplyAsync(this::failing);
        awaitBytes(3_000_000);
        Machine machine = cut.equals("nas1") ? nas1 : receiver;
        assertThat(nas1.shell("zfs get -H -o value userrefs " + source + "@a")).isEqualTo("1");

        machine.shell("kill -KILL $(ps -o ppid= -p $(pgrep -o -f '^sh -c .*datastore-guard:" + task.id + " '))");

        assertThat(failed.join().code().temporary()).isTrue();
        assertNoTraces();
        task.limitKBps = 0;
        replicate();
        assertEqual("a");
        assertThat(story.bytes()).as("only the rest was sent").isPositive().isLessThan(20_000_000L);
        assertNoTraces();
    }

    @Test
    void a_cancelled_relay_leaves_nothing_running_and_goes_on_later() {
        aim(Way.RELAY);
        write("big", 20_000);
        snapshot("a");
        task.limitKBps = 2_000;
        CompletableFuture<GuardException> failed = CompletableFuture.supplyAsync(this::failing);
        awaitBytes(2_000_000);

        story.cancel();

        assertThat(failed.join().code()).isEqualTo(ErrorCode.CANCELLED);
        assertNoTraces();
        task.limitKBps = 0;
        replicate();
        assertEqual("a");
    }

    @Test
    void a_relay_tells_why_the_target_refused() {
        aim(Way.RELAY);
        write("big", 20_000);
        snapshot("a");
        Nas whole = to;
        to = Meddled.receiving(whole, "head -c 1000000 >/dev/null; echo 'cannot receive: out of space' >&2; return 1");

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_OUT_OF_SPACE);
        assertThat(error.message()).contains("nas2-root refused the stream: cannot receive: out of space");
        assertNoTraces();
    }

    @Test
    void a_relay_whose_receiver_reads_nothing_waits_rather_than_buffers_and_is_ended_on_both_machines() {
        aim(Way.RELAY);
        write("big", 60_000);
        snapshot("a");
        Nas whole = to;
        to = Meddled.receiving(whole, "sleep 4716");
        task.stallTimeout = Duration.ofSeconds(10);

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.STREAM_STALLED);
        assertThat(story.bytes()).as("what lies in pipes and windows").isLessThan(30_000_000L);
        assertNoTraces();
        await().atMost(Duration.ofSeconds(30)).until(() -> !receiver.succeeds("pgrep -f '^sleep 4716' >/dev/null"));
        to = whole;
        task.stallTimeout = Duration.ofMinutes(2);
        replicate();
        assertEqual("a");
    }

    @Test
    void a_pull_tells_who_refused_whom() {
        aim(Way.PULL);
        snapshot("a");
        task.remotePort = lab.nas2().peerPort();
        assertThat(failing().code()).isEqualTo(ErrorCode.NAS_HOST_KEY_CHANGED);
        task.remotePort = 9;
        assertThat(failing().code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
        task.remotePort = nas1.peerPort();
        from = lab.nas(nas1, "guard");
        nas1.shell("sed -i /datastore-guard@/d ~guard/.ssh/authorized_keys");
        GuardException refused = failing();
        assertThat(refused.code()).isEqualTo(ErrorCode.NAS_AUTHENTICATION_FAILED);
        assertThat(refused.message()).contains("nas1-guard refuses the replication key of nas2-root");
        assertThat(receiver.exists(target)).isFalse();
        assertNoTraces();
    }

    @Test
    void stray_holds_of_many_snapshots_go_and_others_stay() {
        aim(Way.PUSH);
        snapshot("a");
        snapshot("b c");
        snapshot("d");
        replicate();
        Marker marker = new Marker(task.id);
        nas1.shell("for s in a 'b c' d; do zfs hold " + marker.tag() + " \"" + source + "@$s\"; zfs hold keep \""
                + source + "@$s\"; done; zfs set " + marker.holding() + "=on " + source);

        replicate();

        assertThat(nas1.shell("zfs holds -H " + source + "@a '" + source + "@b c' " + source + "@d")
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\tkeep\t"));
        nas1.shell("zfs release keep " + source + "@a '" + source + "@b c' " + source + "@d");
        assertNoTraces();
    }

    private void aim(Way way) {
        task.direction = way == Way.PULL ? ReplicationTask.Direction.PULL : ReplicationTask.Direction.PUSH;
        Machine called = way == Way.PULL ? nas1 : receiver;
        if (way == Way.LOCAL) {
            task.transport = ReplicationTask.Transport.LOCAL;
            receiver = nas1;
            target = nas1.reserve("pond");
            to = from;
            task.remoteNas = from.system().id();
        } else if (way == Way.RELAY) {
            task.transport = ReplicationTask.Transport.RELAY;
        } else {
            task.remoteHost = called.peerHost();
            task.remotePort = called.peerPort();
            trust(
                    way == Way.PULL ? to : from,
                    called,
                    (way == Way.PULL ? from : to).system().user());
        }
        task.remoteDataset = target;
    }

    private static void trust(Nas caller, Machine called, String user) {
        String line = new ReplicationKeys().create(caller);
        called.shell("f=~" + user + "/.ssh/authorized_keys; grep -qF '" + line + "' $f || echo '" + line + "' >> $f");
    }

    private void arrivesWhole() {
        write("one", 300);
        nas1.shell("zfs create " + source + "/c && zfs snapshot -r " + source + "@a");
        write("two", 100);
        nas1.shell("zfs snapshot -r " + source + "@b");
        replicate();
        assertEqual("b");
        write("three", 100);
        nas1.shell("zfs snapshot -r " + source + "@c");
        replicate();
        assertEqual("c");
        assertThat(story.states()).hasSize(2).containsOnly("succeeded");
        assertNoTraces();
    }

    /**
     * The most that went over the wire at any moment, on average since the program that carries it started: so a busy
     * machine can only make it less, and without a limit it is some thousands. Where there is no ssh, the limit's own
     * program is looked at; it is known by its odd number.
     */
    private void limitHolds() {
        write("big", 3_000);
        snapshot("a");
        task.limitKBps = 201;
        boolean pull = task.direction == ReplicationTask.Direction.PULL;
        boolean noSsh = task.transport != ReplicationTask.Transport.DIRECT;
        String rate = "for i in $(seq 1 600); do p=$(pgrep -o -f '" + (noSsh ? "^pv -q -L 205824" : carrier())
                + "') && break; sleep 0.05; done; while awk '{print $22/100}' /proc/$p/stat && cut -d' ' -f1 /proc/uptime"
                + " && awk '/^" + (pull ? "wchar" : "rchar")
                + "/{print $2}' /proc/$p/io; do sleep 0.5; done 2>/dev/null"
                + " | paste - - - | awk '$3>1500000 {r=$3/($2-$1)/1024; if (r>m) m=r} END {print m}'";
        CompletableFuture<String> measured = CompletableFuture.supplyAsync(() -> (pull ? receiver : nas1).shell(rate));
        replicate();
        assertThat(Double.parseDouble(measured.join())).isPositive().isLessThan(201 * 1.1);
        assertEqual("a");
    }

    private void replicate() {
        story = new RecordedStory();
        work().perform(story);
    }

    private GuardException failing() {
        story = new RecordedStory();
        RecordedStory told = story;
        GuardException error = catchThrowableOfType(GuardException.class, () -> work().perform(told));
        assertThat(error).as("the run must fail").isNotNull();
        return error;
    }

    private ReplicationWork work() {
        return new ReplicationWork(task.build(), new Ends(from, List.of(source), to));
    }

    private void snapshot(String label) {
        nas1.shell("zfs snapshot '" + source + "@" + label + "'");
    }

    private void write(String name, int kilobytes) {
        nas1.shell(
                "dd if=/dev/urandom of=/" + source + "/" + name + " bs=1k count=" + kilobytes + " 2>/dev/null && sync");
    }

    /** Acts on the ssh that carries the stream, {@code $p}, as soon as that many bytes went through it. */
    private String inMidStream(long bytes, String action) {
        Machine caller = task.direction == ReplicationTask.Direction.PULL ? receiver : nas1;
        return caller.shell("for i in $(seq 1 600); do p=$(pgrep -f '" + carrier()
                + "'); n=$(awk '/^rchar/{print $2}' /proc/$p/io 2>/dev/null); [ \"${n:-0}\" -lt " + Math.max(1, bytes)
                + " ] || break; sleep 0.1; done; " + action);
    }

    /** The ssh from one machine to the other, as {@code pgrep -f} finds it. */
    private String carrier() {
        return "^ssh .*datastore-guard:" + task.id + ".";
    }

    private void awaitBytes(long bytes) {
        await().atMost(Duration.ofSeconds(60)).until(() -> story.bytes() > bytes);
    }

    private boolean running(Machine machine) {
        return machine.succeeds("ps -eo args | grep -F ' datastore-guard:" + task.id + " ' | grep -qv grep");
    }

    private void assertEqual(String label) {
        assertThat(receiver.snapshots(target)).isNotEmpty().isEqualTo(nas1.snapshots(source));
        String digest = "cd $d && find . -type f | sort | xargs sha256sum; cd /; umount $d; rmdir $d";
        String mount = "d=$(mktemp -d) && mount -t zfs -o ro ";
        assertThat(receiver.shell(mount + target + "@" + label + " $d && " + digest))
                .isNotEmpty()
                .isEqualTo(nas1.shell(mount + source + "@" + label + " $d && " + digest));
    }

    /** No hold, no note of one, no process. */
    private void assertNoTraces() {
        assertThat(nas1.shell("zfs list -Hpr -t snapshot -o userrefs " + source + " | grep -v '^0$' || true"))
                .isEmpty();
        assertThat(nas1.shell("zfs get -H -o value " + new Marker(task.id).holding() + " " + source))
                .isEqualTo("-");
        await().atMost(Duration.ofSeconds(30)).until(() -> !running(nas1) && !running(receiver));
    }
}
