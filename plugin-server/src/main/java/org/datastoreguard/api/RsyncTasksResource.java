package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Role;

/** Rsync tasks: the address is kept for them, and says that they are not there yet. */
@Path("rsync-tasks")
@Tag(name = "rsync tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class RsyncTasksResource {
    @GET
    @Requires(Role.VIEW)
    @Operation(summary = "Not supported yet")
    @ApiResponse(responseCode = "501")
    public Response listRsyncTasks() {
        throw notYet();
    }

    @POST
    @Requires(Role.REPLICATE)
    @Operation(summary = "Not supported yet")
    @ApiResponse(responseCode = "501")
    public Response createRsyncTask() {
        throw notYet();
    }

    private static GuardException notYet() {
        return new GuardException(ErrorCode.NOT_YET_SUPPORTED, "Rsync tasks are not supported yet");
    }
}
