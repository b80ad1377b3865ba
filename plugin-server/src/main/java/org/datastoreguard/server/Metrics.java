package org.datastoreguard.server;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.snapshot.VmJournal;

/** What the server counts. Thread-safe. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final MultiGauge runs;
    private final MultiGauge vmSnapshots;
    private final Supplier<Map<RunState, Long>> runCounts;
    private final Supplier<List<VmJournal.Entry>> journal;
    private final Clock clock;

    /**
     * @param runCounts asked at each scrape: how many runs are kept in each state
     * @param journal likewise: the VM snapshots that are not known to be gone
     */
    Metrics(Supplier<Map<RunState, Long>> runCounts, Supplier<List<VmJournal.Entry>> journal, Clock clock) {
        this.runCounts = runCounts;
        this.journal = journal;
        this.clock = clock;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
        runs = MultiGauge.builder("datastore.guard.runs")
                .description("Runs kept in the database, by state")
                .register(registry);
        vmSnapshots = MultiGauge.builder("datastore.guard.vm.snapshots")
                .description("VM snapshots of this product that are not known to be gone: held by a run, or left over")
                .register(registry);
    }

    void answered(String method, int status, Duration took) {
        registry.timer("http.server.requests", "method", method, "status", Integer.toString(status))
                .record(took);
    }

    String scrape() {
        runs.register(
                runCounts.get().entrySet().stream()
                        .map(count -> MultiGauge.Row.of(
                                Tags.of("state", count.getKey().name()), count.getValue()))
                        .toList(),
                true);
        vmSnapshots.register(vmSnapshotRows(), true);
        return registry.scrape();
    }

    private List<MultiGauge.Row<?>> vmSnapshotRows() {
        Instant now = clock.instant();
        List<VmJournal.Entry> entries = journal.get();
        long leftOver = entries.stream().filter(entry -> entry.leftOver(now)).count();
        return List.of(row("LEFT_OVER", leftOver), row("HELD", entries.size() - leftOver));
    }

    private static MultiGauge.Row<?> row(String state, long count) {
        return MultiGauge.Row.of(Tags.of("state", state), count);
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
