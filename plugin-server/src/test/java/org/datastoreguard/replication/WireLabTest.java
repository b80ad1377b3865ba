package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to the bytes on their way: compressed, encrypted fast, held to a limit. */
@LabTest
@Timeout(240)
class WireLabTest extends Ways {
    WireLabTest(Lab lab) {
        super(lab);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplicationTask.Compression.class,
            names = {"LZ4", "PIGZ", "PLZIP", "ZSTD"})
    void a_compressed_push_arrives_as_it_was(ReplicationTask.Compression compression) {
        aim(Way.PUSH);
        task.compression = compression;
        arrivesAndLeavesNoTrace();
    }

    /** Each program runs in the same place of the script; that its pieces are joined rightly shows with one. */
    @Test
    void a_compressed_pull_arrives_as_it_was() {
        aim(Way.PULL);
        task.compression = ReplicationTask.Compression.PIGZ;
        arrivesAndLeavesNoTrace();
    }

    @Test
    void a_compressed_relay_arrives_as_it_was() {
        aim(Way.RELAY);
        task.compression = ReplicationTask.Compression.ZSTD;
        arrivesAndLeavesNoTrace();
    }

    @Test
    void the_fast_cipher_brings_the_same() {
        aim(Way.PUSH);
        task.cipher = ReplicationTask.Cipher.FAST;
        arrivesAndLeavesNoTrace();
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
        task.limitKBps = 40;

        long start = System.nanoTime();
        replicate();

        assertThat(story.bytes()).isGreaterThan(4_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("4 MB that are not compressed would take 97 s")
                .isLessThan(Duration.ofSeconds(45));
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

    private void arrivesAndLeavesNoTrace() {
        arrives();
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
        task.limitKBps = 401;
        boolean pull = task.direction == ReplicationTask.Direction.PULL;
        boolean noSsh = task.transport != ReplicationTask.Transport.DIRECT;
        String rate = "for i in $(seq 1 600); do p=$(pgrep -o -f '" + (noSsh ? "^pv -q -L 410624" : carrier())
                + "') && break; sleep 0.05; done; while awk '{print $22/100}' /proc/$p/stat && cut -d' ' -f1 /proc/uptime"
                + " && awk '/^" + (pull || noSsh ? "wchar" : "rchar")
                + "/{print $2}' /proc/$p/io; do sleep 0.5; done 2>/dev/null"
                + " | paste - - - | awk '$3>1500000 {r=$3/($2-$1)/1024; if (r>m) m=r} END {print m}'";
        CompletableFuture<String> measured = CompletableFuture.supplyAsync(() -> (pull ? receiver : nas1).shell(rate));
        replicate();
        assertThat(Double.parseDouble(measured.join())).isPositive().isLessThan(401 * 1.1);
        assertEqual("a");
    }
}
