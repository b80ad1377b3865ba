package org.datastoreguard.api.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * What every error looks like from outside (RFC 9457).
 *
 * @param type identifies the kind of error, one for each code
 * @param temporary whether the same request can succeed later without anybody changing anything
 * @param incidentId stands in the server's log too
 * @param stderr what a machine said, word for word
 */
@Schema(name = "Problem", description = "RFC 9457 problem document")
public record Problem(
        @Schema(example = "urn:datastore-guard:problem:INVALID_FIELD")
        String type,

        String title,
        int status,
        String detail,
        ErrorCode code,
        boolean temporary,
        String incidentId,
        @Nullable List<FieldError> errors,
        @Nullable String stderr) {}
