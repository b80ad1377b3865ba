package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.snapshot.VmJournal.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes VM snapshots that were left over: by a server that died, a vCenter that was away, a removal that failed. It
 * tries again, ever more seldom, until each is gone (design/engine.md, rule 27). Several servers may clean at once.
 */
public final class VmCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(VmCleaner.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 5;

    private final VmTools tools;
    private final VmRemoval removal;

    public VmCleaner(VmTools tools) {
        this.tools = tools;
        this.removal = new VmRemoval(tools);
    }

    /** To be called when this server starts, before its first run: what it held before its end is left over. */
    public void takeOver() {
        tools.journal().abandon(tools.nodeId(), tools.clock().instant());
    }

    /** Tries each leftover that is due once. */
    public void clean() {
        for (Entry entry : tools.journal().due(tools.clock().instant())) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (tools.journal().claim(entry, next(entry))) {
                attempt(entry);
            }
        }
    }

    private Instant next(Entry entry) {
        Duration doubled = Duration.ofMinutes(1L << Math.min(entry.attempts(), MOST_DOUBLINGS));
        // Longer than one attempt may take, so that no second one begins meanwhile.
        Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return tools.clock().instant().plus(tools.patience().remove()).plus(pause);
    }

    private void attempt(Entry entry) {
        removal.attempt(entry)
                .ifPresentOrElse(
                        problem -> {
                            tools.journal().failed(entry.id(), problem);
                            LOG.warn(
                                    "The snapshot {} of VM {} ({}) is left over: {}; it is tried again",
                                    entry.mark().name(),
                                    entry.vm().name(),
                                    entry.vm().id(),
                                    problem);
                        },
                        () -> LOG.info(
                                "The snapshot {} of VM {} that was left over is gone",
                                entry.mark().name(),
                                entry.vm().name()));
    }
}
