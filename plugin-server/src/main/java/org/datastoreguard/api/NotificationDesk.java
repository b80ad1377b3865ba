package org.datastoreguard.api;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.datastoreguard.api.document.NotificationChannelForm.Wanted;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.notify.ChannelWaking;
import org.datastoreguard.notify.Channels;
import org.datastoreguard.notify.Message;
import org.datastoreguard.notify.Outbox;
import org.datastoreguard.notify.Postman;
import org.datastoreguard.notify.Target;
import org.jspecify.annotations.Nullable;

/** Adds, changes, tries and removes channels of notifications. Thread-safe. */
public final class NotificationDesk {
    private final Channels channels;
    private final Outbox outbox;
    private final Postman postman;
    private final ChannelWaking waking;
    private final Clock clock;

    public NotificationDesk(Channels channels, Outbox outbox, Postman postman, ChannelWaking waking, Clock clock) {
        this.channels = channels;
        this.outbox = outbox;
        this.postman = postman;
        this.waking = waking;
        this.clock = clock;
    }

    List<Channel> all() {
        return channels.all();
    }

    Channel find(String id) {
        return channels.find(id).orElseThrow(() -> Answers.notFound("notification channel"));
    }

    Outbox.State state(Channel channel) {
        return outbox.state(channel.id());
    }

    /** @throws GuardException INVALID_FIELD, NAME_TAKEN */
    Channel add(Wanted wanted) {
        Channel channel = withSecret(wanted, null);
        channels.add(channel, wanted.secret());
        return channel;
    }

    /** @throws GuardException INVALID_FIELD, NAME_TAKEN, VERSION_CONFLICT; nothing is changed then */
    Channel change(Channel current, Wanted wanted) {
        Channel changed = channels.update(withSecret(wanted, current), wanted.secret());
        outbox.changed(changed.id(), !changed.enabled());
        waking.hurry(changed.id());
        return changed;
    }

    void remove(Channel channel) {
        channels.remove(channel.id());
    }

    /** @throws GuardException NOTIFICATION_FAILED */
    void test(Channel channel) {
        test(channel, channels.secret(channel.id()).orElse(null));
    }

    /**
     * Tries what is not saved.
     *
     * @param saved the channel that it would change, whose secret counts where none is given; null for a new one
     * @throws GuardException INVALID_FIELD, NOTIFICATION_FAILED
     */
    void test(Wanted wanted, @Nullable Channel saved) {
        Channel channel = withSecret(wanted, saved);
        boolean kept = wanted.secret() == null && channel.secretSet();
        test(channel, kept ? channels.secret(channel.id()).orElse(null) : wanted.secret());
    }

    private void test(Channel channel, @Nullable String secret) {
        List<String> refused = postman.send(channel.target(), secret, Message.test(channel, clock.instant()));
        if (!refused.isEmpty()) {
            throw new GuardException(
                    ErrorCode.NOTIFICATION_FAILED,
                    "The mail server took the message, but refused " + String.join("; ", refused)
                            + ". Correct or remove these addresses");
        }
    }

    /**
     * The channel as it will be, with its secret or that of the one before. A secret is only kept for whom it was given:
     * otherwise whoever may edit an address could have it sent to a machine of theirs.
     */
    private static Channel withSecret(Wanted wanted, @Nullable Channel current) {
        Channel channel = wanted.channel();
        boolean keeps = current != null && current.secretSet() && sameReceiver(current.target(), channel.target());
        if (wanted.secret() == null && !keeps && needsSecret(channel.target(), current)) {
            boolean mail = channel.target() instanceof Target.Mail;
            throw GuardException.invalid(
                    mail ? "mail.password" : "webhook.secret",
                    "is required"
                            + (current == null
                                    ? ""
                                    : ": it is only kept while " + (mail ? "host and username" : "the host of the url")
                                            + " stay the same"));
        }
        return new Channel(
                channel.id(),
                channel.name(),
                channel.enabled(),
                channel.notifyOn(),
                channel.target(),
                wanted.secret() != null || keeps,
                channel.version());
    }

    private static boolean sameReceiver(Target before, Target after) {
        if (before instanceof Target.Mail was && after instanceof Target.Mail is) {
            return is.username() != null
                    && is.host().equals(was.host())
                    && is.username().equals(was.username());
        }
        return before instanceof Target.Webhook was
                && after instanceof Target.Webhook is
                && Objects.equals(origin(was.url()), origin(is.url()));
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }

    /** A webhook may do without; one that was signed does not silently go on unsigned. */
    private static boolean needsSecret(Target wanted, @Nullable Channel current) {
        return wanted instanceof Target.Mail mail
                ? mail.username() != null
                : current != null && current.secretSet() && current.target() instanceof Target.Webhook;
    }
}
