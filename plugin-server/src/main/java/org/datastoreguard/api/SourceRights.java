package org.datastoreguard.api;

import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/** Whether the caller may protect what a request names. Pure. */
final class SourceRights {
    private SourceRights() {}

    /**
     * @throws org.datastoreguard.error.GuardException FORBIDDEN; INVALID_FIELD in the words for a datastore that does not
     *     exist, where the caller may not see it
     */
    static void need(Role role, Source source, Rights rights) {
        Place place = Places.of(source);
        if (source instanceof Source.OfDatastore && !rights.allow(Role.VIEW, place)) {
            FormErrors errors = new FormErrors();
            SourceRules.noSuchDatastore(errors);
            errors.throwIfAny();
        }
        rights.need(role, place);
    }
}
