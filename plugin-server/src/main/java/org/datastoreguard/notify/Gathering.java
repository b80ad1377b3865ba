package org.datastoreguard.notify;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.notify.Findings.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the runs that ended and at what is wrong besides, and notes for each channel what it is to be told. Several
 * servers may do so at once. {@link #runs} and {@link #concerns} are for one thread each.
 */
public final class Gathering {
    private static final int AT_ONCE = 1000;

    private final Channels channels;
    private final Findings findings;
    private final Outbox outbox;
    private final List<Supplier<List<Concern>>> watches;
    private final Consumer<String> wake;
    private final Clock clock;

    /**
     * @param watches each tells all that is wrong in its eyes at the moment
     * @param wake sees to it that a channel, by its id, is told when its time has come
     */
    public Gathering(
            Channels channels,
            Findings findings,
            Outbox outbox,
            List<Supplier<List<Concern>>> watches,
            Consumer<String> wake,
            Clock clock) {
        this.channels = channels;
        this.findings = findings;
        this.outbox = outbox;
        this.watches = List.copyOf(watches);
        this.wake = wake;
        this.clock = clock;
    }

    /** To be done every few seconds. */
    public void runs() {
        List<Channel> told = channels.all();
        for (Run run : findings.endedRuns(AT_ONCE)) {
            Trouble before = findings.trouble(Telling.subject(run)).orElse(null);
            note(told, run.id(), Telling.subject(run), before, Telling.ofRun(run, before));
        }
        Set<String> waiting = outbox.waiting();
        told.stream()
                .filter(channel -> channel.enabled() && waiting.contains(channel.id()))
                .forEach(channel -> wake.accept(channel.id()));
    }

    /** To be done about every minute. */
    public void concerns() {
        List<Channel> told = channels.all();
        if (told.stream().noneMatch(Channel::enabled)) {
            return;
        }
        Instant now = clock.instant();
        Set<String> present = new HashSet<>();
        for (Concern concern :
                watches.stream().flatMap(watch -> watch.get().stream()).toList()) {
            String subject = Telling.subject(concern);
            present.add(subject);
            Trouble before = findings.trouble(subject).orElse(null);
            note(told, null, subject, before, Telling.ofConcern(concern, before, now));
        }
        findings.troubles(Telling.OF_CONCERNS).stream()
                .filter(trouble -> !present.contains(trouble.subject()))
                .forEach(trouble -> note(told, null, trouble.subject(), trouble, Telling.ofEnd(trouble, now)));
    }

    /** Another server may have been faster; then it saw to it that people are told. */
    private void note(
            List<Channel> told, @Nullable String run, String subject, @Nullable Trouble before, Verdict verdict) {
        Event event = verdict.event();
        List<String> to = event == null
                ? List.of()
                : told.stream()
                        .filter(channel -> channel.wants(event))
                        .map(Channel::id)
                        .toList();
        if (run != null || event != null || verdict.trouble() != before) {
            findings.note(new Finding(run, subject, before, verdict.trouble(), event, to), clock.instant());
        }
    }
}
