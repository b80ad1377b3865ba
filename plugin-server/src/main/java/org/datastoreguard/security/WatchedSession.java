package org.datastoreguard.security;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.PersonalSession;

/**
 * A session that the vCenter may have ended unnoticed, by an administrator or a restart. What was kept of it is then
 * forgotten; where it can be opened again, the question is asked once more.
 */
final class WatchedSession implements PersonalSession {
    private final Supplier<PersonalSession> current;
    private final Runnable ended;
    private final boolean canBeOpenedAgain;

    WatchedSession(Supplier<PersonalSession> current, Runnable ended, boolean canBeOpenedAgain) {
        this.current = current;
        this.ended = ended;
        this.canBeOpenedAgain = canBeOpenedAgain;
    }

    @Override
    public String user() {
        return current.get().user();
    }

    @Override
    public ObjectId root() {
        return current.get().root();
    }

    @Override
    public Map<ObjectId, Set<String>> granted(Collection<ObjectId> objects) {
        return ask(session -> session.granted(objects), canBeOpenedAgain);
    }

    private <T> T ask(Function<PersonalSession, T> question, boolean again) {
        try {
            return question.apply(current.get());
        } catch (GuardException e) {
            if (e.code() != ErrorCode.VCENTER_SESSION_EXPIRED) {
                throw e;
            }
            ended.run();
            if (again) {
                return ask(question, false);
            }
            throw new GuardException(
                    ErrorCode.UNAUTHENTICATED, "The session at the vCenter has ended; sign in again", e);
        }
    }

    @Override
    public void close() {
        ended.run();
    }
}
