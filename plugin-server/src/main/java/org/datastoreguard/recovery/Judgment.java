package org.datastoreguard.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.recovery.RollBackPreview.Doomed;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.replication.RollBack;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.zfs.Guid;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what a roll back would lose and all that stands against it: for whoever asks beforehand, and once more in
 * the run right before it is done. Thread-safe.
 */
record Judgment(DatastoresThere datastores, MachinesThere machines, TasksThere tasks, RunsUnderWay runs) {
    /**
     * @param datastoreId that it was asked for
     * @param named whether the machines on a datastore may be told by name
     * @param runId the run that asks; null for a person
     */
    record Asker(
            String datastoreId,
            Predicate<String> named,
            @Nullable String runId) {}

    /** A run asks anew where datastores lie, and the machines last, so that as little as possible happens after that. */
    RollBackPreview preview(Place place, Ground ground, Asker asker) {
        if (asker.runId() != null) {
            datastores.lookAgain();
        }
        GroundRules rules = new GroundRules(ground, tasks.holdTags());
        RollBack rollBack = ground.rollBack();
        List<Warning> warnings = warnings(place, rules, asker, lost(rollBack));
        List<Doomed> destroys = ground.newer().stream().map(Judgment::doomed).toList();
        return new RollBackPreview(
                rollBack.base().name(),
                destroys,
                rollBack.lost().stream()
                        .map(RollBack.Lost::name)
                        .filter(name -> name.indexOf('#') >= 0)
                        .toList(),
                ground.written(),
                obstacles(place, rules, asker),
                warnings,
                destroys.isEmpty() ? null : destroys.get(0).guid());
    }

    private static Doomed doomed(SnapshotDetails details) {
        return new Doomed(details.snapshot().name(), details.snapshot().guid(), details.created(), details.used());
    }

    static Set<Guid> lost(RollBack rollBack) {
        return rollBack.lost().stream().map(RollBack.Lost::guid).collect(Collectors.toSet());
    }

    private List<Obstacle> obstacles(Place place, GroundRules rules, Asker asker) {
        List<Obstacle> obstacles = new ArrayList<>(datastores.obstacles(place));
        obstacles.addAll(tasks.targets(place));
        List<String> active = runs.on(asker.datastoreId(), tasks.touching(place), asker.runId());
        if (!active.isEmpty()) {
            obstacles.add(new Obstacle(
                    "RUN_ACTIVE",
                    "Runs are at work there: " + RollBackPreview.some(active) + ". Wait for them, or cancel them"));
        }
        obstacles.addAll(rules.obstacles());
        obstacles.addAll(0, machines.obstacles(place, asker.named()));
        return obstacles;
    }

    private List<Warning> warnings(Place place, GroundRules rules, Asker asker, Set<Guid> lost) {
        List<Warning> warnings = new ArrayList<>(tasks.losing(place, lost));
        warnings.addAll(datastores.warnings(place, asker.datastoreId()));
        warnings.addAll(rules.warnings());
        return warnings;
    }

    /** @throws GuardException IN_USE with all that stands against it */
    static void refuse(RollBackPreview preview, boolean force) {
        if (!preview.obstacles().isEmpty()) {
            throw new GuardException(
                    ErrorCode.IN_USE,
                    preview.snapshot().dataset() + " cannot be rolled back now. "
                            + preview.obstacles().stream()
                                    .map(obstacle -> obstacle.code() + ": " + obstacle.message())
                                    .collect(Collectors.joining(". ")));
        }
        List<String> unaccepted = preview.warnings().stream()
                .filter(Warning::needsForce)
                .map(warning -> warning.code() + ": " + warning.message())
                .toList();
        if (!force && !unaccepted.isEmpty()) {
            throw new GuardException(
                    ErrorCode.IN_USE,
                    preview.snapshot().dataset() + " is rolled back only with force: true. "
                            + String.join(". ", unaccepted));
        }
    }
}
