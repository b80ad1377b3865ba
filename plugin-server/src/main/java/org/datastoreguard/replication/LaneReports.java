package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datastoreguard.nas.Nas;

/** Sorts the lines of a transfer by the lane that said them. Thread-safe. */
final class LaneReports {
    private static final String LANE = TransferScripts.MARK + "lane\t";

    private final Map<Integer, TransferReport> lanes = new LinkedHashMap<>();
    private final TransferReport common;

    /** @param lanes the announced steps of each lane, by its number */
    LaneReports(Map<Integer, List<TransferReport.Expected>> lanes, Runnable onMove) {
        this.common = new TransferReport(List.of(), onMove);
        lanes.forEach((lane, steps) -> this.lanes.put(lane, new TransferReport(steps, onMove)));
    }

    /** The line of a script that knows no lanes, as the trunk would have said it. */
    static Nas.Line ofTrunk(Nas.Line line) {
        return new Nas.Line(LANE + "0\t" + line.text(), line.fromStderr());
    }

    void read(Nas.Line line) {
        if (!line.text().startsWith(LANE)) {
            common.read(line);
            return;
        }
        String[] words = line.text().substring(LANE.length()).split("\t", 2);
        of(Integer.parseInt(words[0])).read(new Nas.Line(words[1], line.fromStderr()));
    }

    /** What was said before, between and after the lanes. */
    TransferReport common() {
        return common;
    }

    TransferReport of(int lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    /** Those that did anything at all, the trunk first; a lane says nothing when the trunk before it failed. */
    List<Integer> heard() {
        return lanes.keySet().stream().filter(lane -> of(lane).heard()).toList();
    }

    int receivedCount() {
        return lanes.values().stream().mapToInt(TransferReport::receivedCount).sum();
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>(common.notes());
        lanes.values().forEach(lane -> notes.addAll(lane.notes()));
        return notes;
    }

    String stderr() {
        List<String> words = new ArrayList<>(List.of(common.stderr()));
        lanes.values().forEach(lane -> words.add(lane.stderr()));
        words.removeIf(String::isEmpty);
        return String.join("\n", words);
    }

    /** Marks what the target read back as succeeded, and all else as failed. */
    void close() {
        lanes.values().forEach(TransferReport::close);
    }
}
