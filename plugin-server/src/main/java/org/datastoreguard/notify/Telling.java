package org.datastoreguard.notify;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.notify.Event.Kind;
import org.jspecify.annotations.Nullable;

/** Decides what is told, once, again, or not: a failure that repeats is news once a day, its end is news. Pure. */
final class Telling {
    static final String OF_RUNS = "run/";
    static final String OF_CONCERNS = "concern/";
    /** The code of a run that ended with warnings. */
    static final String WARNINGS = "WARNINGS";

    private static final Duration AGAIN = Duration.ofHours(24);
    private static final int MOST_WARNINGS = 5;

    private Telling() {}

    static String subject(Run run) {
        return OF_RUNS + run.taskId();
    }

    static String subject(Concern concern) {
        return OF_CONCERNS + concern.subject();
    }

    /** @param before what was wrong with its task */
    static Verdict ofRun(Run run, @Nullable Trouble before) {
        Instant at = requireNonNullElse(run.endedAt(), run.createdAt());
        return switch (run.state()) {
            case FAILED -> failed(run, before, at);
            case SUCCEEDED_WITH_WARNINGS -> warned(run, before, at);
            case SUCCEEDED -> succeeded(run, before, at);
            case CANCELLED ->
                new Verdict(event(run, Level.INFO, Kind.CANCELLED, at, "was cancelled", reason(run)), before);
            case QUEUED, WAITING, RUNNING -> new Verdict(null, before);
        };
    }

    private static Verdict failed(Run run, @Nullable Trouble before, Instant at) {
        Run.Failure error = run.error();
        String code = error == null ? "FAILED" : error.code().name();
        if (isOldNews(before, code, at)) {
            return new Verdict(null, before);
        }
        String what = before != null && before.code().equals(code) ? "still fails" : "failed";
        return new Verdict(
                event(run, Level.FAILURE, Kind.FAILED, at, what, reason(run)), trouble(run, code, Level.FAILURE, at));
    }

    private static Verdict warned(Run run, @Nullable Trouble before, Instant at) {
        if (isOldNews(before, WARNINGS, at)) {
            return new Verdict(null, before);
        }
        boolean failedBefore = before != null && before.level() == Level.FAILURE;
        Event event = failedBefore
                ? event(run, Level.FAILURE, Kind.WORKS_AGAIN, at, "works again, with warnings", warnings(run))
                : event(run, Level.WARNING, Kind.WARNED, at, "succeeded with warnings", warnings(run));
        return new Verdict(event, trouble(run, WARNINGS, Level.WARNING, at));
    }

    private static Verdict succeeded(Run run, @Nullable Trouble before, Instant at) {
        Event event = before == null
                ? event(run, Level.INFO, Kind.SUCCEEDED, at, "succeeded", "")
                : event(run, before.level(), Kind.WORKS_AGAIN, at, "works again", "Before: " + before.code());
        return new Verdict(event, null);
    }

    private static boolean isOldNews(@Nullable Trouble before, String code, Instant at) {
        return before != null
                && before.code().equals(code)
                && before.toldAt().plus(AGAIN).isAfter(at);
    }

    private static Trouble trouble(Run run, String code, Level level, Instant at) {
        return new Trouble(subject(run), code, level, at, null);
    }

    private static Event event(Run run, Level level, Kind kind, Instant at, String what, String text) {
        Run.Failure error = run.error();
        String code =
                error == null || kind == Kind.CANCELLED ? null : error.code().name();
        return new Event(subject(run), level, kind, at, noun(run) + " " + what, text, code, run.id());
    }

    private static String noun(Run run) {
        return switch (run.kind()) {
            case SNAPSHOT -> "Snapshot task " + run.taskName();
            case REPLICATION -> "Replication task " + run.taskName();
            case RESTORE -> run.taskName();
        };
    }

    private static String reason(Run run) {
        Run.Failure error = run.error();
        return error == null ? "" : error.message();
    }

    private static String warnings(Run run) {
        String first =
                String.join("\n", run.warnings().stream().limit(MOST_WARNINGS).toList());
        int more = run.warnings().size() - MOST_WARNINGS;
        return more > 0 ? first + "\nand " + more + " more" : first;
    }

    /** @param before what was told of the same concern */
    static Verdict ofConcern(Concern concern, @Nullable Trouble before, Instant now) {
        if (before != null && before.code().equals(concern.stage())) {
            return new Verdict(null, before);
        }
        // As red or yellow as the alarms of vCenter are.
        Level level = switch (concern.begun()) {
            case LAG_EXCEEDED -> Level.FAILURE;
            default -> Level.WARNING;
        };
        Kind kind = level == Level.FAILURE ? Kind.FAILED : Kind.WARNED;
        String subject = subject(concern);
        String over = concern.over() == null ? null : concern.over().sentence(concern.words());
        return new Verdict(
                new Event(subject, level, kind, now, concern.begun().sentence(concern.words()), "", null, null),
                new Trouble(subject, concern.stage(), level, now, over));
    }

    /** The concern is there no more. */
    static Verdict ofEnd(Trouble before, Instant now) {
        String over = before.over();
        return new Verdict(
                over == null
                        ? null
                        : new Event(before.subject(), before.level(), Kind.WORKS_AGAIN, now, over, "", null, null),
                null);
    }
}
