package org.datastoreguard.api.document;

import java.time.Clock;
import java.util.List;

/** Checks what is asked of a new token. Pure but for the clock. */
public final class TokenForm {
    private static final int MOST_DATASTORES = 1000;

    private TokenForm() {}

    /** @throws org.datastoreguard.error.GuardException with all broken rules */
    public static TokenDocument checked(TokenDocument d, Clock clock, FormErrors errors) {
        TextRules.label("name", errors.required("name", d.name()), errors);
        errors.required("role", d.role());
        if (d.expiresAt() != null && !d.expiresAt().isAfter(clock.instant())) {
            errors.add("expiresAt", "must lie in the future");
        }
        List<String> datastores = d.datastoreIds();
        if (datastores != null) {
            if (datastores.isEmpty() || datastores.size() > MOST_DATASTORES) {
                errors.add("datastoreIds", "must name 1 to " + MOST_DATASTORES + " datastores; leave it out for all");
            }
            for (int i = 0; i < datastores.size(); i++) {
                TextRules.datastoreId("datastoreIds[" + i + "]", datastores.get(i), errors);
            }
        }
        errors.throwIfAny();
        return d;
    }
}
