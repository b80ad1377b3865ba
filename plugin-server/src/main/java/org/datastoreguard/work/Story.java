package org.datastoreguard.work;

import org.jspecify.annotations.Nullable;

/**
 * Where a run's story is written, once, as it happens. The command line, the REST API, the log file and vCenter's task
 * are views of it. Thread-safe. Lines never contain a secret.
 */
public interface Story {
    /** Adds a line to the run's log. */
    void info(String line);

    /** Adds a line to the log and to the run's warnings; the run can still succeed, "with warnings". */
    void warn(String line);

    /**
     * Announces one dataset's transfer before it starts, so that progress has a whole.
     *
     * @param dataset the source dataset
     * @param from the base snapshot's name or null for a full send
     * @param to the snapshot's name
     * @param bytesTotal estimated bytes, or -1 when unknown
     */
    Step step(String dataset, @Nullable String from, String to, long bytesTotal);

    /** What the work waits for at the moment, for people; null when it goes on. */
    void waitingFor(@Nullable String reason);

    /** Ends the work when somebody asked for it. @throws org.datastoreguard.error.GuardException CANCELLED or SHUTTING_DOWN */
    void checkCancelled();

    /**
     * Runs {@code action} when the run is cancelled, at once if it is already; on another thread. The registration ends
     * when the returned handle is closed.
     */
    Registration onCancel(Runnable action);

    /** One announced transfer. Its methods may be called from any thread; a finished step ignores further calls. */
    interface Step {
        void started();

        /** @param bytes bytes done since this step's start, never shrinking */
        void bytesDone(long bytes);

        /** A better estimate of the whole; -1 when unknown. */
        void bytesTotal(long bytes);

        void succeeded();

        void failed();

        /** Not needed any more, because something else already did it. */
        void skipped();
    }

    /** Ends what it stands for; closing twice does nothing. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
