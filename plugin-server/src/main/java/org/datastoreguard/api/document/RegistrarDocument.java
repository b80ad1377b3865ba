package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.vcenter.Vcenters.OneTimeLogin;
import org.jspecify.annotations.Nullable;

/** Whose account registers the plugin, where the stored one has no right to; used once and kept nowhere. */
@Schema(name = "Registrar")
public record RegistrarDocument(
        @Nullable String username,

        @Schema(accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable
        String password) {
    /** @return null for the stored account. @throws org.datastoreguard.error.GuardException INVALID_FIELD */
    public @Nullable OneTimeLogin login(FormErrors errors) {
        if (username == null && password == null) {
            return null;
        }
        String name = errors.required("username", username);
        String secret = errors.required("password", password);
        errors.throwIfAny();
        return name == null || secret == null ? null : new OneTimeLogin(name, secret);
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "RegistrarDocument[" + username + "]";
    }
}
