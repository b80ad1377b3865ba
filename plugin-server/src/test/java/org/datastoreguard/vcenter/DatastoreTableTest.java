package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.vmware.vim25.HostNasVolume;
import com.vmware.vim25.NasDatastoreInfo;
import com.vmware.vim25.ObjectUpdate;
import com.vmware.vim25.ObjectUpdateKind;
import com.vmware.vim25.PropertyChange;
import com.vmware.vim25.PropertyChangeOp;
import com.vmware.vim25.PropertyFilterUpdate;
import com.vmware.vim25.UpdateSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vCenter's updates make of the datastores. */
class DatastoreTableTest {
    private static final String UUID = "11111111-1111-1111-1111-111111111111";

    private final DatastoreTable table = new DatastoreTable(new DatastoreReading("vc1", UUID));

    private static PropertyChange to(String path, @Nullable Object value) {
        PropertyChange change = new PropertyChange();
        change.setName(path);
        change.setOp(value == null ? PropertyChangeOp.remove : PropertyChangeOp.assign);
        change.setVal(value);
        return change;
    }

    private static NasDatastoreInfo nfs(String path) {
        HostNasVolume volume = new HostNasVolume();
        volume.setRemoteHost("10.77.0.11");
        volume.setRemotePath(path);
        NasDatastoreInfo info = new NasDatastoreInfo();
        info.setNas(volume);
        return info;
    }

    private boolean update(ObjectUpdateKind kind, String moid, PropertyChange... changes) {
        ObjectUpdate object = new ObjectUpdate();
        object.setKind(kind);
        object.setObj(Scalars.reference("Datastore", moid));
        object.setChangeSet(changes);
        PropertyFilterUpdate filter = new PropertyFilterUpdate();
        filter.setObjectSet(new ObjectUpdate[] {object});
        UpdateSet set = new UpdateSet();
        set.setFilterSet(new PropertyFilterUpdate[] {filter});
        return table.apply(set);
    }

    private void enter(String moid) {
        update(
                ObjectUpdateKind.enter,
                moid,
                to("name", "one"),
                to("summary.type", "NFS41"),
                to("summary.accessible", true),
                to("summary.capacity", 100L),
                to("summary.freeSpace", 50L),
                to("info", nfs("/tank/vm")));
    }

    private Datastore only() {
        assertThat(table.all()).hasSize(1);
        return table.all().get(0);
    }

    @Test
    void what_enters_is_there_and_what_leaves_is_gone() {
        enter("datastore-1");
        assertThat(only())
                .isEqualTo(new Datastore(
                        "urn:vmomi:Datastore:datastore-1:" + UUID,
                        "vc1",
                        "one",
                        new Datastore.Nfs(List.of("10.77.0.11"), "/tank/vm", "NFS41"),
                        true,
                        100,
                        50));
        assertThat(update(ObjectUpdateKind.leave, "datastore-1")).isTrue();
        assertThat(update(ObjectUpdateKind.leave, "datastore-2")).isTrue();
        assertThat(table.all()).isEmpty();
    }

    @Test
    void a_change_changes_that_alone() {
        enter("datastore-1");
        Datastore before = only();
        update(ObjectUpdateKind.modify, "datastore-1", to("summary.freeSpace", 7L));
        assertThat(only().free()).isEqualTo(7);
        update(ObjectUpdateKind.modify, "datastore-1", to("name", "two"), to("summary.accessible", false));
        assertThat(only()).isEqualTo(new Datastore(before.id(), "vc1", "two", before.backing(), false, 100, 7));
    }

    @Test
    void an_export_that_moves_keeps_the_version_of_its_protocol() {
        enter("datastore-1");
        update(ObjectUpdateKind.modify, "datastore-1", to("info", nfs("/tank/moved")));
        assertThat(only().backing()).isEqualTo(new Datastore.Nfs(List.of("10.77.0.11"), "/tank/moved", "NFS41"));
    }

    @Test
    void a_property_that_is_taken_away_is_as_one_that_never_was() {
        enter("datastore-1");
        update(ObjectUpdateKind.modify, "datastore-1", to("summary.capacity", null), to("info", null));
        assertThat(only().capacity()).isZero();
        assertThat(only().backing()).isInstanceOf(Datastore.Other.class);
    }

    @Test
    void sizes_below_info_are_passed_over() {
        enter("datastore-1");
        Datastore before = only();
        assertThat(update(ObjectUpdateKind.modify, "datastore-1", to("info.freeSpace", 3L), to("info.timestamp", "x")))
                .isTrue();
        assertThat(only()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info.nas.remotePath", "info.vmfs.extent[\"k\"].diskName", "info.url", "host"})
    void what_cannot_be_applied_asks_for_a_new_list(String path) {
        enter("datastore-1");
        assertThat(update(ObjectUpdateKind.modify, "datastore-1", to(path, "y")))
                .isFalse();
    }

    @Test
    void an_update_without_anything_in_it_does_nothing() {
        assertThat(table.apply(new UpdateSet())).isTrue();
        assertThat(table.all()).isEmpty();
    }
}
