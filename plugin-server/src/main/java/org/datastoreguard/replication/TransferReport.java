package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a transfer as they come: progress goes to the story at once, the rest is kept for the verdict.
 * Thread-safe.
 */
final class TransferReport {
    private static final Pattern PROGRESS = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\t(\\d+)\\t(.*)");
    private static final Pattern SIZE = Pattern.compile("size\\t(\\d+)");

    /** What {@code zfs send -vP} tells besides, and nobody needs to read in an error message. */
    private static final Pattern CHATTER =
            Pattern.compile("(full|incremental)\\t.*|resume token contents:|nvlist version: .*|\\t\\w+ = .*|\\s*");

    /** An estimate above this is a well known overflow, not a size. */
    private static final long CREDIBLE = 1L << 62;

    private final List<Expected> steps;
    private final Runnable onMove;
    private final Set<Integer> received = new HashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> stderr = new ArrayList<>();
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<String, String> have = new HashMap<>();
    private final Map<String, Integer> statuses = new HashMap<>();
    private boolean heard;
    private int current;
    private long bytesBefore;
    private long bytesNow;
    private String subject = "";
    private boolean keyMissing;
    private @Nullable MissingTool missingTool;

    /** An announced step, and the guids that the target will read back by the names of its snapshots. */
    record Expected(Story.Step told, Map<String, String> guids) {
        static Expected of(Step.Send send, Story.Step told) {
            Map<String, String> guids = new HashMap<>();
            send.snapshots()
                    .forEach(snapshot -> guids.put(
                            send.target().snapshot(snapshot.label()).toString(),
                            snapshot.guid().toString()));
            return new Expected(told, guids);
        }
    }

    /** A program that one of the machines does not have. */
    record MissingTool(boolean onSource, String tool) {}

    /** @param steps the announced steps, in the order of their numbers from 1 */
    TransferReport(List<Expected> steps, Runnable onMove) {
        this.steps = steps;
        this.onMove = onMove;
    }

    synchronized void read(Nas.Line line) {
        String text = line.text();
        heard = true;
        if (text.startsWith(TransferScripts.MARK)) {
            onMove.run();
            readMarked(text.split("\t", -1));
        } else if (line.fromStderr()) {
            readStderr(text);
        }
    }

    private void readMarked(String[] words) {
        switch (words[1]) {
            case "step" -> begin(Integer.parseInt(words[2]));
            case "received" -> finish(Integer.parseInt(words[2]));
            case "refused" -> refusals.add(words.length > 3 ? words[3] : "");
            case "have" -> have.put(words[2], words[3]);
            case "sent", "packed", "limited", "fetched", "unpacked", "delivered" ->
                statuses.put(words[1], Integer.parseInt(words[2]));
            case "no-tool" -> missingTool = new MissingTool(words[2].equals("source"), words[3]);
            case "note" -> notes.add(words[2]);
            case "no-key" -> keyMissing = true;
            default -> {}
        }
    }

    private void readStderr(String text) {
        Matcher progress = PROGRESS.matcher(text);
        Matcher estimate = SIZE.matcher(text);
        if (progress.matches()) {
            moveTo(Long.parseLong(progress.group(1)), progress.group(2));
        } else if (estimate.matches()) {
            estimated(Long.parseUnsignedLong(estimate.group(1)));
        } else if (!CHATTER.matcher(text).matches()) {
            stderr.add(text);
        }
    }

    private void estimated(long size) {
        if (current > 0 && size >= 0 && size < CREDIBLE) {
            sizes.put(current, size);
            step(current).bytesTotal(size);
        }
    }

    private void begin(int number) {
        current = number;
        bytesBefore = 0;
        bytesNow = 0;
        subject = "";
        step(number).started();
    }

    /** One {@code zfs send -I} counts each snapshot from zero. */
    private void moveTo(long bytes, String snapshot) {
        if (!snapshot.equals(subject)) {
            bytesBefore += bytesNow;
            bytesNow = 0;
            subject = snapshot;
            onMove.run();
        }
        if (bytes > bytesNow && current > 0) {
            bytesNow = bytes;
            onMove.run();
            step(current).bytesDone(bytesBefore + bytesNow);
        }
    }

    private void finish(int number) {
        received.add(number);
        step(number).bytesDone(sizes.getOrDefault(number, 0L));
    }

    private Story.Step step(int number) {
        return steps.get(number - 1).told();
    }

    /** Marks what the target read back as succeeded, and all else as failed. */
    synchronized void close() {
        for (int i = 0; i < steps.size(); i++) {
            Expected step = steps.get(i);
            if (received.contains(i + 1)
                    && have.entrySet().containsAll(step.guids().entrySet())) {
                step.told().succeeded();
            } else {
                step.told().failed();
            }
        }
    }

    /** Whether anything was said. */
    synchronized boolean heard() {
        return heard;
    }

    synchronized int receivedCount() {
        return received.size();
    }

    /** What went wrong beside the transfer and does not keep it from succeeding. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    synchronized boolean keyMissing() {
        return keyMissing;
    }

    synchronized @Nullable MissingTool missingTool() {
        return missingTool;
    }

    synchronized String refusal() {
        return String.join("\n", refusals);
    }

    synchronized String stderr() {
        return String.join("\n", stderr);
    }

    /** The guid of a snapshot as the target read it back; null when it is not there. */
    synchronized @Nullable String guidOnTarget(String snapshot) {
        return have.get(snapshot);
    }

    /** Exit status of a stage, such as {@code sent} or {@code delivered}; null when the script did not come to its end. */
    synchronized @Nullable Integer status(String stage) {
        return statuses.get(stage);
    }
}
