package org.datastoreguard.snapshot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told; nobody cancels. */
public final class ToldStory implements Story {
    private static final String WARN = "WARN ";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public String text() {
        return String.join("\n", lines);
    }

    public List<String> warnings() {
        return lines.stream()
                .filter(line -> line.startsWith(WARN))
                .map(line -> line.substring(WARN.length()))
                .toList();
    }

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add(WARN + line);
    }

    @Override
    public Step step(String dataset, @Nullable String from, String to, long bytesTotal) {
        throw new UnsupportedOperationException("a snapshot has no transfers");
    }

    @Override
    public void waitingFor(@Nullable String reason) {}

    @Override
    public void checkCancelled() {}

    @Override
    public Registration onCancel(Runnable action) {
        return () -> {};
    }
}
