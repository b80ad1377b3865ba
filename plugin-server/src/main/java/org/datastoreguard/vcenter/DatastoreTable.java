package org.datastoreguard.vcenter;

import com.vmware.vim25.ObjectUpdate;
import com.vmware.vim25.ObjectUpdateKind;
import com.vmware.vim25.PropertyChange;
import com.vmware.vim25.PropertyChangeOp;
import com.vmware.vim25.PropertyFilterUpdate;
import com.vmware.vim25.UpdateSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The datastores of one vCenter, kept by the updates that it sends. Holds what they mean rather than what was sent, which
 * is many times as much. For one thread.
 */
final class DatastoreTable {
    /** Below {@code info}, but only sizes and times of asking. */
    private static final List<String> WITHOUT_MEANING = List.of(
            "info.freeSpace",
            "info.timestamp",
            "info.maxFileSize",
            "info.maxVirtualDiskCapacity",
            "info.maxMemoryFileSize",
            "info.maxPhysicalRDMFileSize",
            "info.maxVirtualRDMFileSize");

    private final DatastoreReading reading;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    DatastoreTable(DatastoreReading reading) {
        this.reading = reading;
    }

    /** @param type {@code summary.type}, without which a later {@code info} could not be read */
    private record Row(Datastore datastore, String type) {}

    List<Datastore> all() {
        return rows.values().stream().map(Row::datastore).toList();
    }

    /** @return false when an update cannot be applied, so that all has to be listed again */
    boolean apply(UpdateSet updates) {
        return Stream.ofNullable(updates.getFilterSet())
                .flatMap(Arrays::stream)
                .map(PropertyFilterUpdate::getObjectSet)
                .flatMap(Stream::ofNullable)
                .flatMap(Arrays::stream)
                .allMatch(this::apply);
    }

    private boolean apply(ObjectUpdate update) {
        String moid = update.getObj().getVal();
        if (update.getKind() == ObjectUpdateKind.leave) {
            rows.remove(moid);
            return true;
        }
        Map<String, Object> changed = new HashMap<>();
        for (PropertyChange change : changes(update)) {
            if (WITHOUT_MEANING.contains(change.getName())) {
                continue;
            } else if (!DatastoreListing.reads(change.getName())) {
                return false;
            }
            boolean gone = change.getOp() == PropertyChangeOp.remove
                    || change.getOp() == PropertyChangeOp.indirectRemove
                    || change.getVal() == null;
            changed.put(change.getName(), gone ? DatastoreReading.NOT_SET : change.getVal());
        }
        Row known = rows.get(moid);
        Object type = changed.getOrDefault("summary.type", known == null ? "" : known.type());
        changed.put("summary.type", type);
        rows.put(
                moid,
                new Row(
                        known == null ? reading.read(moid, changed) : reading.changed(known.datastore(), moid, changed),
                        type instanceof String text ? text : ""));
        return true;
    }

    private static PropertyChange[] changes(ObjectUpdate update) {
        return update.getChangeSet() == null ? new PropertyChange[0] : update.getChangeSet();
    }
}
