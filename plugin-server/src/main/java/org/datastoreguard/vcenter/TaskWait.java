package org.datastoreguard.vcenter;

import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.TaskInfo;
import com.vmware.vim25.TaskInfoState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a task of the vCenter by asking, at first often. A vCenter that does not answer for a while is asked again
 * until the deadline: the task goes on there meanwhile. For one thread.
 */
final class TaskWait {
    private static final Logger log = LoggerFactory.getLogger(TaskWait.class);
    private static final Duration AFTER_CANCEL = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final Connection connection;
    private final ManagedObjectReference task;

    TaskWait(Connection connection, ManagedObjectReference task) {
        this.connection = connection;
        this.task = task;
    }

    /** How a task ended, if it did. */
    sealed interface End {}

    record Succeeded(@Nullable Object result) implements End {}

    record Failed(String reason) implements End {}

    record Unended(String reason) implements End {}

    /** Waits, and cancels the task after the deadline or when this thread is interrupted. */
    End end(Duration deadline) {
        try {
            End end = watch(deadline);
            if (!(end instanceof Unended)) {
                return end;
            }
            cancel();
            End late = watch(AFTER_CANCEL);
            return late instanceof Failed
                    ? new Failed("not done within " + deadline.toSeconds() + " s and cancelled")
                    : late instanceof Unended ? end : late;
        } catch (GuardException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                cancelDespiteInterrupt();
            }
            throw e;
        }
    }

    /** Waits only. @throws GuardException CANCELLED when this thread is interrupted */
    End watch(Duration deadline) {
        long until = System.nanoTime() + deadline.toNanos();
        String problem = "not done within " + deadline.toSeconds() + " s";
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                Optional<End> end = look();
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (GuardException e) {
                if (!e.code().temporary()) {
                    return unanswered(e);
                }
                problem = e.message();
            }
            if (System.nanoTime() >= until) {
                return new Unended(problem);
            }
            pause(pause);
        }
    }

    private static End unanswered(GuardException e) {
        if (e.code() == ErrorCode.CANCELLED) {
            throw e;
        }
        return new Unended(e.message());
    }

    private Optional<End> look() {
        return connection
                .call(session -> new VmReading(session).property(task, "info", TaskInfo.class))
                .flatMap(TaskWait::ended);
    }

    private static Optional<End> ended(TaskInfo info) {
        if (info.getState() == TaskInfoState.success) {
            return Optional.of(new Succeeded(info.getResult()));
        } else if (info.getState() == TaskInfoState.error) {
            return Optional.of(new Failed(reason(info.getError())));
        }
        return Optional.empty();
    }

    private static String reason(@Nullable LocalizedMethodFault error) {
        if (error == null) {
            return "vCenter gave no reason";
        }
        String type =
                error.getFault() == null ? "fault" : error.getFault().getClass().getSimpleName();
        String words = error.getLocalizedMessage();
        FaultText text = new FaultText(type, words == null ? "" : words);
        return text.words().isEmpty() ? text.type() : text.type() + ": " + text.words();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.CANCELLED, "The wait for the vCenter was cancelled", e);
        }
    }

    private void cancelDespiteInterrupt() {
        boolean interrupted = Thread.interrupted();
        cancel();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A task that cannot be cancelled goes on; whoever waits then learns that it did not end. */
    private void cancel() {
        try {
            connection.call(session -> {
                session.port().cancelTask(task);
                return Boolean.TRUE;
            });
        } catch (GuardException e) {
            log.debug("task {} cannot be cancelled", task.getVal(), e);
        }
    }
}
