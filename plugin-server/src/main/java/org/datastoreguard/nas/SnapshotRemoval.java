package org.datastoreguard.nas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.zfs.DestroyAnswer;
import org.datastoreguard.zfs.DestroyScript;
import org.datastoreguard.zfs.Snapshot;

/**
 * Destroys snapshots of one machine, each only while its name still belongs to the guid it was chosen by. The only way by
 * which this product destroys a snapshot. Thread-safe.
 */
public final class SnapshotRemoval {
    /** One script's share: small enough that a busy pool is through before the deadline. */
    private static final int AT_ONCE = 500;

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final Nas nas;

    public SnapshotRemoval(Nas nas) {
        this.nas = nas;
    }

    /**
     * @param before called before each share, so that the caller can end it by an exception; what was destroyed until then
     *     is gone
     * @return what became of each
     * @throws GuardException NAS_*, when nobody knows what became of the last share; ZFS_FAILED
     */
    public List<DestroyAnswer> remove(Collection<Snapshot> snapshots, Runnable before) {
        List<String> input = DestroyScript.input(snapshots);
        List<DestroyAnswer> answers = new ArrayList<>();
        for (int from = 0; from < input.size(); from += AT_ONCE) {
            before.run();
            answers.addAll(remove(input.subList(from, Math.min(from + AT_ONCE, input.size()))));
        }
        return List.copyOf(answers);
    }

    private List<DestroyAnswer> remove(List<String> input) {
        Script script = new Script("datastore-guard:destroy", DestroyScript.BODY, List.of(), input);
        Output output = Answers.orThrow(nas.system(), nas.run(script, DEADLINE));
        List<DestroyAnswer> answers = DestroyAnswer.parse(output.stdout());
        if (answers.size() != input.size()) {
            throw GuardException.ofCommand(
                    ErrorCode.NAS_ANSWER_UNREADABLE,
                    nas.system().name() + " was told to destroy " + input.size() + " snapshots and answered for "
                            + answers.size(),
                    output.stderr());
        }
        return answers;
    }
}
