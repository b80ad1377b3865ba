package org.datastoreguard.api;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.api.document.ProtectionState;
import org.datastoreguard.inventory.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * Which datastores are asked for; null asks for any.
 *
 * @param contains a part of the name or of a dataset's, in lower case
 */
record DatastoreFilter(
        @Nullable String contains,
        Mapping.@Nullable Status mapping,
        @Nullable ProtectionState protection) implements Predicate<DatastoreDocument> {

    @Override
    public boolean test(DatastoreDocument datastore) {
        return (mapping == null || datastore.mapping().status() == mapping)
                && (protection == null || datastore.protection().state() == protection)
                && (contains == null || names(datastore).anyMatch(name -> name.contains(contains)));
    }

    private static Stream<String> names(DatastoreDocument datastore) {
        return Stream.concat(Stream.of(datastore.name()), datastore.mapping().datasets().stream())
                .map(name -> name.toLowerCase(Locale.ROOT));
    }
}
