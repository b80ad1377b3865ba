package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.datastoreguard.api.document.AboutDocument;
import org.datastoreguard.api.http.Caller;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/** What this server is, and who is asking. */
@Path("about")
@Tag(name = "about")
@Produces(MediaType.APPLICATION_JSON)
public final class AboutResource {
    private final ServerFacts facts;

    @Inject
    public AboutResource(ServerFacts facts) {
        this.facts = facts;
    }

    @GET
    @Requires(on = Requires.Where.KNOWN)
    @Operation(summary = "Version of the server, and the caller's role")
    public AboutDocument about(@Context SecurityContext security) {
        Role role = Caller.of(security)
                .identity()
                .roles(List.of(Place.INSTALLATION))
                .get(Place.INSTALLATION);
        return new AboutDocument("Datastore Guard", facts.version(), "v1", role == null ? null : role.name());
    }
}
