package org.datastoreguard.api.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.PathSegment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.DelegatedSessions;
import org.datastoreguard.security.Logins;
import org.datastoreguard.security.Logins.Login;
import org.datastoreguard.security.TokenHolder;
import org.datastoreguard.vcenter.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is asking before any path is looked at, so that a stranger cannot even learn which paths exist. What is
 * shown first counts, bearer token, vSphere Client session, cookie: one that is wrong is not made good by another.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {
    /** The vSphere Client's own name for its session token. */
    public static final String CLIENT_SESSION = "vmware-api-session-id";
    /** The instance UUID of the vCenter that the vSphere Client's object belongs to. */
    public static final String VCENTER = "datastore-guard-vcenter";

    public static final String CSRF = "X-CSRF-Token";

    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 512;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final ApiTokens tokens;
    private final DelegatedSessions delegated;
    private final Logins logins;

    @Inject
    public AuthenticationFilter(ApiTokens tokens, DelegatedSessions delegated, Logins logins) {
        this.tokens = tokens;
        this.delegated = delegated;
        this.logins = logins;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        caller(request).ifPresent(request::setSecurityContext);
    }

    private Optional<Caller> caller(ContainerRequestContext request) throws IOException {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String session = request.getHeaderString(CLIENT_SESSION);
        Cookie cookie = request.getCookies().get(SessionCookie.NAME);
        if (authorization != null) {
            return Optional.of(holder(authorization));
        } else if (session != null) {
            return Optional.of(new Caller(delegated.person(session, vcenter(request)), null));
        } else if (isSigningIn(request)) {
            return Optional.empty();
        } else if (cookie != null) {
            return Optional.of(signedIn(request, cookie));
        }
        throw stranger();
    }

    private static GuardException stranger() {
        return new GuardException(
                ErrorCode.UNAUTHENTICATED,
                "Send a valid token as Authorization: Bearer TOKEN (make one with datastore-guard token create), or sign"
                        + " in by POST /sessions");
    }

    private Caller holder(String header) {
        if (header.length() > LONGEST_TOKEN || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw stranger();
        }
        return tokens.verify(header.substring(SCHEME.length()).strip())
                .map(token -> new Caller(new TokenHolder(token), null))
                .orElseThrow(AuthenticationFilter::stranger);
    }

    /** The header's word, or else what the id in the path says; null where neither says anything. */
    private static @Nullable String vcenter(ContainerRequestContext request) throws IOException {
        String named = request.getHeaderString(VCENTER);
        if (named != null) {
            return named;
        }
        String path = request.getUriInfo().getPath();
        return path.equals("visibility")
                ? firstVcenter(Stream.of(body(request).split("\"", -1)))
                : firstVcenter(request.getUriInfo().getPathSegments().stream().map(PathSegment::getPath));
    }

    private static @Nullable String firstVcenter(Stream<String> texts) {
        return texts.flatMap(text -> ObjectId.find(text).stream())
                .map(ObjectId::instanceUuid)
                .findFirst()
                .orElse(null);
    }

    /** The vSphere Client asks this by itself, so no page of ours can add the header; its objects are in the body. */
    private static String body(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The one thing a stranger may do. */
    private static boolean isSigningIn(ContainerRequestContext request) {
        return request.getMethod().equals("POST")
                && request.getUriInfo().getPath().equals("sessions");
    }

    private Caller signedIn(ContainerRequestContext request, Cookie cookie) {
        Login login = logins.find(cookie.getValue()).orElseThrow(AuthenticationFilter::stranger);
        if (!READING.contains(request.getMethod()) && !login.isCsrfToken(request.getHeaderString(CSRF))) {
            throw new GuardException(
                    ErrorCode.FORBIDDEN, "A change by cookie needs the header " + CSRF + ": see GET /sessions/current");
        }
        return new Caller(login.person(), login);
    }
}
