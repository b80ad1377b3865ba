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
        String transfer = (from == null ? dataset : dataset + " from " + from) + " to " + to;
        lines.add(transfer + " announced");
        return new ToldStep(transfer);
    }

    @Override
    public void waitingFor(@Nullable String reason) {}

    @Override
    public void checkCancelled() {}

    @Override
    public Registration onCancel(Runnable action) {
        return () -> {};
    }

    /** Tells what becomes of it, and nothing of how far it is. */
    private final class ToldStep implements Step {
        private final String transfer;

        ToldStep(String transfer) {
            this.transfer = transfer;
        }

        private void tell(String what) {
            lines.add(transfer + " " + what);
        }

        @Override
        public void started() {
            tell("started");
        }

        @Override
        public void bytesDone(long bytes) {}

        @Override
        public void bytesTotal(long bytes) {}

        @Override
        public void succeeded() {
            tell("succeeded");
        }

        @Override
        public void failed() {
            tell("failed");
        }

        @Override
        public void skipped() {
            tell("skipped");
        }
    }
}
