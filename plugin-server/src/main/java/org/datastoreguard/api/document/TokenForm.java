package org.datastoreguard.api.document;

import java.time.Clock;

/** Checks what is asked of a new token. Pure but for the clock. */
public final class TokenForm {
    private TokenForm() {}

    /** @throws org.datastoreguard.error.GuardException with all broken rules */
    public static TokenDocument checked(TokenDocument d, Clock clock, FormErrors errors) {
        TextRules.label("name", errors.required("name", d.name()), errors);
        errors.required("role", d.role());
        if (d.expiresAt() != null && !d.expiresAt().isAfter(clock.instant())) {
            errors.add("expiresAt", "must lie in the future");
        }
        errors.throwIfAny();
        return d;
    }
}
