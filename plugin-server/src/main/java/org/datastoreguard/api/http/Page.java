package org.datastoreguard.api.http;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor what to send as {@code cursor} for the following part; null when this is the last
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of a whole list.
     *
     * @param key unique for each item; the list is sorted by it, so that a page goes on where the last one ended even
     *     when items came or went meanwhile
     */
    public static <T> Page<T> of(List<T> all, Function<T, String> key, PageRequest request) {
        return of(all, key, Comparator.naturalOrder(), request);
    }

    /** @param order of the keys */
    public static <T> Page<T> of(List<T> all, Function<T, String> key, Comparator<String> order, PageRequest request) {
        String after = request.after();
        List<T> rest = all.stream()
                .sorted(Comparator.comparing(key, order))
                .filter(item -> after == null || order.compare(key.apply(item), after) > 0)
                .limit(request.limit() + 1L)
                .toList();
        return ofOneMore(rest, key, request);
    }

    /** Makes a page of {@code limit + 1} items, where the last one only says that there is more. */
    public static <T> Page<T> ofOneMore(List<T> items, Function<T, String> key, PageRequest request) {
        if (items.size() <= request.limit()) {
            return new Page<>(items, null);
        }
        List<T> page = items.subList(0, request.limit());
        return new Page<>(page, PageRequest.cursorAfter(key.apply(page.get(page.size() - 1))));
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), nextCursor);
    }
}
