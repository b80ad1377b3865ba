package org.datastoreguard.api.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Audit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down every change that somebody asked for, and how it ended, refused ones too. */
public final class AuditFilter implements ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);

    private final Audit audit;

    @Context
    private @Nullable ResourceInfo endpoint;

    @Inject
    public AuditFilter(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean reads = request.getMethod().equals("GET")
                || request.getMethod().equals("HEAD")
                || request.getMethod().equals("OPTIONS");
        if (!reads && request.getSecurityContext() instanceof Caller caller) {
            write(caller.actor(), action(request), object(request, response), outcome(response));
        }
    }

    /** A change that is done cannot be undone because its entry could not be written; the log then has it. */
    private void write(String actor, String action, String object, String outcome) {
        try {
            audit.record(actor, action, object, outcome);
        } catch (GuardException e) {
            LOG.error("Not in the audit: {} {} {} {}", actor, action, object, outcome, e);
        }
    }

    private String action(ContainerRequestContext request) {
        return endpoint == null || endpoint.getResourceMethod() == null
                ? request.getMethod()
                : endpoint.getResourceMethod().getName();
    }

    private static String object(ContainerRequestContext request, ContainerResponseContext response) {
        String made = response.getHeaderString(HttpHeaders.LOCATION);
        String path = request.getUriInfo().getPath();
        return response.getStatus() == 201 && made != null
                ? path + "/" + made.substring(made.lastIndexOf('/') + 1)
                : path;
    }

    private static String outcome(ContainerResponseContext response) {
        return response.getEntity() instanceof Problem problem
                ? problem.code().name()
                : Integer.toString(response.getStatus());
    }
}
