package org.datastoreguard.nas;

import java.util.UUID;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * Adds and changes storage machines. Each gets a key pair of its own; a machine may be added before its person has
 * installed the public half there, and connecting then says which line to install. Thread-safe.
 */
public final class NasRegistration {
    private final NasSystems systems;

    public NasRegistration(NasSystems systems) {
        this.systems = systems;
    }

    /** @throws GuardException INVALID_FIELD, NAME_TAKEN */
    public NasSystem add(NasDraft draft) {
        NasDraft checked = draft.checked();
        SshKeyPair pair = SshKeyPair.generate(checked.name());
        NasSystem system = of(checked, UUID.randomUUID().toString(), pair.publicLine(), 1);
        systems.add(system, pair.privateKey());
        return system;
    }

    /**
     * Replaces what a person may change; id and keys stay.
     *
     * @param version the version the person looked at
     * @throws GuardException INVALID_FIELD, NOT_FOUND, VERSION_CONFLICT, NAME_TAKEN
     */
    public NasSystem change(String id, long version, NasDraft draft) {
        NasSystem known = systems.find(id)
                .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no NAS system " + id));
        return systems.update(of(draft.checked(), id, known.publicKey(), version));
    }

    private static NasSystem of(NasDraft draft, String id, String publicKey, long version) {
        return new NasSystem(
                id,
                draft.name(),
                draft.host(),
                draft.port(),
                draft.user(),
                draft.sudo(),
                draft.hostKey(),
                publicKey,
                draft.addresses(),
                version);
    }
}
