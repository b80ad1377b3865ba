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
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.datastoreguard.jobs.RunState;

/** What the server counts. Thread-safe. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final MultiGauge runs;
    private final Supplier<Map<RunState, Long>> runCounts;

    /** @param runCounts asked at each scrape: how many runs are kept in each state */
    Metrics(Supplier<Map<RunState, Long>> runCounts) {
        this.runCounts = runCounts;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
        runs = MultiGauge.builder("datastore.guard.runs")
                .description("Runs kept in the database, by state")
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
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
