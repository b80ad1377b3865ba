package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.datastoreguard.jobs.LogLine;

/** A line of a run's log, as a live event carries it. */
@Schema(name = "LogLine")
public record LogLineDocument(long number, Instant at, LogLine.Level level, String text) {
    public static LogLineDocument of(LogLine line) {
        return new LogLineDocument(line.number(), line.at(), line.level(), line.text());
    }
}
