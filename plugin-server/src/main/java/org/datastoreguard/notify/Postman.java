package org.datastoreguard.notify;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Sends messages, each within a time that no server out there can stretch. Thread-safe. */
public final class Postman implements AutoCloseable {
    /** For everything from the name look-up to the last answer. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Threads that wait for servers which answer a byte now and then; more are refused. */
    private static final int MOST_AT_ONCE = 8;

    private final MailSender mails;
    private final WebhookSender webhooks;
    private final Duration patience;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread made = new Thread(task, "notification");
                made.setDaemon(true);
                return made;
            });

    public Postman(MailSender mails, WebhookSender webhooks) {
        this(mails, webhooks, PATIENCE);
    }

    Postman(MailSender mails, WebhookSender webhooks, Duration patience) {
        this.mails = mails;
        this.webhooks = webhooks;
        this.patience = patience;
    }

    /**
     * @param secret the password, or the key to sign with; null for none
     * @return receivers that were refused while others were not, with the reasons
     * @throws GuardException NOTIFICATION_FAILED, with what the server out there answered and what to do next
     */
    public List<String> send(Target target, @Nullable String secret, Message message) {
        Future<List<String>> sending;
        try {
            sending = threads.submit(() -> sendNow(target, secret, message));
        } catch (RejectedExecutionException e) {
            throw Refusal.of("Too many messages are on their way to servers that do not answer; it is tried again", e);
        }
        try {
            return sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw Refusal.of(
                    host(target) + " did not take the message within " + patience.toSeconds()
                            + " s; look whether it is overloaded, and whether the port is the right one",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof GuardException known
                    ? known
                    : Refusal.of("The message could not be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "The server is shutting down", e);
        }
    }

    private List<String> sendNow(Target target, @Nullable String secret, Message message) {
        if (target instanceof Target.Mail mail) {
            return mails.send(mail, secret, message);
        }
        webhooks.send((Target.Webhook) target, secret, message);
        return List.of();
    }

    private static String host(Target target) {
        return target instanceof Target.Mail mail
                ? "The mail server " + mail.host() + ":" + mail.port()
                : "The web server " + ((Target.Webhook) target).url().getAuthority();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
