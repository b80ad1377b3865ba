package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who calls whom, and as whom. */
@LabTest
@Timeout(240)
class TransportsLabTest extends Ways {
    TransportsLabTest(Lab lab) {
        super(lab);
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
    @CsvSource({"guard,guardsudo", "noisy,noisy"})
    void a_pull_needs_no_root_and_bears_a_chatty_login(String sender, String puller) {
        from = lab.nas(nas1, sender);
        to = lab.nas(receiver, puller);
        aim(Way.PULL);
        task.compression = ReplicationTask.Compression.ZSTD;
        arrivesWhole();
    }

    @ParameterizedTest
    @CsvSource({"guardsudo", "noisy"})
    void a_local_transfer_needs_no_root(String user) {
        from = lab.nas(nas1, user);
        aim(Way.LOCAL);
        arrivesWhole();
    }

    @ParameterizedTest
    @CsvSource("noisy,guardsudo")
    void a_relay_needs_no_root_and_no_key_and_bears_a_chatty_login(String sender, String receiving) {
        from = lab.nas(nas1, sender);
        to = lab.nas(receiver, receiving);
        aim(Way.RELAY);
        arrivesWhole();
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
}
