package org.datastoreguard.api.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.notify.NotifyOn;
import org.datastoreguard.notify.Outbox;
import org.datastoreguard.notify.Target;
import org.datastoreguard.notify.Target.Security;
import org.jspecify.annotations.Nullable;

/** A way to tell people what happened: mail, or a POST to a web server. */
@Schema(name = "NotificationChannel")
public record NotificationChannelDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 80) @Nullable
        String name,

        @Schema(description = "Absent: true. What waits is given up when it is set to false") @Nullable
        Boolean enabled,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "Which of mail and webhook is there")
        @Nullable
        Kind kind,

        @Schema(description = "What it is told. Absent: FAILURES. The end of what was told is told too") @Nullable
        NotifyOn notifyOn,

        @Nullable Mail mail,

        @Nullable Webhook webhook,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Whether a password of mail is stored")
        @Nullable
        Boolean passwordSet,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Whether a secret of webhook is stored")
        @Nullable
        Boolean secretSet,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "Absent: nothing was sent yet. Tests do not count")
        @Nullable
        Instant lastSent,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "Of the last attempt; absent when that was well")
        @Nullable
        Problem lastProblem,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Also the ETag; send it as If-Match to change")
        @Nullable
        Long version) {

    /** What stands behind a channel. */
    public enum Kind {
        MAIL,
        WEBHOOK
    }

    /** Mail through a mail server. */
    @Schema(name = "NotificationMail")
    public record Mail(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String host,

            @Schema(
                    minimum = "1",
                    maximum = "65535",
                    description = "Absent: 587 for STARTTLS, 465 for TLS, 25 for NONE")
            @Nullable
            Integer port,

            @Schema(description = "Absent: STARTTLS. The certificate and its name are checked") @Nullable
            Security security,

            @Schema(maxLength = 256, description = "Needs STARTTLS or TLS. Absent: nobody signs in") @Nullable
            String username,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            @Schema(
                    accessMode = Schema.AccessMode.WRITE_ONLY,
                    maxLength = 256,
                    description = "Required with a new username or host; never answered")
            @Nullable
            String password,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "storage@example.org") @Nullable
            String from,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "1 to 20 addresses") @Nullable
            List<String> to) {}

    /** A POST of JSON to a web server. */
    @Schema(name = "NotificationWebhook")
    public record Webhook(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "https, or http to this machine itself; redirects are not followed",
                    example = "https://hooks.example.org/storage")
            @Nullable
            String url,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            @Schema(
                    accessMode = Schema.AccessMode.WRITE_ONLY,
                    minLength = 16,
                    maxLength = 256,
                    description = "Signs the body with HMAC-SHA256 in X-Datastore-Guard-Signature; never answered")
            @Nullable
            String secret) {}

    /** Why the last message could not be sent, or not to everybody, and what to do next. */
    @Schema(name = "NotificationProblem")
    public record Problem(Instant at, ErrorCode code, String message) {}

    public static NotificationChannelDocument of(Channel channel, Outbox.State state) {
        Target.Mail mail = channel.target() instanceof Target.Mail found ? found : null;
        Target.Webhook webhook = channel.target() instanceof Target.Webhook found ? found : null;
        return new NotificationChannelDocument(
                channel.id(),
                channel.name(),
                channel.enabled(),
                mail != null ? Kind.MAIL : Kind.WEBHOOK,
                channel.notifyOn(),
                mail == null ? null : of(mail),
                webhook == null ? null : new Webhook(webhook.url().toString(), null),
                mail == null ? null : channel.secretSet(),
                webhook == null ? null : channel.secretSet(),
                state.lastSent(),
                state.problem() == null ? null : of(state.problem()),
                channel.version());
    }

    private static Mail of(Target.Mail mail) {
        return new Mail(mail.host(), mail.port(), mail.security(), mail.username(), null, mail.from(), mail.to());
    }

    private static Problem of(Outbox.Problem problem) {
        return new Problem(problem.at(), problem.code(), problem.message());
    }
}
