package org.datastoreguard.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.jobs.WorkFactory.Subtree;
import org.datastoreguard.zfs.DatasetName;

/**
 * What a run holds ({@code granted}) or stands in line for.
 *
 * @param nodeId the server that performs it; with {@code attempt} it tells a server whether the run is still its own
 */
record Claim(
        String runId,
        String taskId,
        String nodeId,
        int attempt,
        boolean granted,
        boolean cancelRequested,
        List<Subtree> writes,
        Set<String> nasSystemIds) {
    Claim {
        writes = List.copyOf(writes);
        nasSystemIds = Set.copyOf(nasSystemIds);
    }

    Claim inLine() {
        return new Claim(runId, taskId, nodeId, attempt, false, cancelRequested, writes, nasSystemIds);
    }

    /**
     * What keeps this claim from being granted, for people. Those who came first go first, so that a run that needs much
     * does not wait for ever behind those that need little; run ids grow with time.
     */
    Optional<String> obstacle(List<Claim> claims, int runsPerNas) {
        Optional<String> lock = lock(claims);
        if (lock.isPresent()) {
            return lock;
        }
        return nasSystemIds.stream()
                .filter(nas -> load(nas, claims) + kept(nas, claims) >= runsPerNas)
                .map(nas -> "its turn: " + runsPerNas + " runs use " + nas + " already")
                .findFirst();
    }

    private Optional<String> lock(List<Claim> claims) {
        return claims.stream()
                .filter(other -> !other.runId.equals(runId))
                .filter(other -> other.granted || other.runId.compareTo(runId) < 0)
                .flatMap(other -> obstacle(other).stream())
                .findFirst();
    }

    /**
     * One place on a machine is kept for the one that has waited longest for it: a run that needs two busy machines would
     * otherwise never find a place on both in the same moment. Who waits for anything but a place keeps none.
     */
    private int kept(String nas, List<Claim> claims) {
        boolean keeps = claims.stream()
                .anyMatch(other -> !other.granted
                        && other.runId.compareTo(runId) < 0
                        && other.nasSystemIds.contains(nas)
                        && other.lock(claims).isEmpty());
        return keeps ? 1 : 0;
    }

    private Optional<String> obstacle(Claim other) {
        if (other.taskId.equals(taskId)) {
            return Optional.of("run " + other.runId + " of the same task to end");
        }
        return writes.stream()
                .filter(mine -> other.writes.stream().anyMatch(mine::overlaps))
                .map(mine -> "run " + other.runId + " to end, which also writes " + mine)
                .findFirst();
    }

    private long load(String nas, List<Claim> claims) {
        return claims.stream()
                .filter(c -> c.granted && !c.runId.equals(runId) && c.nasSystemIds.contains(nas))
                .count();
    }

    /** The text form in the database. */
    String resources() {
        List<String> lines = new ArrayList<>();
        nasSystemIds.forEach(nas -> lines.add("N\t" + nas));
        writes.forEach(w -> lines.add("W\t" + w.nasSystemId() + "\t" + w.root()));
        return String.join("\n", lines);
    }

    static List<Subtree> writes(String resources) {
        return resources
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(parts -> parts[0].equals("W"))
                .map(parts -> new Subtree(parts[1], new DatasetName(parts[2])))
                .toList();
    }

    static Set<String> nasSystemIds(String resources) {
        Set<String> ids = new LinkedHashSet<>();
        resources
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(parts -> parts[0].equals("N"))
                .forEach(parts -> ids.add(parts[1]));
        return ids;
    }
}
