package org.datastoreguard.replication;

import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/** Finds the one cause among the words of up to six programs: a broken sender also upsets the receiver, and vice versa. */
record Verdict(
        TransferReport report, Map<SnapshotName, Guid> wanted, Ends ends, Passage passage, Compressor compressor) {
    /** From here on a shell's status tells of a signal, and 255 of ssh's own failure: not of what was sent. */
    private static final int KILLED = 128;

    /** All was received, but it is not what was to be there. */
    private static final int UNVERIFIED = 86;

    /**
     * @throws GuardException when any stage ended with another status than 0, or did not come to its end, or the target did
     *     not read back what it was to have
     */
    void refuseFailure() {
        refuseMissingTool();
        Integer sent = report.status("sent");
        Integer delivered = report.status("delivered");
        if (delivered == null || (sent == null && status("fetched") == 0)) {
            throw failure(ErrorCode.STREAM_INTERRUPTED, "The transfer was interrupted", report.stderr());
        }
        if (sent != null && sent + status("packed") + status("limited") + status("fetched") + delivered == 0) {
            refuseUnverified();
            return;
        }
        if (delivered == UNVERIFIED) {
            refuseUnverified();
        }
        refuseWords(sent);
        if (status("fetched") >= KILLED || delivered >= KILLED) {
            throw passage.broken(report.stderr());
        }
        refuseStages();
        if (sent == null || sent >= KILLED) {
            throw passage.broken(report.stderr());
        }
        throw failure(said(), name(ends.source()) + " could not send: " + report.stderr(), report.stderr());
    }

    private void refuseUnverified() {
        wanted.forEach((name, guid) -> {
            if (!guid.toString().equals(report.guidOnTarget(name.toString()))) {
                throw failure(
                        ErrorCode.TARGET_NOT_VERIFIED,
                        "The target does not hold " + name + " with guid " + guid + " after it was sent",
                        report.stderr());
            }
        });
    }

    private void refuseMissingTool() {
        TransferReport.MissingTool missing = report.missingTool();
        if (missing != null) {
            Nas nas = missing.onSource() ? ends.source() : ends.target();
            throw failure(
                    ErrorCode.NAS_TOOL_MISSING,
                    missing.tool() + " is not installed on " + name(nas) + ", the "
                            + (missing.onSource() ? "source" : "target") + ". Nothing was sent",
                    report.stderr());
        }
    }

    private void refuseWords(@Nullable Integer sent) {
        ErrorCode refused = report.refusal().isEmpty() ? null : ZfsErrors.classify(report.refusal());
        ErrorCode said = said();
        boolean senderBroke =
                sent != null && sent != 0 && said != ErrorCode.STREAM_INTERRUPTED && said != ErrorCode.ZFS_FAILED;
        boolean consequence = refused == ErrorCode.STREAM_INTERRUPTED && (senderBroke || stagesBroke());
        if (refused != null && !consequence) {
            throw failure(refused, name(ends.target()) + " refused the stream: " + report.refusal(), report.refusal());
        }
        if (senderBroke && said != ErrorCode.NAS_RIGHT_MISSING) {
            throw failure(said, name(ends.source()) + " could not send: " + report.stderr(), report.stderr());
        }
    }

    private void refuseStages() {
        refuseStage("packed", ends.source(), compressor.tool());
        refuseStage("limited", ends.source(), "The program that keeps the limit");
        refuseStage("unpacked", ends.target(), compressor.tool());
    }

    private void refuseStage(String stage, Nas nas, String program) {
        if (status(stage) != 0) {
            throw failure(
                    ErrorCode.STREAM_INTERRUPTED,
                    program + " on " + name(nas) + " ended with status " + status(stage) + ": " + report.stderr(),
                    report.stderr());
        }
    }

    private boolean stagesBroke() {
        return status("packed") + status("limited") != 0 && status("delivered") < KILLED && status("fetched") < KILLED;
    }

    private ErrorCode said() {
        return report.stderr().isEmpty() ? ErrorCode.STREAM_INTERRUPTED : ZfsErrors.classify(report.stderr());
    }

    private int status(String stage) {
        Integer status = report.status(stage);
        return status == null ? 0 : status;
    }

    private static String name(Nas nas) {
        return nas.system().name();
    }

    private static GuardException failure(ErrorCode code, String message, String stderr) {
        return GuardException.ofCommand(code, message, stderr);
    }
}
