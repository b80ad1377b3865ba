package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VisibleWork;
import org.datastoreguard.vcenter.VisibleWork.Happening;
import org.datastoreguard.vcenter.VisibleWork.Kind;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows runs in their vCenters, on the objects they are about: as a task with progress that can be cancelled there, and as events. A
 * view like others, so a run never waits for it: it looks at runs from a thread of its own, and what a vCenter missed
 * while it was down is posted when it is back. Listening is thread-safe; {@link #run} is for one thread.
 */
public final class RunsInVcenter implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunsInVcenter.class);
    /** A node that did not touch its postings for so long is dead. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);
    /** How long a vCenter that could not be asked is left in peace. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** A task for something long over would mislead; the event says when it was. */
    private static final Duration RECENT = Duration.ofMinutes(10);
    /** Among so many of a task is one that came to an end. */
    private static final int LAST_RUNS = 20;

    private final Runs runs;
    private final Postings postings;
    private final VisibleWork vcenters;
    private final VcenterServers servers;
    private final WorkPlaces places;
    private final Consumer<String> cancel;
    private final Clock clock;
    private final String nodeId;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Story.Registration listening;
    private final Complaints complaints = new Complaints(LOG);
    private final Map<String, Integer> percents = new HashMap<>();
    private final Map<String, Instant> notBefore = new HashMap<>();

    /** @param cancel ends the run of that id */
    public RunsInVcenter(
            Runs runs,
            RunEvents events,
            Postings postings,
            VisibleWork vcenters,
            VcenterServers servers,
            WorkPlaces places,
            Consumer<String> cancel,
            Clock clock,
            String nodeId) {
        this.runs = runs;
        this.postings = postings;
        this.vcenters = vcenters;
        this.servers = servers;
        this.places = places;
        this.cancel = cancel;
        this.clock = clock;
        this.nodeId = nodeId;
        this.listening = events.listen(changed::add);
    }

    /** Brings what the vCenters show up to date; to be run every few seconds. */
    @Override
    public void run() {
        for (String id : List.copyOf(changed)) {
            changed.remove(id);
            runs.find(id).filter(run -> run.startedAt() != null).ifPresent(this::open);
        }
        postings.take(nodeId, clock.instant().minus(ABANDONED)).forEach(this::show);
    }

    private void open(Run run) {
        List<String> objects = places.of(run).stream().map(ObjectId::toString).toList();
        postings.open(run.id(), objects, nodeId, clock.instant());
    }

    private void show(Postings.Posting posting) {
        Optional<Run> run = runs.find(posting.runId());
        Optional<Target> target = target(posting);
        if (run.isEmpty() || target.isEmpty()) {
            // Purged, or its vCenter was removed here: nobody is left to show it to.
            done(posting);
            return;
        }
        String vcenter = target.get().vcenter();
        if (notBefore.getOrDefault(vcenter, Instant.MIN).isAfter(clock.instant())) {
            return;
        }
        try {
            show(posting, run.get(), target.get());
            complaints.well(vcenter, "vCenter " + target.get().name() + " answers again and is shown what it missed");
        } catch (GuardException e) {
            complaints.wrong(vcenter, "Runs will be shown in their vCenter later: " + e.message());
            notBefore.put(vcenter, clock.instant().plus(PAUSE));
        }
    }

    /** What a vCenter may refuse without refusing the others. */
    private enum Step {
        TASK("runs as tasks"),
        PROGRESS("the progress of runs"),
        END("the end of runs"),
        EVENT("events of runs");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    private record Target(String vcenter, String name, ObjectId object) {
        /**
         * Whether the run is shown to people who may see this object but not all that the run is about: its words could
         * name what lies elsewhere, and its end would concern others.
         */
        boolean isPartOf(Run run) {
            return run.datastoreId() == null && object.type().equals("Datastore");
        }
    }

    private Optional<Target> target(Postings.Posting posting) {
        return ObjectId.find(posting.objectId())
                .flatMap(id -> servers.all().stream()
                        .filter(server -> Objects.equals(server.instanceUuid(), id.instanceUuid()))
                        .findFirst()
                        .map(server -> new Target(server.id(), server.name(), id)));
    }

    private void show(Postings.Posting posting, Run run, Target target) {
        Postings.Posting announced = posting.announced() ? posting : announce(posting, run, target);
        String task = announced.vcenterTask();
        if (!run.state().ended()) {
            if (task != null) {
                orGiveUp(target, Step.PROGRESS, () -> goOn(task, run, target));
            }
            postings.save(announced, clock.instant());
            return;
        }
        if (task != null) {
            orGiveUp(target, Step.END, () -> vcenters.end(target.vcenter(), task, failure(run, target)));
        }
        orGiveUp(
                target,
                Step.EVENT,
                () -> vcenters.post(
                        target.vcenter(), target.object(), kind(run), happening(run, target), words(run, target)));
        done(posting);
    }

    private Postings.Posting announce(Postings.Posting posting, Run run, Target target) {
        Instant ended = run.endedAt();
        boolean recent = ended == null || ended.isAfter(clock.instant().minus(RECENT));
        String task = posting.vcenterTask();
        if (recent) {
            task = task == null ? begun(run, target) : task;
            // Kept at once: a task that nobody remembers would run for ever.
            postings.save(new Postings.Posting(run.id(), posting.objectId(), task, false), clock.instant());
            orGiveUp(
                    target,
                    Step.EVENT,
                    () -> vcenters.post(
                            target.vcenter(), target.object(), kind(run), Happening.STARTED, words(run, target)));
        }
        Postings.Posting announced = new Postings.Posting(run.id(), posting.objectId(), task, true);
        postings.save(announced, clock.instant());
        return announced;
    }

    private @Nullable String begun(Run run, Target target) {
        AtomicReference<@Nullable String> task = new AtomicReference<>();
        orGiveUp(
                target,
                Step.TASK,
                () -> task.set(vcenters.begin(target.vcenter(), target.object(), kind(run), !target.isPartOf(run))));
        return task.get();
    }

    private void goOn(String task, Run run, Target target) {
        if (vcenters.isCancelled(target.vcenter(), task)) {
            cancel.accept(run.id());
        }
        int percent = run.bytesTotal() > 0 ? (int) Math.min(99, 100 * run.bytesDone() / run.bytesTotal()) : 0;
        String shown = run.id() + target.object();
        if (percent > percents.getOrDefault(shown, 0)) {
            vcenters.progress(target.vcenter(), task, percent);
            percents.put(shown, percent);
        }
    }

    /** What the vCenter refuses for good is left out; what it cannot do now is tried again. */
    private void orGiveUp(Target target, Step kind, Runnable step) {
        String about = target.vcenter() + " " + kind;
        try {
            step.run();
            complaints.well(about, "vCenter " + target.name() + " shows again: " + kind.words);
        } catch (GuardException e) {
            if (!Complaints.isForGood(e)) {
                throw e;
            }
            complaints.wrong(about, "Not shown in vCenter: " + e.message());
        }
    }

    private void done(Postings.Posting posting) {
        percents.remove(posting.runId() + posting.objectId());
        postings.close(posting);
    }

    private static Kind kind(Run run) {
        return switch (run.kind()) {
            case SNAPSHOT -> Kind.SNAPSHOT;
            case REPLICATION -> Kind.REPLICATION;
            case RESTORE -> Kind.RESTORE;
        };
    }

    private Happening happening(Run run, Target target) {
        return switch (run.state()) {
            case SUCCEEDED -> worstBeside(run, target) == null ? Happening.SUCCEEDED : Happening.SUCCEEDED_BESIDE;
            case SUCCEEDED_WITH_WARNINGS ->
                worstBeside(run, target) == RunState.FAILED ? Happening.WARNING_BESIDE : Happening.WARNING;
            case CANCELLED -> Happening.CANCELLED;
            case FAILED -> Happening.FAILED;
            case QUEUED, WAITING, RUNNING -> Happening.STARTED;
        };
    }

    /** How the others of its kind that are shown there ended last; null when all of them ended well. */
    private @Nullable RunState worstBeside(Run run, Target target) {
        Set<RunState> last = places.tasksAt(target.object(), run.kind()).stream()
                .filter(task -> !task.equals(run.taskId()))
                .flatMap(task -> lastEnd(task).stream())
                .collect(Collectors.toSet());
        return Stream.of(RunState.FAILED, RunState.SUCCEEDED_WITH_WARNINGS)
                .filter(last::contains)
                .findFirst()
                .orElse(null);
    }

    private Optional<RunState> lastEnd(String taskId) {
        return runs.list(new Runs.Filter(taskId, null, null, null), LAST_RUNS, null).stream()
                .map(Run::state)
                .filter(state -> state.ended() && state != RunState.CANCELLED)
                .findFirst();
    }

    private static VisibleWork.@Nullable Failure failure(Run run, Target target) {
        return switch (run.state()) {
            case FAILED -> new VisibleWork.Failure(reason(run, target), false);
            case CANCELLED -> new VisibleWork.Failure("Cancelled", true);
            default -> null;
        };
    }

    private static Map<String, String> words(Run run, Target target) {
        Instant when = run.endedAt() == null ? run.startedAt() : run.endedAt();
        return Map.of("task", run.taskName(), "reason", reason(run, target), "time", String.valueOf(when));
    }

    private static String reason(Run run, Target target) {
        Run.Failure error = run.error();
        if (target.isPartOf(run)) {
            return error != null ? error.code() + ", see the run" : "see the run";
        }
        return error != null
                ? error.code() + ": " + error.message()
                : run.warnings().isEmpty() ? "no reason given" : String.join("; ", run.warnings());
    }

    @Override
    public void close() {
        listening.close();
    }
}
