package org.datastoreguard.api;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.datastoreguard.jobs.LogLine;
import org.datastoreguard.jobs.Runs;

/** A run's log as text, read in parts so that its length does not matter. */
final class RunLog {
    private static final int PART = 1000;

    private RunLog() {}

    static void write(Runs runs, String runId, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        long after = 0;
        List<LogLine> lines = runs.log(runId, after, PART);
        while (!lines.isEmpty()) {
            for (LogLine line : lines) {
                writer.write(line.at() + " " + line.level() + " " + line.text() + "\n");
            }
            after = lines.get(lines.size() - 1).number();
            lines = runs.log(runId, after, PART);
        }
        writer.flush();
    }
}
