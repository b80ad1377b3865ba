package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.datastoreguard.api.document.CertificateScanDocument;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.security.Role;
import org.datastoreguard.vcenter.CertificateScan;
import org.jspecify.annotations.Nullable;

/** Shows the certificate of a vCenter, before it is added. */
@Path("certificate-scans")
@Tag(name = "vCenters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class CertificateScansResource {
    private final CertificateScan scan = new CertificateScan();
    private final Documents documents;

    @Inject
    public CertificateScansResource(Documents documents) {
        this.documents = documents;
    }

    @POST
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Ask an address for its certificate; trusts nothing, keeps nothing",
            description = "The handshake is broken off at the certificate: no request is sent, no redirect is followed")
    public CertificateScanDocument scanCertificate(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = CertificateScanDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        URI address =
                documents.create(body, CertificateScanDocument.class, errors).address(errors);
        return CertificateScanDocument.of(address, scan.scan(address));
    }
}
