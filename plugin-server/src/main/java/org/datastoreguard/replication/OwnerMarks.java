package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.nas.AgesAndOwners;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;

/**
 * Writes on the target's snapshots whose they are, since a stream does not carry it and the source may not have them any
 * more when they are to go. Only for a task that sends its own snapshots and deletes them on the target; what is not marked
 * is somebody else's and stays.
 */
final class OwnerMarks {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int FIRST = 20;

    /** Input: lines {@code SNAPSHOT GUID OWNER}. A name that belongs to another snapshot by now is left out. */
    private static final String MARK = """
            tab=$(printf '\\t'); count=0
            printf '%s\\n' "$input" | {
              while IFS=$tab read -r name guid owner; do
                [ -n "$owner" ] || continue
                [ "$(zfs get -Hp -o value guid "$name" </dev/null 2>/dev/null)" = "$guid" ] || continue
                zfs set "org.datastoreguard:task=$owner" "$name" </dev/null &
                count=$((count + 1))
                [ $((count % 4)) -ne 0 ] || wait
              done
              wait
            }
            """;

    private final ReplicationTask task;
    private final Ends ends;

    OwnerMarks(ReplicationTask task, Ends ends) {
        this.task = task;
        this.ends = ends;
    }

    /**
     * Marks what arrived since the last time. The newest common snapshot of each dataset tells whether there is anything
     * to do; marks are set oldest first, so that a run that is cut off is made up for.
     */
    void complete(PlanRequest request, Story story) {
        if (task.includeSnapshots() != ReplicationTask.IncludeSnapshots.OWN) {
            return;
        }
        List<List<Snapshot>> common =
                Replica.of(request).stream().map(Replica::common).toList();
        List<List<Snapshot>> behind = unmarked(common);
        Map<Guid, String> unknown = new HashMap<>();
        List<Snapshot> toMark = new ArrayList<>();
        for (int share = FIRST; !behind.isEmpty(); share *= 8) {
            Map<Snapshot, AgesAndOwners.Detail> there = ask(ends.target(), heads(behind, share));
            List<List<Snapshot>> further = new ArrayList<>();
            for (List<Snapshot> one : behind) {
                List<Snapshot> head = one.subList(0, Math.min(share, one.size()));
                List<Snapshot> bare = head.stream()
                        .filter(snapshot -> owner(there, snapshot).isEmpty())
                        .toList();
                toMark.addAll(bare);
                if (bare.size() == head.size() && one.size() > head.size()) {
                    further.add(one.subList(head.size(), one.size()));
                }
            }
            behind = further;
        }
        owners(request, toMark, unknown);
        mark(toMark, unknown, story);
    }

    private List<List<Snapshot>> unmarked(List<List<Snapshot>> common) {
        List<List<Snapshot>> some =
                common.stream().filter(list -> !list.isEmpty()).toList();
        Map<Snapshot, AgesAndOwners.Detail> there = ask(ends.target(), heads(some, 1));
        return some.stream().filter(list -> owner(there, list.get(0)).isEmpty()).toList();
    }

    private static List<Snapshot> heads(List<List<Snapshot>> lists, int most) {
        return lists.stream().flatMap(list -> list.stream().limit(most)).toList();
    }

    private static Optional<String> owner(Map<Snapshot, AgesAndOwners.Detail> details, Snapshot snapshot) {
        return Optional.ofNullable(details.get(snapshot)).map(AgesAndOwners.Detail::owner);
    }

    private void owners(PlanRequest request, List<Snapshot> marks, Map<Guid, String> owners) {
        Set<Guid> wanted = Set.copyOf(marks.stream().map(Snapshot::guid).toList());
        List<Snapshot> onSource = Replica.of(request).stream()
                .flatMap(replica -> replica.source().snapshots().stream())
                .filter(snapshot -> wanted.contains(snapshot.guid()))
                .toList();
        new AgesAndOwners(ends.source(), Set.of("local", "received"))
                .of(onSource)
                .forEach((snapshot, detail) -> {
                    if (detail.owner() != null && request.scope().selected().test(snapshot.ownedBy(detail.owner()))) {
                        owners.put(snapshot.guid(), detail.owner());
                    }
                });
    }

    private static Map<Snapshot, AgesAndOwners.Detail> ask(Nas nas, List<Snapshot> snapshots) {
        return new AgesAndOwners(nas, Set.of("local", "received")).of(snapshots);
    }

    private void mark(List<Snapshot> snapshots, Map<Guid, String> owners, Story story) {
        List<String> input = new ArrayList<>();
        for (int i = snapshots.size() - 1; i >= 0; i--) {
            String owner = owners.get(snapshots.get(i).guid());
            if (owner != null) {
                input.add(snapshots.get(i).name() + "\t" + snapshots.get(i).guid() + "\t" + owner);
            }
        }
        if (!input.isEmpty()) {
            story.checkCancelled();
            Output output = ends.target().run(new Script("datastore-guard:owners", MARK, List.of(), input), DEADLINE);
            Answers.orThrow(ends.target().system(), output.stderr().isBlank() ? output : failed(output));
        }
    }

    private static Output failed(Output output) {
        return new Output(1, output.stdout(), output.stderr());
    }
}
