package org.datastoreguard.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.SessionDocument;
import org.datastoreguard.api.document.SessionForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.AnswersSecret;
import org.datastoreguard.api.http.Caller;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.SessionCookie;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.Logins;
import org.datastoreguard.security.Logins.Login;
import org.datastoreguard.security.Person;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;
import org.datastoreguard.security.TokenHolder;
import org.datastoreguard.vcenter.ObjectId;
import org.jspecify.annotations.Nullable;

/** Signing in with a vCenter user, for browsers outside the vSphere Client. */
@Path("sessions")
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionsResource {
    private final Logins logins;
    private final Audit audit;
    private final Documents documents;

    @Inject
    public SessionsResource(Logins logins, Audit audit, Documents documents) {
        this.logins = logins;
        this.audit = audit;
        this.documents = documents;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(on = Requires.Where.OPEN)
    @AnswersSecret
    @Operation(
            summary = "Sign in with a vCenter user",
            description = "Sets a cookie that scripts cannot read. Changes made with it need the answer's csrfToken as"
                    + " X-CSRF-Token. Ends after 30 minutes without a request, and after 12 hours")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SessionDocument.class)))
    public Response signIn(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SessionForm.class)))
                    @Nullable
                    JsonNode body,
            @Context HttpServletRequest request) {
        FormErrors errors = new FormErrors();
        SessionForm form = documents.create(body, SessionForm.class, errors).checked(errors);
        Logins.Opened opened = audited(form, request.getRemoteAddr());
        return Answers.created(
                        "sessions",
                        "current",
                        document(new Caller(opened.login().person(), opened.login()), Place.INSTALLATION))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.of(opened.cookie()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Logins.Opened audited(SessionForm form, String address) {
        String vcenter = requireNonNull(form.vcenterId());
        String username = requireNonNull(form.username());
        String outcome = "201";
        try {
            return logins.logIn(vcenter, username, requireNonNull(form.password()), address);
        } catch (GuardException e) {
            outcome = e.code().name();
            throw e;
        } finally {
            audit.record(username, "signIn", "sessions from " + address, outcome);
        }
    }

    @GET
    @Path("current")
    @Requires(on = Requires.Where.KNOWN)
    @Operation(summary = "Who is asking, and with which role")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionDocument.class)))
    public Response readSession(
            @Parameter(description = "The id of a datastore: answer the role there instead") @QueryParam("on") @Nullable
                    String on,
            @Context SecurityContext security) {
        return Response.ok(document(Caller.of(security), on == null ? Place.INSTALLATION : datastore(on)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Place datastore(String id) {
        return ObjectId.find(id)
                .filter(object -> object.type().equals("Datastore"))
                .map(object -> new Place.OfDatastore(id))
                .orElseThrow(() -> GuardException.invalid("on", "must be the id of a datastore"));
    }

    private static SessionDocument document(Caller caller, Place place) {
        Login login = caller.login();
        Role role = caller.identity().roles(List.of(place)).get(place);
        if (caller.identity() instanceof TokenHolder holder) {
            return new SessionDocument(
                    SessionDocument.Kind.TOKEN,
                    caller.actor(),
                    null,
                    role,
                    null,
                    holder.token().expiresAt());
        }
        Person person = (Person) caller.identity();
        return new SessionDocument(
                login == null ? SessionDocument.Kind.VSPHERE_CLIENT : SessionDocument.Kind.SIGNED_IN,
                caller.actor(),
                person.vcenter().id(),
                role,
                login == null ? null : login.csrfToken(),
                login == null ? null : login.expiresAt());
    }

    @DELETE
    @Path("current")
    @Requires(on = Requires.Where.KNOWN)
    @Operation(
            summary = "Sign out",
            description = "Ends the session at the vCenter too. A bearer token is ended by revoking it instead")
    @ApiResponse(responseCode = "204")
    public Response signOut(
            @Context SecurityContext security, @CookieParam(SessionCookie.NAME) @Nullable String cookie) {
        Caller caller = Caller.of(security);
        if (!(caller.identity() instanceof Person person)) {
            throw new GuardException(
                    ErrorCode.MALFORMED_REQUEST, "A token is ended by revoking it: DELETE /tokens/{id}");
        }
        if (caller.login() != null && cookie != null) {
            logins.end(cookie);
        } else {
            person.session().close();
        }
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.ended())
                .build();
    }
}
