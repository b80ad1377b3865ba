package org.datastoreguard.recovery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.recovery.RestoreOrder.RollBack;
import org.datastoreguard.replication.RollBack.Lost;
import org.datastoreguard.replication.RollBacks;
import org.datastoreguard.snapshot.Attempts;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * Rolls a dataset back as it was ordered, after everything was asked once more: nothing may be lost that was not announced,
 * no machine may run on it. A mark on the dataset tells a repeated attempt what a former one did, so that what was written
 * after a roll back is never taken away by doing it twice.
 */
final class RollBackWork implements Work {
    /**
     * How old an order may be when it is carried out. While a server is down, people give up and go on working; a roll back
     * that comes hours later would take that work away.
     */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private static final String BEGUN = " begun ";
    /** Mounting, reading and a volume's own records come to some kilobytes after a roll back. */
    private static final long BY_ITSELF = 64 << 10;

    private final RestoreOrder order;
    private final RollBack wanted;
    private final String runId;
    private final Nas nas;
    private final Judgment judgment;
    private final Clock clock;

    RollBackWork(RestoreOrder order, RollBack wanted, String runId, Nas nas, Judgment judgment, Clock clock) {
        this.order = order;
        this.wanted = wanted;
        this.runId = runId;
        this.nas = nas;
        this.judgment = judgment;
        this.clock = clock;
    }

    /** @throws GuardException NOT_FOUND; VERSION_CONFLICT; IN_USE; NAS_*; ZFS_FAILED */
    @Override
    public void perform(Story story) {
        new Attempts(story).until(() -> attempt(story));
    }

    private void attempt(Story story) {
        story.checkCancelled();
        Ground ground = new Survey(nas, order.snapshot().dataset()).of(order.guid());
        if (isDone(ground)) {
            story.info(order.snapshot().dataset() + " was rolled back to @"
                    + order.snapshot().label() + " by this run before it was interrupted");
            return;
        }
        refuseWhenOld();
        refuseWhatWasNotAnnounced(ground);
        RollBackPreview preview = judgment.preview(
                new Place(order.nasSystemId(), order.snapshot().dataset()),
                ground,
                new Judgment.Asker(order.datastoreId(), order.datastoreId()::equals, runId));
        Judgment.refuse(preview, wanted.force());
        preview.warnings().forEach(warning -> story.info(warning.message()));
        rollBack(ground, story);
        story.info("Datastores on it show their former state once the hosts have looked again: rescan VMFS datastores"
                + " and mount them, refresh NFS datastores, then power the machines on");
    }

    private String begun(Ground ground) {
        return runId + BEGUN + ground.written();
    }

    private String done() {
        return runId + " done";
    }

    /**
     * Where a former attempt came as far as destroying all that is newer, only what was written tells whether it came to
     * the end: as much as when it began, and it did not; no more than a dataset writes by itself, and it did.
     *
     * @throws GuardException IN_USE when that cannot be told, since going back once more could lose what was written after it
     */
    private boolean isDone(Ground ground) {
        String mark = Objects.requireNonNullElse(ground.mark(), "");
        if (mark.equals(done())) {
            return true;
        }
        if (!mark.startsWith(runId + BEGUN) || !ground.rollBack().lost().isEmpty()) {
            return false;
        }
        Long written = ground.written();
        boolean emptied = written != null && written <= BY_ITSELF && writtenBefore(mark) > BY_ITSELF;
        if (!emptied && (written == null || !mark.equals(begun(ground)))) {
            throw new GuardException(
                    ErrorCode.IN_USE,
                    "This run was interrupted while it rolled "
                            + order.snapshot().dataset() + " back to @"
                            + order.snapshot().label()
                            + ", and something was written since. It is not done a second time."
                            + " Look at the datastore, and roll it back again if that is wanted");
        }
        return emptied;
    }

    private long writtenBefore(String mark) {
        String bytes = mark.substring((runId + BEGUN).length());
        return bytes.matches("[0-9]{1,18}") ? Long.parseLong(bytes) : -1;
    }

    private void refuseWhenOld() {
        if (clock.instant().isAfter(order.orderedAt().plus(FRESH))) {
            throw new GuardException(
                    ErrorCode.VERSION_CONFLICT,
                    "The roll back was ordered more than " + FRESH.toMinutes() + " minutes ago, at " + order.orderedAt()
                            + ". What was written since is not taken away: look again at what is lost, and order it anew");
        }
    }

    private void refuseWhatWasNotAnnounced(Ground ground) {
        ground.rollBack().lost().stream()
                .filter(lost -> !wanted.announced().contains(lost.guid()))
                .findFirst()
                .ifPresent(lost -> {
                    throw new GuardException(
                            ErrorCode.VERSION_CONFLICT,
                            lost.name()
                                    + " was made after the roll back was ordered and would be lost by it. Look again"
                                    + " at what is lost, and order it anew");
                });
    }

    private void rollBack(Ground ground, Story story) {
        Set<String> releasable = wanted.force() ? judgment.tasks().holdTags() : Set.of();
        Optional<String> refused = new RollBacks(nas)
                .perform(ground.rollBack(), new RollBacks.Leave(releasable, begun(ground), done()), story);
        refused.ifPresent(why -> {
            ErrorCode code = ZfsErrors.classify(why);
            throw GuardException.ofCommand(
                    code == ErrorCode.NAS_RIGHT_MISSING ? code : ErrorCode.IN_USE,
                    order.snapshot().dataset() + " was not rolled back: " + why + goneAllTheSame(ground),
                    why);
        });
    }

    /** ZFS destroys what is newer before it goes back, so a roll back that fails late may have cost some of it. */
    private String goneAllTheSame(Ground before) {
        try {
            Set<Guid> there = Judgment.lost(
                    new Survey(nas, order.snapshot().dataset()).of(order.guid()).rollBack());
            List<String> gone = before.rollBack().lost().stream()
                    .filter(lost -> !there.contains(lost.guid()))
                    .map(Lost::name)
                    .toList();
            return gone.isEmpty() ? "" : ". Gone all the same: " + String.join(", ", gone);
        } catch (GuardException e) {
            return ". What became of the newer snapshots is not known: " + e.message();
        }
    }
}
