package org.datastoreguard.api.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** The answers that resources share. Locations are paths, since the name a proxy reaches this server by is not ours to know. */
public final class Answers {
    /** Where this API begins. */
    public static final String BASE = "/api/v1";

    private Answers() {}

    /** 201 with the address of what was made. */
    public static Response created(String collection, String id, long version, Object document) {
        return created(collection, id, document).tag(Versions.tag(version)).build();
    }

    /** 201 for what has no version. */
    public static Response.ResponseBuilder created(String collection, String id, Object document) {
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, BASE + "/" + collection + "/" + id)
                .entity(document);
    }

    /** 200 with the version as ETag. */
    public static Response versioned(long version, Object document) {
        return Response.ok(document).tag(Versions.tag(version)).build();
    }

    /** 202: a run was opened, and the answer shows it as it stands. */
    public static Response accepted(String runId, Object run) {
        return Response.accepted(run)
                .header(HttpHeaders.LOCATION, BASE + "/runs/" + runId)
                .build();
    }

    /** For an id that leads nowhere. */
    public static GuardException notFound(String what) {
        return new GuardException(ErrorCode.NOT_FOUND, "There is no such " + what);
    }
}
