package org.datastoreguard.recovery;

import static org.datastoreguard.recovery.RollBackPreview.some;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.snapshot.SnapshotDetails;

/**
 * What of the dataset itself stands against rolling it back. Pure.
 *
 * @param ownTags the tags of the holds that this product's replication tasks make; no others may be released
 */
record GroundRules(Ground ground, Set<String> ownTags) {
    GroundRules {
        ownTags = Set.copyOf(ownTags);
    }

    List<Obstacle> obstacles() {
        List<Obstacle> obstacles = new ArrayList<>();
        List<String> held = held(false);
        if (!held.isEmpty()) {
            obstacles.add(new Obstacle(
                    "HELD",
                    "Newer snapshots are held by others: " + some(held)
                            + ". Ask who holds them; zfs release ends a hold"));
        }
        if (!ground.clones().isEmpty()) {
            obstacles.add(new Obstacle(
                    "CLONED",
                    "Newer snapshots are cloned: "
                            + some(ground.clones().entrySet().stream()
                                    .map(clone -> clone.getKey() + " as " + clone.getValue())
                                    .sorted()
                                    .toList())
                            + ". Destroy the clones, or promote them (zfs promote), first"));
        }
        if (ground.partial()) {
            obstacles.add(new Obstacle(
                    "PARTIAL_RECEIVE",
                    "Something is being received into it, or was and is to be resumed. Let it end, or drop it with zfs"
                            + " receive -A"));
        }
        return obstacles;
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        List<String> held = held(true);
        if (!held.isEmpty()) {
            warnings.add(new Warning(
                    "OWN_HOLDS",
                    "Replication tasks of this server hold newer snapshots, since a run of theirs was interrupted: "
                            + some(held) + ". With force these holds are released",
                    true));
        }
        if (!ground.below().isEmpty()) {
            warnings.add(new Warning(
                    "CHILDREN_STAY",
                    "Datasets below it keep their state: "
                            + some(ground.below().stream().map(Object::toString).toList()),
                    false));
        }
        return warnings;
    }

    private List<String> held(boolean byUs) {
        return ground.newer().stream().flatMap(details -> held(details, byUs)).toList();
    }

    private Stream<String> held(SnapshotDetails details, boolean byUs) {
        return details.holds().stream()
                .filter(tag -> ownTags.contains(tag) == byUs)
                .map(tag -> details.snapshot().name() + " by " + tag);
    }
}
