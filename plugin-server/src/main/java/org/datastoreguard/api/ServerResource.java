package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.datastoreguard.api.document.CertificateDocument;
import org.datastoreguard.api.http.Requires;

/** What this server shows of itself to everybody it knows. */
@Path("server")
@Tag(name = "about")
@Produces(MediaType.APPLICATION_JSON)
public final class ServerResource {
    private final ServerFacts facts;

    @Inject
    public ServerResource(ServerFacts facts) {
        this.facts = facts;
    }

    @GET
    @Path("certificate")
    @Requires(on = Requires.Where.KNOWN)
    @Operation(summary = "Read the certificate that this server serves, as it shows it to everybody who connects")
    public CertificateDocument readCertificate() {
        ServerFacts.ServedCertificate served = facts.certificate();
        return new CertificateDocument(
                served.subject(),
                served.names(),
                served.issuer(),
                served.validFrom(),
                served.validUntil(),
                served.fingerprint(),
                served.selfSigned());
    }
}
