package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.ListingParser;
import org.datastoreguard.zfs.ListingScript;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * Finds out how both sides stand: the source is listed, and its target is asked for its newest snapshots. Only when these call for
 * it, more is asked: all the target has, what an interrupted receive was about, and whose the snapshots are that may have to go.
 */
final class Survey {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final String NAME = "datastore-guard-list";

    private static final String TOKENS = """
            printf '%s\\n' "$input" | while IFS= read -r token; do
              [ -z "$token" ] || { printf -- '--token %s\\n' "$token"; zfs send -nvt "$token" 2>&1 </dev/null; }
            done
            exit 0
            """;

    private static final String OWNERS = """
            owners() { [ $# -eq 0 ] || zfs get -Hp -s local,received -o name,value org.datastoreguard:task "$@" </dev/null; }
            set --
            while IFS= read -r name; do
              [ -z "$name" ] || set -- "$@" "$name"
              [ $# -lt 200 ] || { owners "$@"; set --; }
            done <<EOF
            $input
            EOF
            owners "$@"
            exit 0
            """;

    private final ReplicationTask task;
    private final Ends ends;
    private final List<PlanRequest.Root> roots;
    private final Marker marker;

    Survey(ReplicationTask task, Ends ends) {
        this.task = task;
        this.ends = ends;
        this.roots = TaskScope.roots(task, ends.datasets());
        this.marker = new Marker(task.id());
    }

    /**
     * Both sides as far as a plan needs them: of a target that is in order, its newest snapshots.
     *
     * @throws GuardException when a side cannot be listed
     */
    PlanRequest take() {
        Listing source = listSource();
        return request(source, targetInOrder(source).orElseGet(this::wholeTarget));
    }

    /**
     * Both sides with all they have.
     *
     * @throws GuardException when a side cannot be listed
     */
    PlanRequest whole() {
        return request(listSource(), wholeTarget());
    }

    private PlanRequest request(Listing source, Listing target) {
        PlanRequest.Scope scope = TaskScope.of(task);
        PlanRequest bare = new PlanRequest(source, target, tokens(target), roots, scope);
        if (task.includeSnapshots() != ReplicationTask.IncludeSnapshots.OWN) {
            return bare;
        }
        List<Snapshot> doubtful = Candidates.of(bare);
        if (doubtful.isEmpty()) {
            return bare;
        }
        PlanRequest known = new PlanRequest(withOwners(source, doubtful), target, bare.tokens(), roots, scope);
        List<Snapshot> anew = Candidates.ofReplaced(known);
        if (anew.isEmpty()) {
            return known;
        }
        Set<Snapshot> all = new LinkedHashSet<>(doubtful);
        anew.forEach(snapshot -> all.add(snapshot.ownedBy(null)));
        return new PlanRequest(withOwners(source, List.copyOf(all)), target, bare.tokens(), roots, scope);
    }

    private Listing listSource() {
        List<DatasetName> datasets =
                roots.stream().map(PlanRequest.Root::source).toList();
        List<String> arguments = ListingScript.arguments(task.recursive(), marker.holding(), datasets);
        Output output = list(ends.source(), ListingScript.BODY, arguments, List.of());
        return ListingParser.parse(output.stdout(), output.stderr());
    }

    private Optional<Listing> targetInOrder(Listing source) {
        InOrder inOrder = new InOrder(new PlanRequest(source, Listing.EMPTY, Map.of(), roots, TaskScope.of(task)));
        List<String> names = inOrder.targets().stream().map(DatasetName::value).toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Output there = list(ends.target(), ListingScript.NEWEST, List.of(marker.holding()), names);
        return Optional.of(ListingParser.parse(there.stdout(), there.stderr())).filter(inOrder::isSaidBy);
    }

    private Listing wholeTarget() {
        List<DatasetName> datasets = new ArrayList<>(targets());
        datasets.addAll(besides(datasets));
        Set<DatasetName> above = new LinkedHashSet<>();
        targets().forEach(target -> addAbove(target, above));
        List<String> arguments = ListingScript.arguments(task.recursive(), marker.holding(), datasets);
        List<String> names = above.stream().map(DatasetName::value).toList();
        Output output = list(ends.target(), ListingScript.BODY, arguments, names);
        return ListingParser.parse(output.stdout(), output.stderr());
    }

