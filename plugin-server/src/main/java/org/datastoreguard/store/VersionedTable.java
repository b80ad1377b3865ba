package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jdbi.v3.core.Handle;

/**
 * A table of named records with optimistic locking: columns {@code id, name_key, version, body_format, body}, and for
 * some tables one sealed column. Thread-safe.
 *
 * @param <T> a record with the components {@code id}, {@code name} and {@code long version}
 */
final class VersionedTable<T> {
    private static final String VERSION = "version";

    private final Database database;
    private final Description<T> description;

    VersionedTable(Database database, Description<T> description) {
        this.database = database;
        this.description = description;
    }

    /**
     * What a table is about.
     *
     * @param noun for people, such as {@code NAS system}
     */
    record Description<T>(
            String table,
            String noun,
            Class<T> type,
            Function<T, String> id,
            Function<T, String> name,
            Function<T, Long> version) {}

    List<T> all() {
        return database.call(handle -> handle.createQuery(select("order by name_key"))
                .map((row, context) -> read(row))
                .list());
    }

    Optional<T> find(String id) {
        return database.call(handle -> find(handle, id));
    }

    private Optional<T> find(Handle handle, String id) {
        return handle.createQuery(select("where id = :id"))
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    void add(T value) {
        add(value, Map.of());
    }

    /** @param sealed further columns with sealed secrets; the names are ours, never a user's */
    void add(T value, Map<String, byte[]> sealed) {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (String column : sealed.keySet()) {
            columns.append(", ").append(column);
            values.append(", :").append(column);
        }
        String sql = "insert into " + description.table + " (id, name_key, version, body_format, body" + columns
                + ") values (:id, :nameKey, :version, :format, :body" + values + ")";
        write(value, handle -> {
            var update = handle.createUpdate(sql)
                    .bind("id", description.id.apply(value))
                    .bind("nameKey", nameKey(value))
                    .bind(VERSION, description.version.apply(value))
                    .bind("format", Json.FORMAT)
                    .bind("body", Json.writeWithout(value, VERSION));
            sealed.forEach(update::bind);
            return update.execute();
        });
    }

    T update(T value) {
        return update(value, Map.of());
    }

    /** @param sealed columns with sealed secrets that change with it; the names are ours, never a user's */
    T update(T value, Map<String, byte[]> sealed) {
        String id = description.id.apply(value);
        StringBuilder columns = new StringBuilder();
        sealed.keySet()
                .forEach(column ->
                        columns.append(", ").append(column).append(" = :").append(column));
        return write(value, handle -> {
            var update = handle.createUpdate("update " + description.table
                            + " set name_key = :nameKey, version = version + 1, body_format = :format, body = :body"
                            + columns + " where id = :id and version = :version")
                    .bind("nameKey", nameKey(value))
                    .bind("format", Json.FORMAT)
                    .bind("body", Json.writeWithout(value, VERSION))
                    .bind("id", id)
                    .bind(VERSION, description.version.apply(value));
            sealed.forEach(update::bind);
            int changed = update.execute();
            Optional<T> stored = find(handle, id);
            if (changed == 0) {
                throw stored.isEmpty() ? notFound(id) : changedMeanwhile(value);
            }
            return stored.orElseThrow(() -> notFound(id));
        });
    }

    void remove(String id) {
        database.run(handle -> handle.createUpdate("delete from " + description.table + " where id = :id")
                .bind("id", id)
                .execute());
    }

    byte[] sealed(String id, String column) {
        return database.call(handle -> handle.createQuery(
                                "select " + column + " from " + description.table + " where id = :id")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne())
                .orElseThrow(() -> notFound(id));
    }

    void changeSealed(String id, String column, byte[] value) {
        int changed = database.call(handle -> handle.createUpdate(
                        "update " + description.table + " set " + column + " = :value where id = :id")
                .bind("value", value)
                .bind("id", id)
                .execute());
        if (changed == 0) {
            throw notFound(id);
        }
    }

    private <R> R write(T value, Function<Handle, R> work) {
        try {
            return database.inTransaction(work);
        } catch (GuardException e) {
            throw e.code() == ErrorCode.NAME_TAKEN ? nameTaken(value, e) : e;
        }
    }

    private String select(String rest) {
        return "select version, body_format, body from " + description.table + " " + rest;
    }

    private T read(ResultSet row) throws SQLException {
        int format = row.getInt("body_format");
        if (format > Json.FORMAT) {
            throw new GuardException(
                    ErrorCode.INTERNAL,
                    "A stored " + description.noun + " was written by a newer version of this program (format " + format
                            + "); run that version");
        }
        return Json.readWith(row.getString("body"), description.type, VERSION, row.getLong(VERSION));
    }

    private String nameKey(T value) {
        return description.name.apply(value).strip().toLowerCase(Locale.ROOT);
    }

    private GuardException notFound(String id) {
        return new GuardException(ErrorCode.NOT_FOUND, "There is no " + description.noun + " with the id " + id);
    }

    private GuardException changedMeanwhile(T value) {
        return new GuardException(
                ErrorCode.VERSION_CONFLICT,
                "The " + description.noun + " " + description.name.apply(value)
                        + " was changed by somebody else meanwhile; read it again and repeat your change");
    }

    private GuardException nameTaken(T value, GuardException cause) {
        return new GuardException(
                ErrorCode.NAME_TAKEN,
                "There is a " + description.noun + " named " + description.name.apply(value) + " already",
                cause);
    }
}
