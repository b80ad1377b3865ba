package org.datastoreguard.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Role;
import org.datastoreguard.security.TokenSecret;
import org.jspecify.annotations.Nullable;

/** The bearer tokens in the database, by the hash of their secret. A revoked token's row is gone at once. */
public final class StoredApiTokens implements ApiTokens {
    private static final String COLUMNS = "id, name, token_role, created_at, expires_at, datastores";

    private final Database database;
    private final Clock clock;
    private final SecureRandom random;

    public StoredApiTokens(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Created create(String name, Role role, @Nullable Instant expiresAt, Set<String> datastores) {
        TokenSecret secret = TokenSecret.random(random);
        ApiToken token = new ApiToken(UUID.randomUUID().toString(), name, role, clock.instant(), expiresAt, datastores);
        try {
            insert(token, secret.hash());
        } catch (GuardException e) {
            throw e.code() == ErrorCode.NAME_TAKEN
                    ? new GuardException(ErrorCode.NAME_TAKEN, "There is a token named " + name + " already", e)
                    : e;
        }
        return new Created(token, secret.text());
    }

    private void insert(ApiToken token, String hash) {
        database.run(handle -> handle.createUpdate("""
                        insert into api_token (id, name, name_key, token_role, secret_hash, created_at, expires_at, datastores)
                        values (:id, :name, :nameKey, :role, :hash, :createdAt, :expiresAt, :datastores)""")
                .bind("id", token.id())
                .bind("name", token.name())
                .bind("nameKey", token.name().strip().toLowerCase(Locale.ROOT))
                .bind("role", token.role().name())
                .bind("hash", hash)
                .bind("createdAt", token.createdAt())
                .bindByType("expiresAt", token.expiresAt(), Instant.class)
                .bind("datastores", String.join("\n", new TreeSet<>(token.datastores())))
                .execute());
    }

    @Override
    public Optional<ApiToken> verify(String secret) {
        return database.call(
                handle -> handle.createQuery("select " + COLUMNS + " from api_token where secret_hash = :hash"
                                + " and (expires_at is null or expires_at > :now)")
                        .bind("hash", new TokenSecret(secret).hash())
                        .bind("now", clock.instant())
                        .map((row, context) -> token(row))
                        .findOne());
    }

    @Override
    public List<ApiToken> all() {
        return database.call(handle -> handle.createQuery("select " + COLUMNS + " from api_token order by name_key")
                .map((row, context) -> token(row))
                .list());
    }

    @Override
    public boolean revoke(String id) {
        return database.call(handle -> handle.createUpdate("delete from api_token where id = :id")
                        .bind("id", id)
                        .execute())
                > 0;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                Role.valueOf(row.getString("token_role")),
                InstantColumn.require(row, "created_at"),
                InstantColumn.read(row, "expires_at"),
                row.getString("datastores").lines().collect(Collectors.toSet()));
    }
}
