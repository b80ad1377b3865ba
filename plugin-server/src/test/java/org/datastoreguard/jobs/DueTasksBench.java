package org.datastoreguard.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.work.Work;

/**
 * Prints how many seconds after their common slot the middle and the last of 1,000 tasks (or as many as the argument
 * says) begin their work, on the real scheduler and an embedded database. Their work itself is nothing: a NAS would be
 * measured otherwise.
 */
final class DueTasksBench {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant SLOT = Instant.parse("2026-11-21T11:00:00Z");

    private DueTasksBench() {}

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        Path directory = Files.createTempDirectory("due-tasks");
        MovableClock clock = new MovableClock(SLOT.minus(Duration.ofMinutes(30)));
        Queue<Duration> delays = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(count);
        Work work = story -> {
            delays.add(Duration.between(SLOT, clock.instant()));
            begun.countDown();
        };
        try (OneServer server =
                new OneServer(directory.resolve("runs"), tasks(count), work, clock, JobsSettings.of("bench", 4, 24))) {
            server.jobs.start();
            tasks(count).keySet().forEach(id -> server.jobs.taskChanged(RunKind.SNAPSHOT, id));
            clock.set(SLOT.minusSeconds(1));
            if (!begun.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("only " + delays.size() + " of " + count + " began");
            }
        } finally {
            delete(directory);
        }
        List<Duration> sorted = delays.stream().sorted().toList();
        System.out.printf("%.3f %.3f%n", seconds(sorted.get(count / 2)), seconds(sorted.get(count - 1)));
    }

    private static Map<String, PlannedTask> tasks(int count) {
        TaskSchedule hourly = new TaskSchedule(new TaskSchedule.Interval(Duration.ofHours(1), Set.of()), null, UTC);
        return IntStream.range(0, count)
                .mapToObj(i -> new PlannedTask(
                        RunKind.SNAPSHOT,
                        "task-" + i,
                        "Task " + i,
                        null,
                        hourly,
                        null,
                        UTC,
                        false,
                        true,
                        true,
                        Set.of()))
                .collect(Collectors.toMap(PlannedTask::id, task -> task));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
