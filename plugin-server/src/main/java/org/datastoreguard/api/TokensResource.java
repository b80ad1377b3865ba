package org.datastoreguard.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.TokenDocument;
import org.datastoreguard.api.document.TokenForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.AnswersSecret;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** Bearer tokens for automation. */
@Path("tokens")
@Tag(name = "tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class TokensResource {
    private final ApiTokens tokens;
    private final Documents documents;
    private final Clock clock;

    @Inject
    public TokensResource(ApiTokens tokens, Documents documents, Clock clock) {
        this.tokens = tokens;
        this.documents = documents;
        this.clock = clock;
    }

    @GET
    @Requires(Role.CONFIGURE)
    @Operation(summary = "List the tokens, without their secrets")
    public Page<TokenDocument> listTokens(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(tokens.all(), TokensResource::key, PageRequest.of(limit, cursor))
                .map(token -> TokenDocument.of(token, null));
    }

    private static String key(ApiTokens.ApiToken token) {
        return token.name().toLowerCase(Locale.ROOT) + "\n" + token.id();
    }

    @POST
    @Requires(Role.CONFIGURE)
    @AnswersSecret
    @Operation(summary = "Make a token; its secret is in this answer and nowhere else")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TokenDocument.class)))
    public Response createToken(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TokenDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        TokenDocument wanted = TokenForm.checked(documents.create(body, TokenDocument.class, errors), clock, errors);
        ApiTokens.Created made = tokens.create(
                requireNonNull(wanted.name()),
                requireNonNull(wanted.role()),
                wanted.expiresAt(),
                wanted.datastoreIds() == null ? Set.of() : Set.copyOf(wanted.datastoreIds()));
        return Answers.created("tokens", made.token().id(), TokenDocument.of(made.token(), made.secret()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @DELETE
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Revoke a token at once")
    @ApiResponse(responseCode = "204")
    public void revokeToken(@PathParam("id") String id) {
        if (!tokens.revoke(id)) {
            throw Answers.notFound("token");
        }
    }
}
