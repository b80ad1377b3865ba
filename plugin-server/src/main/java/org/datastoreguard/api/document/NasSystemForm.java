package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.datastoreguard.nas.HostKey;
import org.datastoreguard.nas.NasDraft;
import org.datastoreguard.nas.NasSystem;

/** NAS systems from and to their documents. Pure. */
public final class NasSystemForm {
    private static final int SSH_PORT = 22;

    private NasSystemForm() {}

    /**
     * What a document asks for, with defaults filled in and checked.
     *
     * @throws org.datastoreguard.error.GuardException with all broken rules, those already in {@code errors} too
     */
    public static NasDraft toDraft(NasSystemDocument d, FormErrors errors) {
        errors.required("name", d.name());
        errors.required("host", d.host());
        NasDraft draft = new NasDraft(
                requireNonNullElse(d.name(), "absent"),
                requireNonNullElse(d.host(), "absent"),
                requireNonNullElse(d.port(), SSH_PORT),
                requireNonNullElse(d.user(), "root"),
                requireNonNullElse(d.sudo(), false),
                d.hostKey(),
                requireNonNullElse(d.addresses(), List.of()));
        NasDraft checked = errors.check("name", draft::checked);
        errors.throwIfAny();
        return requireNonNull(checked);
    }

    public static NasSystemDocument toDocument(NasSystem system) {
        String hostKey = system.hostKey();
        return NasSystemDocument.of(
                system, hostKey == null ? null : HostKey.parse(hostKey).fingerprint());
    }
}
