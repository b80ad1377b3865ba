package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.datastoreguard.api.document.NotificationChannelDocument.Kind;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.notify.MailAddress;
import org.datastoreguard.notify.NotifyOn;
import org.datastoreguard.notify.Target;
import org.datastoreguard.notify.Target.Security;
import org.jspecify.annotations.Nullable;

/** Reads channels of notifications from their documents. Pure. */
public final class NotificationChannelForm {
    private static final int MOST_RECEIVERS = 20;
    private static final int LAST_PORT = 65535;
    private static final int LONGEST_URL = 2000;
    private static final int SHORTEST_SECRET = 16;

    private NotificationChannelForm() {}

    /** @param secret null where the document has none */
    public record Wanted(Channel channel, @Nullable String secret) {}

    /** @throws org.datastoreguard.error.GuardException with all broken rules */
    public static Wanted read(NotificationChannelDocument d, String id, long version, FormErrors errors) {
        String name = TextRules.label("name", errors.required("name", d.name()), errors);
        Kind kind = errors.required("kind", d.kind());
        Target target = kind == null ? null : kind == Kind.MAIL ? mail(d, errors) : webhook(d, errors);
        String secret = secret(d);
        errors.throwIfAny();
        return new Wanted(
                new Channel(
                        id,
                        requireNonNull(name),
                        requireNonNullElse(d.enabled(), true),
                        requireNonNullElse(d.notifyOn(), NotifyOn.FAILURES),
                        requireNonNull(target),
                        secret != null,
                        version),
                secret);
    }

    private static @Nullable String secret(NotificationChannelDocument d) {
        return d.mail() != null
                ? d.mail().password()
                : d.webhook() != null ? d.webhook().secret() : null;
    }

    private static @Nullable Target mail(NotificationChannelDocument d, FormErrors errors) {
        NotificationChannelDocument.Mail mail = errors.required("mail", d.mail());
        refuse("webhook", d.webhook(), Kind.MAIL, errors);
        if (mail == null) {
            return null;
        }
        String host = errors.required("mail.host", mail.host());
        if (host != null && !HostName.isValid(host)) {
            errors.add("mail.host", "must be a host name or address, without port or path");
        }
        Security security = requireNonNullElse(mail.security(), Security.STARTTLS);
        int port = requireNonNullElse(mail.port(), usualPort(security));
        if (port < 1 || port > LAST_PORT) {
            errors.add("mail.port", "must be from 1 to " + LAST_PORT);
        }
        account(mail, security, errors);
        String from = address("mail.from", errors.required("mail.from", mail.from()), errors);
        List<String> to = receivers(mail, errors);
        return errors.has("mail")
                ? null
                : new Target.Mail(requireNonNull(host), port, security, mail.username(), requireNonNull(from), to);
    }

    private static int usualPort(Security security) {
        return switch (security) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
        };
    }

    private static void account(NotificationChannelDocument.Mail mail, Security security, FormErrors errors) {
        TextRules.plain("mail.username", mail.username(), errors);
        TextRules.plain("mail.password", mail.password(), errors);
        if (mail.username() != null && security == Security.NONE) {
            errors.add(
                    "mail.security", "must be STARTTLS or TLS where there is a username: its password could be read");
        }
        if (mail.username() == null && mail.password() != null) {
            errors.add("mail.username", "is required with a password");
        }
    }

    private static List<String> receivers(NotificationChannelDocument.Mail mail, FormErrors errors) {
        List<String> to = requireNonNullElse(errors.required("mail.to", mail.to()), List.of());
        if (mail.to() != null && (to.isEmpty() || to.size() > MOST_RECEIVERS)) {
            errors.add("mail.to", "must have 1 to " + MOST_RECEIVERS + " addresses");
        }
        for (int i = 0; i < to.size(); i++) {
            address("mail.to[" + i + "]", to.get(i), errors);
        }
        return to;
    }

    private static @Nullable String address(String field, @Nullable String text, FormErrors errors) {
        return text == null ? null : errors.check(field, () -> MailAddress.check(field, text));
    }

    private static @Nullable Target webhook(NotificationChannelDocument d, FormErrors errors) {
        NotificationChannelDocument.Webhook webhook = errors.required("webhook", d.webhook());
        refuse("mail", d.mail(), Kind.WEBHOOK, errors);
        if (webhook == null) {
            return null;
        }
        String secret = TextRules.plain("webhook.secret", webhook.secret(), errors);
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            errors.add(
                    "webhook.secret", "must have at least " + SHORTEST_SECRET + " characters, to be worth something");
        }
        String text = errors.required("webhook.url", webhook.url());
        URI url = text == null ? null : url(text, errors);
        return url == null ? null : new Target.Webhook(url);
    }

    private static @Nullable URI url(String text, FormErrors errors) {
        try {
            URI url = new URI(text);
            if (text.length() <= LONGEST_URL && isAllowed(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The rule below says what a good one looks like; the text itself may hold a password.
        }
        errors.add(
                "webhook.url",
                "must be an address such as https://hooks.example.org/storage, without user or fragment; http only to"
                        + " this machine itself (localhost, 127.0.0.1, ::1)");
        return null;
    }

    private static boolean isAllowed(URI url) {
        if (url.getHost() == null
                || !HostName.isValid(url.getHost())
                || url.getUserInfo() != null
                || url.getFragment() != null
                || url.getPort() > LAST_PORT) {
            return false;
        }
        return "https".equals(url.getScheme())
                || "http".equals(url.getScheme()) && new HostName(url.getHost()).isLoopback();
    }

    private static void refuse(String field, @Nullable Object given, Kind kind, FormErrors errors) {
        if (given != null) {
            errors.add(field, "has no meaning with kind " + kind);
        }
    }
}
