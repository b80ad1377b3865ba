package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Asks an address for its certificate, for a person to compare; trusts nothing. */
@Schema(name = "CertificateScan")
public record CertificateScanDocument(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "https://host[:port]",
                example = "https://vcenter.example.com")
        @Nullable
        String url,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "SHA-256; what to send as fingerprint once compared")
        @Nullable
        String fingerprint,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String subject,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String issuer,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        Instant validFrom,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        Instant validUntil) {

    /** @throws GuardException INVALID_FIELD on {@code url} */
    public URI address(FormErrors errors) {
        URI address = url == null ? errors.required("url", (URI) null) : VcenterForm.url(url, errors);
        errors.throwIfAny();
        return requireNonNull(address);
    }

    /** What was shown at an address. */
    public static CertificateScanDocument of(URI address, X509Certificate shown) {
        try {
            return new CertificateScanDocument(
                    address.toString(),
                    Fingerprint.of(shown).text(),
                    shown.getSubjectX500Principal().getName(),
                    shown.getIssuerX500Principal().getName(),
                    shown.getNotBefore().toInstant(),
                    shown.getNotAfter().toInstant());
        } catch (CertificateEncodingException e) {
            throw new GuardException(
                    ErrorCode.VCENTER_UNREACHABLE, address.getAuthority() + " shows no certificate", e);
        }
    }
}
