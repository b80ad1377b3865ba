package org.datastoreguard.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How fast the bytes of one attempt go. A person who waits wants to know what goes on now, not what an hour of listing or a
 * pause of half a day made of it on average. For one thread at a time.
 */
final class Pace {
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final Instant start;
    private final Deque<Mark> marks = new ArrayDeque<>();

    private record Mark(Instant at, long bytes) {}

    Pace(Instant start) {
        this.start = start;
        marks.add(new Mark(start, 0));
    }

    /** Bytes a second over the last half minute; null when no time has passed, or the clock was set back. */
    @Nullable
    Long recent(Instant now, long bytes) {
        while (!marks.isEmpty() && marks.getLast().at().isAfter(now)) {
            marks.removeLast();
        }
        marks.addLast(new Mark(now, bytes));
        while (marks.size() > 2 && !second().at().plus(RECENT).isAfter(now)) {
            marks.removeFirst();
        }
        return perSecond(marks.getFirst(), now, bytes);
    }

    private Mark second() {
        return marks.stream().skip(1).findFirst().orElseThrow();
    }

    /** Bytes a second since the attempt began. */
    @Nullable
    Long average(Instant now, long bytes) {
        return perSecond(new Mark(start, 0), now, bytes);
    }

    private static @Nullable Long perSecond(Mark from, Instant now, long bytes) {
        long millis = Duration.between(from.at(), now).toMillis();
        return millis <= 0 ? null : Math.round((bytes - from.bytes()) * 1000.0 / millis);
    }
}
