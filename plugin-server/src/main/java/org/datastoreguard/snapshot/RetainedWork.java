package org.datastoreguard.snapshot;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;

/** Takes the snapshot, then deletes what has outlived its lifetime; where that fails, the snapshot still counts. */
public final class RetainedWork implements Work {
    private final Work snapshot;
    private final Retention retention;

    public RetainedWork(Work snapshot, Retention retention) {
        this.snapshot = snapshot;
        this.retention = retention;
    }

    @Override
    public void perform(Story story) {
        snapshot.perform(story);
        try {
            retention.perform(story);
        } catch (GuardException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.SHUTTING_DOWN) {
                throw e;
            }
            story.warn("The snapshot was taken, but old ones could not be deleted: " + e.message());
        }
    }
}
