package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.Nas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls and relays that end before their time. */
@LabTest
@Timeout(240)
class CutStreamsLabTest extends Ways {
    CutStreamsLabTest(Lab lab) {
        super(lab);
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

    /** Acts on the ssh that carries the stream, {@code $p}, as soon as that many bytes went through it. */
    private String inMidStream(long bytes, String action) {
        Machine caller = task.direction == ReplicationTask.Direction.PULL ? receiver : nas1;
        return caller.shell("for i in $(seq 1 600); do p=$(pgrep -f '" + carrier()
                + "'); n=$(awk '/^rchar/{print $2}' /proc/$p/io 2>/dev/null); [ \"${n:-0}\" -lt " + Math.max(1, bytes)
                + " ] || break; sleep 0.1; done; " + action);
    }

    private void awaitBytes(long bytes) {
        await().atMost(Duration.ofSeconds(60)).until(() -> story.bytes() > bytes);
    }
}
