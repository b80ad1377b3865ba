package org.datastoreguard.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.PersonalSession;
import org.datastoreguard.vcenter.PersonalSessions;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.jspecify.annotations.Nullable;

/**
 * People who sign in here with their vCenter user and password. The password goes to the vCenter and is kept nowhere; the
 * login lasts as long as the session at the vCenter, half an hour unused, twelve hours in all. Kept in this process only.
 * Thread-safe.
 */
public final class Logins implements AutoCloseable {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration AGE = Duration.ofHours(12);
    private static final OpenSessions.Bounds BOUNDS = new OpenSessions.Bounds(200, IDLE, AGE);
    private static final Duration LOCK = Duration.ofMinutes(15);
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 256;

    private final VcenterServers servers;
    private final PersonalSessions sessions;
    private final Clock clock;
    private final SecureRandom random;
    private final OpenSessions open;
    /** Fewer than the five after which a vCenter locks an account, so that nobody can lock it from here. */
    private final Attempts byUser;
    /** Guards against one machine that tries many users; wider, because a company may sit behind one address. */
    private final Attempts byAddress;

    private final Map<String, Login> logins = new ConcurrentHashMap<>();

    public Logins(VcenterServers servers, PersonalSessions sessions, Clock clock, SecureRandom random) {
        this.servers = servers;
        this.sessions = sessions;
        this.clock = clock;
        this.random = random;
        this.open = new OpenSessions(clock, BOUNDS);
        this.byUser = new Attempts(clock, 4, LOCK);
        this.byAddress = new Attempts(clock, 20, LOCK);
    }

    /**
     * A signed-in browser.
     *
     * @param csrfToken what a page of ours must send with every change; a page of another origin cannot read it
     * @param expiresAt when it ends though it is used
     */
    public record Login(Person person, String csrfToken, Instant expiresAt) {
        /** Compared in constant time. */
        public boolean isCsrfToken(@Nullable String given) {
            return given != null
                    && MessageDigest.isEqual(
                            given.getBytes(StandardCharsets.UTF_8), csrfToken.getBytes(StandardCharsets.UTF_8));
        }

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Login[" + person.actor() + "]";
        }
    }

    /** @param cookie the secret for the browser's cookie */
    public record Opened(Login login, String cookie) {
        @Override
        public String toString() {
            return login.toString();
        }
    }

    /**
     * @param vcenter id or name
     * @param address where the request came from
     * @throws GuardException UNAUTHENTICATED, the same for a wrong vCenter, user or password; TOO_MANY_REQUESTS;
     *     VCENTER_* when the vCenter cannot be asked
     */
    public Opened logIn(String vcenter, String username, String password, String address) {
        Optional<VcenterServer> server = server(vcenter);
        String user = server.map(VcenterServer::id).orElse("") + "\n"
                + username.strip().toLowerCase(Locale.ROOT);
        byAddress.refuseLocked(address);
        byUser.refuseLocked(user);
        try {
            VcenterServer known = server.orElseThrow(Logins::refused);
            Opened opened = open(known, sessions.logIn(known, username, password));
            byUser.succeeded(user);
            return opened;
        } catch (GuardException e) {
            if (e.code() == ErrorCode.VCENTER_LOGIN_FAILED || e.code() == ErrorCode.UNAUTHENTICATED) {
                byUser.failed(user);
                byAddress.failed(address);
                throw refused();
            }
            throw e;
        }
    }

    private static GuardException refused() {
        return new GuardException(ErrorCode.UNAUTHENTICATED, "vCenter, user or password is wrong");
    }

    private Optional<VcenterServer> server(String idOrName) {
        return servers.all().stream()
                .filter(server -> server.id().equals(idOrName) || server.name().equalsIgnoreCase(idOrName))
                .findFirst();
    }

    private Opened open(VcenterServer server, PersonalSession session) {
        String cookie = secret();
        String key = Digests.sha256(cookie);
        open.openedOnce(key, () -> session);
        PersonalSession watched = new WatchedSession(() -> session, () -> end(cookie), false);
        Login login =
                new Login(new Person(server, watched), secret(), clock.instant().plus(AGE));
        logins.put(key, login);
        return new Opened(login, cookie);
    }

    private String secret() {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** The login of a cookie, which counts as used by this; empty when it ended. */
    public Optional<Login> find(String cookie) {
        if (cookie.length() > LONGEST) {
            return Optional.empty();
        }
        String key = Digests.sha256(cookie);
        if (open.find(key).isEmpty()) {
            logins.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(logins.get(key)).filter(this::stillKnown);
    }

    /** A vCenter that was removed here, or leads elsewhere now, vouches for nobody any more. */
    private boolean stillKnown(Login login) {
        VcenterServer then = login.person().vcenter();
        return servers.find(then.id())
                .filter(now -> now.url().equals(then.url()) && now.fingerprint().equals(then.fingerprint()))
                .isPresent();
    }

    public void end(String cookie) {
        String key = Digests.sha256(cookie);
        open.remove(key);
        logins.remove(key);
    }

    /** To be run now and then: signs out what is idle or old. */
    public void sweep() {
        open.sweep();
        logins.keySet().removeIf(key -> !open.holds(key));
    }

    /** How many people are signed in. */
    public int size() {
        return open.size();
    }

    @Override
    public void close() {
        open.close();
        logins.clear();
    }
}
