package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.vcenter.Registration;
import org.jspecify.annotations.Nullable;

/** How the plugin stands at a vCenter. */
@Schema(name = "Registration")
public record RegistrationDocument(
        Registration.State state,
        @Nullable String version,
        @Nullable String manifestUrl,
        @Nullable String fingerprint,

        @Schema(description = "What differs from what this server would register now, in words")
        List<String> drift,

        @Schema(
                description =
                        "Alarm definitions of the plugin that are not there: somebody took them away, or the account"
                                + " that registered lacks Alarm.Create. The plugin works without")
        List<String> missingAlarms) {
    public static RegistrationDocument of(Registration registration) {
        return new RegistrationDocument(
                registration.state(),
                registration.version(),
                registration.manifestUrl(),
                registration.fingerprint(),
                registration.drift(),
                registration.missingAlarms());
    }
}
