package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.snapshot.VmJournal;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static VmJournal.Entry due(Instant at) {
        VmJournal.Vm vm = new VmJournal.Vm("vc-1", "vm-1", "db01");
        return new VmJournal.Entry("id", "node-1", vm, "run-1", null, NOW, at, 0, null);
    }

    @Test
    void vm_snapshots_that_are_left_over_are_told_from_those_a_run_holds() {
        List<VmJournal.Entry> journal = List.of(due(NOW), due(NOW.minusSeconds(5)), due(NOW.plusSeconds(5)));
        try (Metrics metrics =
                new Metrics(() -> Map.of(RunState.FAILED, 3L), () -> journal, Clock.fixed(NOW, ZoneOffset.UTC))) {
            assertThat(metrics.scrape())
                    .contains(
                            "datastore_guard_vm_snapshots{state=\"LEFT_OVER\"} 2.0",
                            "datastore_guard_vm_snapshots{state=\"HELD\"} 1.0",
                            "datastore_guard_runs{state=\"FAILED\"} 3.0");
        }
    }
}
