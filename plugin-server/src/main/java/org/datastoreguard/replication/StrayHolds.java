package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;

/**
 * Releases what a run that was killed left held. A note on the source dataset, made before the first hold and taken away
 * after the last, tells that there may be some; only then are all snapshots asked, many by one process. Holds of other tags are
 * reported and never touched (design/engine.md, rule 11).
 */
final class StrayHolds {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int SHOWN = 20;

    static final String RELEASE = """
            tag=$1 holding=$2
            shift 2
            tab=$(printf '\\t')
            held=$(zfs list -Hp -r -t snapshot -o name,userrefs "$@" | grep -v "${tab}0\\$" | cut -f 1)
            ask() { [ $# -eq 0 ] || zfs holds -H "$@" </dev/null; }
            printf '%s\\n' "$held" | {
              set --
              while IFS= read -r name; do
                [ -z "$name" ] || set -- "$@" "$name"
                [ $# -lt 200 ] || { ask "$@"; set --; }
              done
              ask "$@"
            } | while IFS="$tab" read -r name by since; do
              if [ "$by" = "$tag" ]; then
                zfs release "$tag" "$name" </dev/null && printf 'released\\t%s\\n' "$name"
              else
                printf 'foreign\\t%s\\t%s\\n' "$name" "$by"
              fi
            done
            zfs inherit "$holding" "$@"
            """;

    private final Marker marker;
    private final Nas source;
    private final List<DatasetName> roots;

    StrayHolds(Marker marker, Ends ends) {
        this.marker = marker;
        this.source = ends.source();
        this.roots = ends.datasets();
    }

    /** Whether the source carries the note that a run held snapshots and did not come to release them. */
    boolean noted(Listing listing) {
        return roots.stream()
                .anyMatch(root -> listing.find(root)
                        .filter(dataset -> dataset.state().asked() != null)
                        .isPresent());
    }

    void release(Story story) {
        List<String> arguments = new ArrayList<>(List.of(marker.tag(), marker.holding()));
        roots.forEach(root -> arguments.add(root.value()));
        Output output = source.run(new Script("datastore-guard-holds", RELEASE, arguments, List.of()), DEADLINE);
        output.stdout().lines().limit(SHOWN).forEach(line -> story.info(said(line.split("\t", -1))));
        if (!output.ok()) {
            story.warn("Holds of an interrupted run could not all be released: "
                    + output.stderr().strip());
        }
    }

    /** The same where the run has failed already and must say why, not this. */
    void releaseQuietly(Story story) {
        try {
            release(story);
        } catch (GuardException e) {
            story.info("Holds stay until the next run, since the source does not answer: " + e.message());
        }
    }

    private static String said(String[] fields) {
        return fields[0].equals("released")
                ? "Released the hold that an interrupted run left on " + fields[1]
                : fields[1] + " is also held by " + fields[fields.length - 1];
    }
}
