package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person shows to sign in. */
@Schema(name = "SignIn")
public record SessionForm(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "Id or name of the vCenter that knows the person")
        @Nullable
        String vcenterId,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "operator@vsphere.local") @Nullable
        String username,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable
        String password) {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_PASSWORD = 1024;

    /** @throws org.datastoreguard.error.GuardException with all broken rules, never with the password */
    public SessionForm checked(FormErrors errors) {
        line("vcenterId", errors.required("vcenterId", vcenterId), errors);
        line("username", errors.required("username", username), errors);
        String secret = errors.required("password", password);
        if (secret != null && (secret.isEmpty() || secret.length() > LONGEST_PASSWORD)) {
            errors.add("password", "must have 1 to " + LONGEST_PASSWORD + " characters");
        }
        errors.throwIfAny();
        return this;
    }

    /** It ends in the log and the audit. */
    private static void line(String field, @Nullable String text, FormErrors errors) {
        if (text != null
                && (text.isBlank()
                        || text.length() > LONGEST_NAME
                        || text.chars().anyMatch(Character::isISOControl))) {
            errors.add(field, "must be one line of 1 to " + LONGEST_NAME + " characters");
        }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "SessionForm[" + vcenterId + ", " + username + "]";
    }
}