    private List<DatasetName> targets() {
        return roots.stream().map(PlanRequest.Root::target).toList();
    }

    /** What former runs may have begun to receive beside the targets. */
    private List<DatasetName> besides(List<DatasetName> targets) {
        String suffix = TaskScope.of(task).leave().fresh();
        return targets.stream()
                .map(target -> target + suffix)
                .filter(name -> suffix != null && DatasetName.isValid(name))
                .map(DatasetName::new)
                .toList();
    }

    private static void addAbove(DatasetName dataset, Set<DatasetName> above) {
        dataset.parent().ifPresent(parent -> {
            above.add(parent);
            addAbove(parent, above);
        });
    }

    /** What a former run left running may still change what is listed, so that is ended first. */
    private Output list(Nas nas, String body, List<String> arguments, List<String> input) {
        return answer(nas, new Script(NAME, Leftovers.END + body, Leftovers.arguments(marker, arguments), input));
    }

    private static Output answer(Nas nas, Script script) {
        Output output = nas.run(script, DEADLINE);
        if (!output.ok()) {
            throw GuardException.ofCommand(
                    ZfsErrors.classify(output.stderr()),
                    nas.system().name() + " cannot list its datasets: "
                            + output.stderr().strip(),
                    output.stderr());
        }
        return output;
    }

    private Map<DatasetName, ResumeToken> tokens(Listing target) {
        Map<String, DatasetName> holders = new HashMap<>();
        for (Dataset dataset : target.byName().values()) {
            Optional.ofNullable(dataset.state().resumeToken())
                    .filter(ResumeToken::isValid)
                    .ifPresent(token -> holders.put(token, dataset.name()));
        }
        if (holders.isEmpty()) {
            return Map.of();
        }
        Script script = Script.of(NAME, TOKENS).withInput(List.copyOf(holders.keySet()));
        Map<DatasetName, ResumeToken> tokens = new HashMap<>();
        for (String answer : ends.source().run(script, DEADLINE).stdout().split("(?m)^--token ")) {
            String token = answer.lines().findFirst().orElse("").strip();
            DatasetName holder = holders.get(token);
            if (holder != null) {
                ResumeToken.decoded(token, answer).ifPresent(decoded -> tokens.put(holder, decoded));
            }
        }
        return tokens;
    }

    private Listing withOwners(Listing source, List<Snapshot> doubtful) {
        Script script = Script.of(NAME, OWNERS)
                .withInput(doubtful.stream().map(s -> s.name().toString()).toList());
        Map<String, String> owners = new HashMap<>();
        Output output = ends.source().run(script, DEADLINE);
        output.stdout().lines().map(line -> line.split("\t", -1)).forEach(fields -> {
            if (fields.length > 1) {
                owners.put(fields[0], fields[1]);
            }
        });
        refuseFailure(output);
        List<Dataset> datasets = new ArrayList<>();
        for (Dataset dataset : source.byName().values()) {
            datasets.add(new Dataset(
                    dataset.name(),
                    dataset.state(),
                    dataset.snapshots().stream()
                            .map(s -> s.ownedBy(owners.get(s.name().toString())))
                            .toList(),
                    dataset.bookmarks()));
        }
        return new Listing(datasets);
    }

    private void refuseFailure(Output output) {
        Set<ErrorCode> codes = new HashSet<>();
        output.stderr().lines().map(ZfsErrors::classify).forEach(codes::add);
        if (codes.contains(ErrorCode.NAS_RIGHT_MISSING) || codes.contains(ErrorCode.NAS_TOOL_MISSING)) {
            throw GuardException.ofCommand(
                    codes.iterator().next(),
                    ends.source().system().name() + " cannot say whose its snapshots are: "
                            + output.stderr().strip(),
                    output.stderr());
        }
    }
}
