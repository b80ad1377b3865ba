package org.datastoreguard.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The conditions of a list that were asked for, and their values. */
final class Conditions {
    private final List<String> sql = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.add(condition);
            values.put(name, value);
        }
        return this;
    }

    /** The column contains the text, in any case; the text's own % and _ mean themselves. */
    Conditions andContains(String column, String name, @Nullable String text) {
        return and(
                "lower(" + column + ") like :" + name + " escape '!'",
                name,
                text == null ? null : "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
    }

    String where() {
        return sql.isEmpty() ? "" : " where " + String.join(" and ", sql);
    }

    /** Behind conditions that are there already. */
    String more() {
        return sql.isEmpty() ? "" : " and " + String.join(" and ", sql);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        return statement;
    }
}
