package org.datastoreguard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that carry nothing any more though nobody says so. */
@LabTest
@Timeout(600)
class BrokenLineLabTest extends Faults {
    private static final Duration IMPATIENT = Duration.ofSeconds(10);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    BrokenLineLabTest(Lab lab) {
        super(lab);
    }

    @Override
    void mend() {
        lab.lab("link", "nas2", "restore");
    }

    @ParameterizedTest(name = "at {0} %")
    @ValueSource(ints = {30, 90})
    void a_cut_cable_is_noticed_and_the_next_run_sends_only_the_rest(int percent) throws Exception {
        DatasetName source = filledVolume();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        server().stallTimeout(task, IMPATIENT);
        HeldStream held = server().startAndHoldAt(task, SIZE * percent / 100);
        lab.lab("link", "nas2", "cut");
        held.go();

        assertThat(server().failed(held.run()).get("code").asText()).isEqualTo("STREAM_STALLED");
        server().stallTimeout(task, PATIENT);
        lab.lab("link", "nas2", "restore");
        long rest = HeldStream.sentDuring(nas1, () -> server().replicate(task));

        assertThat(rest).as("bytes of the second run").isLessThan(SIZE * (115 - percent) / 100);
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void a_receiver_whose_sshd_hangs_is_given_up_and_the_next_run_does_not_wait_for_it() throws Exception {
        DatasetName source = filledVolume();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        server().stallTimeout(task, IMPATIENT);
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);
        String sshd = nas2.shell(sshdOf(task));
        nas2.shell("kill -STOP " + sshd);
        held.go();

        assertThat(server().failed(held.run()).get("code").asText()).isEqualTo("STREAM_STALLED");
        server().stallTimeout(task, PATIENT);
        server().replicate(task);

        new Copies(nas1, source, nas2, target).assertEqual();
        nas2.shell("kill -CONT " + sshd + " || true");
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void a_source_whose_sshd_hangs_is_given_up_and_the_next_run_ends_what_it_left() throws Exception {
        DatasetName source = filledVolume();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        server().stallTimeout(task, IMPATIENT);
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);
        String sshd = nas1.shell(sshdOf(task));
        nas1.shell("kill -STOP " + sshd);

        JsonNode error = server().failed(held.run());
        // Whichever notices first: the watch over the stream, or who asks beside it how much there is to send.
        assertThat(error.get("code").asText()).isIn("STREAM_STALLED", "NAS_CONNECTION_LOST");
        server().stallTimeout(task, PATIENT);
        server().replicate(task);

        new Copies(nas1, source, nas2, target).assertEqual();
        nas1.shell("kill -CONT " + held.ssh() + " " + sshd + " || true");
        Awaitility.await("the end of what the first run left").until(() -> !nas1.succeeds("kill -0 " + held.ssh()));
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    private DatasetName filledVolume() {
        DatasetName volume = nas1.volume(SIZE >> 20);
        nas1.shell("udevadm settle; dd if=/dev/urandom of=/dev/zvol/" + volume + " bs=1M count=" + (SIZE >> 20)
                + " conv=fsync 2>/dev/null && zfs snapshot " + volume + "@a");
        return volume;
    }

    /** The process of sshd behind which the task's script runs. */
    private static String sshdOf(String task) {
        return "ps -o ppid= -p $(pgrep -of '^(/bin/)?sh -c .* [d]atastore-guard:" + task + " ') | tr -d ' '";
    }
}
