package org.datastoreguard.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of datastores. The keys do not change while time goes by, as a lag would: else a datastore could slip
 * past the end of a page while the next one is asked for.
 */
enum DatastoreOrder {
    NAME("name", Comparator.naturalOrder(), one -> ""),
    NAME_REVERSED("-name", Comparator.reverseOrder(), one -> ""),
    PROTECTION("protection", Comparator.naturalOrder(), DatastoreOrder::need),
    PROTECTION_REVERSED("-protection", Comparator.reverseOrder(), DatastoreOrder::need),
    LAG("lag", Comparator.naturalOrder(), one -> arrived(one, false)),
    LAG_REVERSED("-lag", Comparator.naturalOrder(), one -> arrived(one, true));

    private static final long LATEST = 9_999_999_999_999L;

    private final String text;
    private final Comparator<String> keys;
    private final Function<DatastoreDocument, String> first;

    DatastoreOrder(String text, Comparator<String> keys, Function<DatastoreDocument, String> first) {
        this.text = text;
        this.keys = keys;
        this.first = first;
    }

    /** @throws GuardException INVALID_FIELD */
    static DatastoreOrder parse(@Nullable String text) {
        return text == null
                ? NAME
                : Arrays.stream(values())
                        .filter(order -> order.text.equals(text))
                        .findFirst()
                        .orElseThrow(() -> GuardException.invalid(
                                "sort",
                                "must be one of "
                                        + Arrays.stream(values())
                                                .map(order -> order.text)
                                                .collect(Collectors.joining(", "))));
    }

    Comparator<String> keys() {
        return keys;
    }

    /** Unique; names its order, so that no page goes on in another one. */
    String key(DatastoreDocument datastore) {
        return String.join(
                "\n", text, first.apply(datastore), datastore.name().toLowerCase(Locale.ROOT), datastore.id());
    }

    /** @throws GuardException INVALID_FIELD when the key is of another order */
    void refuseOthers(@Nullable String key) {
        if (key != null && !key.startsWith(text + "\n")) {
            throw GuardException.invalid("cursor", "must be the nextCursor of an earlier answer in the same order");
        }
    }

    /** What needs a look first; among those alike, the farthest behind first. */
    private static String need(DatastoreDocument datastore) {
        return datastore.protection().state().ordinal() + arrived(datastore, false);
    }

    /** What nothing has arrived of comes last either way. */
    private static String arrived(DatastoreDocument datastore, boolean newestFirst) {
        Instant at = datastore.protection().arrivedAt();
        if (at == null) {
            return "9";
        }
        return "0%013d".formatted(newestFirst ? LATEST - at.toEpochMilli() : at.toEpochMilli());
    }
}
