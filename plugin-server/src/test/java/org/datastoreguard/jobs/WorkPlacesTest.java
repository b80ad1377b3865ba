package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkPlacesTest {
    private static final String ONE = "11111111-1111-1111-1111-111111111111";
    private static final String TWO = "22222222-2222-2222-2222-222222222222";

    private final StillInventory inventory = new StillInventory();
    private final KnownVcenters servers = new KnownVcenters(server("vc1", "alpha", ONE), "secret");
    private Database database;
    private WorkPlaces places;

    @BeforeEach
    void start(@TempDir Path directory) {
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        places = new WorkPlaces(
                inventory, servers, new StoredSnapshotTasks(database), new StoredReplicationTasks(database));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static VcenterServer server(String id, String name, String uuid) {
        return new VcenterServer(id, name, URI.create("https://vc/sdk"), "u", "AB:".repeat(31) + "CD", uuid, 1);
    }

    private static String urn(String moid, String uuid) {
        return "urn:vmomi:Datastore:" + moid + ":" + uuid;
    }

    private List<String> of(String nas, String... datasets) {
        List<DatasetName> names =
                List.of(datasets).stream().map(DatasetName::new).toList();
        ReplicationTask task = Tasks.watched("t", new Source.OfDatasets(nas, names), List.of(), null, true);
        return places.of(task).stream().map(ObjectId::toString).toList();
    }

    @Test
    void work_on_datasets_is_shown_on_the_datastores_that_lie_on_them() {
        inventory.add("vc1", urn("datastore-1", ONE), "nas1", "tank/vm");
        inventory.add("vc1", urn("datastore-2", ONE), "nas1", "tank/vm/app");
        inventory.add("vc1", urn("datastore-3", ONE), "nas1", "tank/vmware");
        inventory.add("vc1", urn("datastore-4", ONE), "nas2", "tank/vm");
        inventory.add("vc1", urn("datastore-5", ONE), "nas1", "pond/a", "tank/vm/b");
        assertThat(of("nas1", "tank/vm"))
                .containsExactly(urn("datastore-1", ONE), urn("datastore-2", ONE), urn("datastore-5", ONE));
    }

    @Test
    void where_no_datastore_lies_on_them_it_is_shown_at_the_root_folder_of_a_vcenter_that_uses_the_machine() {
        servers.add(server("vc2", "beta", TWO), "secret");
        assertThat(of("nas1", "tank/home")).containsExactly("urn:vmomi:Folder:root:" + ONE);
        inventory.add("vc2", urn("datastore-1", TWO), "nas1", "tank/vm");
        assertThat(of("nas1", "tank/home")).containsExactly("urn:vmomi:Folder:root:" + TWO);
    }

    @Test
    void more_than_ten_datastores_of_a_vcenter_are_shown_as_one_at_its_root_folder() {
        servers.add(server("vc2", "beta", TWO), "secret");
        inventory.add("vc2", urn("datastore-1", TWO), "nas1", "tank/vm/other");
        for (int i = 1; i <= 10; i++) {
            inventory.add("vc1", urn("datastore-" + i, ONE), "nas1", "tank/vm/" + i);
        }
        assertThat(of("nas1", "tank/vm")).hasSize(11).contains(urn("datastore-10", ONE));
        inventory.add("vc1", urn("datastore-11", ONE), "nas1", "tank/vm/11");
        assertThat(of("nas1", "tank/vm")).containsExactly(urn("datastore-1", TWO), "urn:vmomi:Folder:root:" + ONE);
    }

    @Test
    void work_on_a_datastore_is_shown_there_alone_even_while_its_vcenter_is_silent() {
        ReplicationTask task =
                Tasks.watched("t", new Source.OfDatastore(urn("datastore-9", ONE)), List.of(), null, true);
        assertThat(places.of(task)).extracting(ObjectId::toString).containsExactly(urn("datastore-9", ONE));
    }

    @Test
    void without_a_vcenter_there_is_no_place() {
        servers.remove("vc1");
        assertThat(of("nas1", "tank/vm")).isEmpty();
    }
}
