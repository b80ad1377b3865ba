package org.datastoreguard.security;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.PersonalSession;

/** A session at no vCenter, which tells when it was signed out. */
final class PlayedSession implements PersonalSession {
    static final String UUID = "11111111-2222-3333-4444-555555555555";

    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String user() {
        return "LAB\\somebody";
    }

    @Override
    public ObjectId root() {
        return new ObjectId("Folder", "group-d1", UUID);
    }

    @Override
    public Map<ObjectId, Set<String>> granted(Collection<ObjectId> objects) {
        return Map.of();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
