package org.datastoreguard.api;

import static java.util.Objects.requireNonNull;

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
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.HostKeyScanDocument;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** Shows the host keys of a machine, before it is added. */
@Path("host-key-scans")
@Tag(name = "NAS systems")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class HostKeyScansResource {
    private static final int SSH_PORT = 22;

    private final NasDesk desk;
    private final Documents documents;

    @Inject
    public HostKeyScansResource(NasDesk desk, Documents documents) {
        this.desk = desk;
        this.documents = documents;
    }

    @POST
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Ask a machine for its host keys; trusts nothing, keeps nothing")
    public HostKeyScanDocument scanHostKeys(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = HostKeyScanDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        HostKeyScanDocument wanted = documents.create(body, HostKeyScanDocument.class, errors);
        errors.required("host", wanted.host());
        errors.throwIfAny();
        String host = requireNonNull(wanted.host());
        int port = wanted.port() == null ? SSH_PORT : wanted.port();
        return new HostKeyScanDocument(
                host,
                port,
                desk.scan(host, port).stream().map(HostKeyScanDocument.Key::of).toList());
    }
}
