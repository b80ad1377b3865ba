package org.datastoreguard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Either machine, or the server, loses its power in the middle of a transfer. */
@LabTest
@Timeout(1800)
class PowerLossLabTest extends Faults {
    PowerLossLabTest(Lab lab) {
        super(lab);
    }

    @Override
    void mend() {
        lab.lab("power", "nas1", "on");
        lab.lab("power", "nas2", "on");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"nas1", "nas2"})
    void a_machine_that_loses_its_power_is_caught_up_with_after_its_return(String machine) throws Exception {
        DatasetName source = filledFilesystem();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);
        nas1.shell("zpool sync tank");
        lab.lab("power", machine, "off");
        if (machine.equals("nas2")) {
            held.go();
        }

        JsonNode error = server().failed(held.run());
        assertThat(error.get("temporary").asBoolean()).as(error.toString()).isTrue();
        lab.lab("power", machine, "on");
        server().replicate(task);

        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void a_server_that_is_killed_goes_on_with_the_same_run_and_sends_only_the_rest() throws Exception {
        DatasetName source = filledFilesystem();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);

        long rest = HeldStream.sentDuring(nas1, () -> {
            server().rest().kill();
            held.go();
            server().restart();
            assertThat(server().succeeded(held.run()).get("attempt").asInt()).isEqualTo(2);
        });

        assertThat(rest).as("bytes after the server's death").isLessThan(SIZE * 3 / 4);
        assertThat(server().rest().ok("GET", "/runs?task=" + task, "").get("items"))
                .hasSize(1);
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    /** All that a person set up before is on the disks by then: a machine loses what it had in memory only. */
    private DatasetName filledFilesystem() {
        DatasetName dataset = nas1.filesystem();
        nas1.shell("head -c " + SIZE + " /dev/urandom >/" + dataset + "/disk && zfs snapshot " + dataset
                + "@a && sync && zpool sync tank");
        nas2.shell("sync");
        return dataset;
    }
}
