package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** The certificate of this server. */
@Schema(name = "Certificate")
public record CertificateDocument(
        @Schema(example = "CN=guard.example.org,O=Datastore Guard")
        String subject,

        @Schema(description = "The host names and addresses that it is good for")
        List<String> names,

        String issuer,
        Instant validFrom,
        Instant validUntil,

        @Schema(description = "SHA-256, colon-separated, as vCenter and browsers show it")
        String fingerprint,

        @Schema(description = "Whether it vouches for itself, as the one does that a server makes at its first start")
        boolean selfSigned) {}
