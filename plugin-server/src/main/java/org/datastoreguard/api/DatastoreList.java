package org.datastoreguard.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.api.document.DatastorePage;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Which datastores are asked for, in which order, and which part of that list. */
record DatastoreList(PageRequest part, DatastoreOrder order, DatastoreFilter filter) {
    static final DatastoreList FIRST = of(PageRequest.of(null, null), null, new DatastoreFilter(null, null, null));

    /** @throws GuardException INVALID_FIELD */
    static DatastoreList of(PageRequest part, @Nullable String sort, DatastoreFilter filter) {
        DatastoreOrder order = DatastoreOrder.parse(sort);
        order.refuseOthers(part.after());
        return new DatastoreList(part, order, filter);
    }

    /** @param visible all that the caller may see */
    DatastorePage of(List<DatastoreDocument> visible, Instant takenAt, Map<String, String> problems) {
        List<DatastoreDocument> fitting = visible.stream().filter(filter).toList();
        Page<DatastoreDocument> page = Page.of(fitting, order::key, order.keys(), part);
        return new DatastorePage(
                page.items(), page.nextCursor(), fitting.size(), DatastorePage.states(visible), takenAt, problems);
    }
}
