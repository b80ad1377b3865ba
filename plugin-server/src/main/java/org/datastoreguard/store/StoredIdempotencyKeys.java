package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.security.Digests;
import org.datastoreguard.security.IdempotencyKeys;
import org.jdbi.v3.core.Handle;

/**
 * Idempotency keys in the database. Requests and keys are kept as hashes only: a request may carry a password.
 *
 * <p>A claim whose server died before it answered is given out again after two minutes; requests are short, since long
 * work becomes a run.
 */
public final class StoredIdempotencyKeys implements IdempotencyKeys {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration ABANDONED = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;

    public StoredIdempotencyKeys(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Claim claim(String actor, String key, String request) {
        String keyHash = hash(actor, key);
        String requestHash = Digests.sha256(request);
        return database.inTransaction(handle -> {
            forgetOld(handle);
            return insert(handle, keyHash, requestHash) ? new Granted() : existing(handle, keyHash, requestHash);
        });
    }

    private void forgetOld(Handle handle) {
        Instant now = clock.instant();
        handle.createUpdate("""
                        delete from idempotency_key
                        where claimed_at < :old or (status is null and claimed_at < :abandoned)""")
                .bind("old", now.minus(KEPT))
                .bind("abandoned", now.minus(ABANDONED))
                .execute();
    }

    private boolean insert(Handle handle, String keyHash, String requestHash) {
        return handle.createUpdate("""
                                insert into idempotency_key (key_hash, request_hash, claimed_at)
                                values (:key, :request, :now) on conflict do nothing""")
                        .bind("key", keyHash)
                        .bind("request", requestHash)
                        .bind("now", clock.instant())
                        .execute()
                > 0;
    }

    private static Claim existing(Handle handle, String keyHash, String requestHash) {
        return handle.createQuery("select * from idempotency_key where key_hash = :key")
                .bind("key", keyHash)
                .map((row, context) -> claim(row, requestHash))
                .findOne()
                .orElseGet(InProgress::new);
    }

    private static Claim claim(ResultSet row, String requestHash) throws SQLException {
        if (!requestHash.equals(row.getString("request_hash"))) {
            return new Mismatch();
        }
        int status = row.getInt("status");
        if (row.wasNull()) {
            return new InProgress();
        }
        return new Replay(new Answer(
                status, row.getString("location"), row.getString("entity_tag"), row.getString("answer_body")));
    }

    @Override
    public void answered(String actor, String key, Answer answer) {
        database.run(handle -> handle.createUpdate("""
                        update idempotency_key
                        set status = :status, location = :location, entity_tag = :entityTag, answer_body = :body
                        where key_hash = :key""")
                .bind("status", answer.status())
                .bind("location", answer.location())
                .bind("entityTag", answer.entityTag())
                .bind("body", answer.body())
                .bind("key", hash(actor, key))
                .execute());
    }

    @Override
    public void release(String actor, String key) {
        database.run(
                handle -> handle.createUpdate("delete from idempotency_key where key_hash = :key and status is null")
                        .bind("key", hash(actor, key))
                        .execute());
    }

    /** The length keeps apart what a plain separator could mix up. */
    private static String hash(String actor, String key) {
        return Digests.sha256(actor.length() + ":" + actor + key);
    }
}
