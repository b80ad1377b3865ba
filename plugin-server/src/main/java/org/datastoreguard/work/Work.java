package org.datastoreguard.work;

/**
 * Something a run does: take a snapshot, replicate. It tells its story as it goes and ends by returning (success, with
 * warnings if the story has some) or by throwing a {@link org.datastoreguard.error.GuardException}.
 *
 * <p>A work must be repeatable: after a crash it is performed again from the start, and finds out from the machines
 * what is already done.
 */
@FunctionalInterface
public interface Work {
    void perform(Story story);

    /** Takes back what a performance left for its next one, such as holds, since none will come. Never throws. */
    default void abandon(Story story) {}
}
