package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.nas.NasContents.Mounted;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.junit.jupiter.api.Test;

class NasContentsReaderTest {
    private static final NasSystem SYSTEM = new NasSystem(
            "nas1", "nas1", "127.0.0.1", 22, "guard", false, null, "key", List.of("Filer.Example.Com."), 1);

    /** As TrueNAS 24.10 answers, shortened to what is read. */
    private static final String TRUENAS = """
            [{"id": 1, "name": "lun 1", "type": "DISK", "disk": "zvol/tank/my+lun", "path": "zvol/tank/my+lun",\
             "serial": "08002736d1a600", "naa": "0x6589cfc000000a1b2c3d4e5f60718293", "enabled": true, "ro": false,\
             "vendor": "TrueNAS", "locked": false},\
             {"id": 2, "name": "file", "type": "FILE", "disk": null, "path": "/mnt/tank/files/lun.img",\
             "serial": "08002736d1a601", "naa": "0x6589CFC0000000000000000000000002", "enabled": true, "locked": false},\
             {"id": 3, "name": "broken", "type": "DISK", "disk": "", "path": "", "naa": "", "enabled": true}]""";

    @Test
    void mounted_filesystems_legacy_ones_and_names_with_spaces_are_read_and_unmounted_ones_are_not() {
        NasContents contents = read(
                "dataset\ttank\tfilesystem\tyes\t/tank",
                "dataset\ttank/a b\tfilesystem\tyes\t/tank/a b",
                "dataset\ttank/off\tfilesystem\tno\t/tank/off",
                "dataset\ttank/old\tfilesystem\tyes\tlegacy",
                "dataset\ttank/lun\tvolume\t-\t-",
                "mount\ttank/old\t/srv/old\\040place",
                "mount\ttank@snap\t/tank/.zfs/snapshot/snap");

        assertThat(contents.filesystems())
                .containsExactlyInAnyOrder(
                        new Mounted(new DatasetName("tank"), "/tank"),
                        new Mounted(new DatasetName("tank/a b"), "/tank/a b"),
                        new Mounted(new DatasetName("tank/old"), "/srv/old place"));
    }

    @Test
    void names_and_addresses_are_gathered_without_loopback_ones() {
        NasContents contents = read(
                "hostname\tNAS1", "hostname\tnas1.lab", "address\t127.0.0.1", "address\t::1", "address\t10.77.0.11");

        assertThat(contents.hosts())
                .extracting(HostName::value)
                .containsExactly("filer.example.com", "nas1", "nas1.lab", "10.77.0.11");
    }

    @Test
    void lio_disks_get_the_naa_id_that_vcenter_shows() {
        NasContents contents = read(
                "dataset\ttank/files\tfilesystem\tyes\t/tank/files",
                "lio\t3e24525d-2b2e-4360-9be8-aabc994430e8\t/dev/zvol/tank/lun1",
                "lio\t00000000-0000-0000-0000-000000000001\t/tank/files/disk.img",
                "lio\tabc\t/dev/zvol/tank/my+lun",
                "lio\tabc\t/dev/sdb");

        assertThat(contents.extents())
                .containsExactly(
                        new Extent(
                                "naa.60014053e24525d2b2e43609be8aabc9",
                                new DatasetName("tank/lun1"),
                                DatasetType.VOLUME),
                        new Extent(
                                "naa.60014050000000000000000000000000",
                                new DatasetName("tank/files"),
                                DatasetType.FILESYSTEM),
                        new Extent(
                                "naa.6001405abc0000000000000000000000",
                                new DatasetName("tank/my lun"),
                                DatasetType.VOLUME));
    }

    @Test
    void truenas_extents_are_read_from_its_own_answer() {
        NasContents contents =
                read("dataset\ttank/files\tfilesystem\tyes\t/mnt/tank/files", "truenas-extents\t" + TRUENAS);

        assertThat(contents.extents())
                .containsExactly(
                        new Extent(
                                "naa.6589cfc000000a1b2c3d4e5f60718293",
                                new DatasetName("tank/my lun"),
                                DatasetType.VOLUME),
                        new Extent(
                                "naa.6589cfc0000000000000000000000002",
                                new DatasetName("tank/files"),
                                DatasetType.FILESYSTEM));
        assertThat(contents.problems()).singleElement().asString().contains("broken");
    }

    @Test
    void an_answer_that_is_no_json_is_a_problem_and_not_an_end() {
        NasContents contents = read("dataset\ttank\tfilesystem\tyes\t/tank", "truenas-extents\tTraceback (most recent");

        assertThat(contents.problems()).singleElement().asString().contains("not JSON");
        assertThat(contents.filesystems()).hasSize(1);
    }

    @Test
    void the_export_with_fsid_0_is_the_root_of_nfs_4() {
        assertThat(read("export\t/export\t*(rw,fsid=0,insecure)").nfsRoot()).isEqualTo("/export");
        assertThat(read("export\t/tank/vm\t*(rw,fsid=04,insecure)").nfsRoot()).isEqualTo("/");
    }

    private static NasContents read(String... lines) {
        return NasContentsReader.parse(SYSTEM, new Output(0, String.join("\n", lines) + "\n", ""));
    }
}
