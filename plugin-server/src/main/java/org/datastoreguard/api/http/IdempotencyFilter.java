package org.datastoreguard.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.IdempotencyKeys;
import org.datastoreguard.security.IdempotencyKeys.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client that lost an answer ask again: a POST with an {@code Idempotency-Key} that was answered before gets the
 * same answer, and nothing is done twice. Refused requests are not remembered, since they changed nothing.
 */
@Priority(Priorities.AUTHORIZATION + 100)
public final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final String CLAIMED = "datastore-guard.idempotency-key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    private final IdempotencyKeys keys;
    private final ObjectMapper json;

    @Context
    private @Nullable ResourceInfo endpoint;

    @Inject
    public IdempotencyFilter(IdempotencyKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String key = request.getHeaderString(HEADER);
        if (key == null || !request.getMethod().equals("POST") || answersASecret()) {
            return;
        }
        if (!KEY.matcher(key).matches()) {
            throw GuardException.invalid(HEADER, "must have 1 to 128 printable ASCII characters and no space");
        }
        IdempotencyKeys.Claim claim =
                keys.claim(Caller.of(request.getSecurityContext()).actor(), key, fingerprint(request));
        if (claim instanceof IdempotencyKeys.Granted) {
            request.setProperty(CLAIMED, key);
        } else {
            request.abortWith(repeated(claim));
        }
    }

    /** An answer that holds a secret is not kept anywhere, so it cannot be given twice. */
    private boolean answersASecret() {
        return endpoint != null
                && endpoint.getResourceMethod() != null
                && endpoint.getResourceMethod().isAnnotationPresent(AnswersSecret.class);
    }

    private static String fingerprint(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        return "POST " + request.getUriInfo().getPath() + "\n" + new String(body, StandardCharsets.UTF_8);
    }

    private static Response repeated(IdempotencyKeys.Claim claim) {
        if (claim instanceof IdempotencyKeys.Replay replay) {
            return replay(replay.answer());
        }
        throw new GuardException(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                claim instanceof IdempotencyKeys.InProgress
                        ? "The first request with this key is still being worked on; ask again in a moment"
                        : "This key was used for another request; use a new key for each new request");
    }

    private static Response replay(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .header("Idempotency-Replayed", "true")
                .entity(answer.body());
        if (answer.body() != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE);
        }
        if (answer.location() != null) {
            response.header(HttpHeaders.LOCATION, answer.location());
        }
        if (answer.entityTag() != null) {
            response.header(HttpHeaders.ETAG, answer.entityTag());
        }
        return response.build();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (!(request.getProperty(CLAIMED) instanceof String key)) {
            return;
        }
        String actor = Caller.of(request.getSecurityContext()).actor();
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            keys.answered(actor, key, answer(response));
        } else {
            keys.release(actor, key);
        }
    }

    private Answer answer(ContainerResponseContext response) throws JsonProcessingException {
        return new Answer(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.LOCATION),
                response.getHeaderString(HttpHeaders.ETAG),
                response.hasEntity() ? json.writeValueAsString(response.getEntity()) : null);
    }
}
