package org.datastoreguard.jobs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one run, numbered on from what is stored already and written in batches. Thread-safe. A batch that fails is
 * kept and written with the next one.
 */
final class RunLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.datastoreguard.run");
    private static final int PAGE = 1000;

    private final Runs runs;
    private final String runId;
    private final Clock clock;
    private final List<LogLine> unwritten = new ArrayList<>();
    private long last;
    /** After a failed write nobody knows whether the lines arrived. */
    private boolean doubtful;

    RunLog(Runs runs, String runId, Clock clock) {
        this.runs = runs;
        this.runId = runId;
        this.clock = clock;
        this.last = lastStored(0);
    }

    private long lastStored(long from) {
        long number = from;
        List<LogLine> page = runs.log(runId, number, PAGE);
        while (!page.isEmpty()) {
            number = page.get(page.size() - 1).number();
            page = runs.log(runId, number, PAGE);
        }
        return number;
    }

    synchronized void add(LogLine.Level level, String text) {
        LOG.info("Run {}: {}{}", runId, level == LogLine.Level.INFO ? "" : level + " ", text);
        unwritten.add(new LogLine(++last, clock.instant(), level, text));
    }

    synchronized void write() {
        if (unwritten.isEmpty()) {
            return;
        }
        if (doubtful) {
            long stored = lastStored(unwritten.get(0).number() - 1);
            unwritten.removeIf(line -> line.number() <= stored);
        }
        doubtful = true;
        runs.appendLog(runId, unwritten);
        doubtful = false;
        unwritten.clear();
    }
}
