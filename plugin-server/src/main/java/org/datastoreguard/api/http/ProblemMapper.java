package org.datastoreguard.api.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever ends a request into a problem document. What nobody foresaw becomes INTERNAL with an incident id; its
 * stack trace goes to the log, never outside.
 */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    public static final MediaType TYPE = new MediaType("application", "problem+json");

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final int SERVER_ERROR = 500;

    @Override
    public Response toResponse(Throwable error) {
        if (error instanceof GuardException e) {
            return answer(HttpStatus.of(e), e);
        }
        if (error instanceof JsonProcessingException e) {
            return answer(400, new GuardException(ErrorCode.MALFORMED_REQUEST, "The body is not valid JSON" + at(e)));
        }
        if (error instanceof WebApplicationException e && e.getResponse().getStatus() < SERVER_ERROR) {
            return ofJaxRs(e);
        }
        return internal(error);
    }

    /** Only where it broke, never what stood there: that may be a secret. */
    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Response ofJaxRs(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (e.getResponse().getStatusInfo().getFamily() == Response.Status.Family.REDIRECTION) {
            return e.getResponse();
        }
        GuardException known = switch (status) {
            case 404 -> new GuardException(ErrorCode.NOT_FOUND, "There is nothing at this address");
            case 405 -> new GuardException(ErrorCode.MALFORMED_REQUEST, "This address does not know that method");
            case 406 -> new GuardException(ErrorCode.MALFORMED_REQUEST, "This address cannot answer in that format");
            case 413 -> new GuardException(ErrorCode.MALFORMED_REQUEST, "The body is too large");
            case 415 ->
                new GuardException(ErrorCode.MALFORMED_REQUEST, "Send the body as Content-Type: application/json");
            default -> new GuardException(ErrorCode.MALFORMED_REQUEST, "The request cannot be read");
        };
        Response answer = answer(status, known);
        String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    private static Response internal(Throwable error) {
        String incident = newIncident();
        LOG.error("Incident {}", incident, error);
        return answer(
                SERVER_ERROR,
                new GuardException(
                        ErrorCode.INTERNAL, "Something went wrong here; see incident " + incident + " in the log"),
                incident);
    }

    private static Response answer(int status, GuardException e) {
        String incident = newIncident();
        if (status >= SERVER_ERROR) {
            LOG.warn("Incident {}: {} {}", incident, e.code(), e.message());
        } else {
            LOG.debug("Incident {}: {}", incident, e.code());
        }
        return answer(status, e, incident);
    }

    private static Response answer(int status, GuardException e, String incident) {
        Problem problem = new Problem(
                "urn:datastore-guard:problem:" + e.code(),
                e.code().title(),
                status,
                e.message(),
                e.code(),
                e.code().temporary(),
                incident,
                e.fields().isEmpty() ? null : e.fields(),
                stderr(e));
        Response.ResponseBuilder answer = Response.status(status)
                .type(TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem);
        if (e.code() == ErrorCode.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.build();
    }

    private static @Nullable String stderr(GuardException e) {
        return e.stderr().orElse(null);
    }

    private static String newIncident() {
        return UUID.randomUUID().toString();
    }
}
