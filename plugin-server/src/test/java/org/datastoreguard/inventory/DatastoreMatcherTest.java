package org.datastoreguard.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.datastoreguard.inventory.Mapping.Status;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.nas.NasContents.Mounted;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.Datastore.Backing;
import org.datastoreguard.vcenter.Datastore.Nfs;
import org.datastoreguard.vcenter.Datastore.Other;
import org.datastoreguard.vcenter.Datastore.Vmfs;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatastoreMatcherTest {
    private static final KnownNas NAS1 = nas(
            "nas1",
            "storage.example.com",
            List.of("10.77.0.11", "2001:db8::11", "nas1"),
            List.of(
                    "tank /tank",
                    "tank/vm /tank/vm",
                    "tank/vm/app1 /tank/vm/app1",
                    "tank/other /mnt/else where",
                    "boot /"),
            List.of("naa.6001405aaaa tank/lun1", "naa.6001405bbbb tank/lun2", "naa.6001405cccc tank/lun1"));
    private static final KnownNas NAS2 = nas(
            "nas2",
            "10.77.0.12",
            List.of("10.77.0.12", "shared.example.com"),
            List.of("pool/vm /tank/vm", "pool/only2 /only2"),
            List.of("naa.6589cfc000000dddd pool/lun", "naa.6001405eeee pool/x"));
    private static final KnownNas SHARED = nas(
            "nas3",
            "10.77.0.13",
            List.of("shared.example.com"),
            List.of("p/vm /tank/vm"),
            List.of("naa.6001405eeee p/x"));
    private static final KnownNas SILENT =
            new KnownNas(system("nas4", "10.77.0.14", List.of()), null, "no answer within 10 s");

    private final DatastoreMatcher matcher = new DatastoreMatcher(List.of(NAS1, NAS2, SHARED));

    @ParameterizedTest
    @CsvSource({
        "10.77.0.11, /tank/vm, tank/vm",
        "10.77.0.11, /tank/vm/, tank/vm",
        "10.77.0.11, //tank//vm, tank/vm",
        "NAS1, /tank/vm, tank/vm",
        "Storage.Example.COM., /tank/vm, tank/vm",
        "2001:DB8:0:0::11, /tank/vm, tank/vm",
        "[2001:db8::11], /tank/vm, tank/vm",
        "::ffff:10.77.0.11, /tank/vm, tank/vm",
        "10.77.0.11, /tank/vm/app1, tank/vm/app1",
        "10.77.0.11, /tank/vm/app1/esx/folder, tank/vm/app1",
        "10.77.0.11, /tank/vm/app10, tank/vm",
        "10.77.0.11, /tank/vmware, tank",
        "10.77.0.11, '/mnt/else where', tank/other",
    })
    void an_nfs_datastore_is_the_dataset_with_the_longest_mountpoint_on_the_nas_of_that_name(
            String host, String path, String dataset) {
        Mapping mapping = match(new Nfs(List.of(host), path, "NFS"));

        assertThat(mapping)
                .isEqualTo(Mapping.mapped("nas1", List.of(new DatasetName(dataset)), DatasetType.FILESYSTEM));
    }

    @Test
    void an_nfs41_datastore_mounted_by_several_addresses_of_one_nas_is_mapped_once() {
        Mapping mapping =
                match(new Nfs(List.of("10.77.0.11", "storage.example.com", "10.99.99.99"), "/tank/vm", "NFS41"));

        assertThat(mapping.status()).isEqualTo(Status.MAPPED);
        assertThat(mapping.nasSystemId()).isEqualTo("nas1");
    }

    @Test
    void an_nfs41_path_starts_at_the_root_that_the_nas_exports() {
        NasContents contents = new NasContents(
                List.of(),
                List.of(new Mounted(new DatasetName("tank/vm"), "/export/vm")),
                List.of(),
                "/export",
                List.of());
        DatastoreMatcher rooted =
                new DatastoreMatcher(List.of(new KnownNas(system("nas5", "nas5", List.of()), contents, null)));

        assertThat(rooted.match(datastore(new Nfs(List.of("nas5"), "/vm", "NFS41")))
                        .dataset())
                .isEqualTo(new DatasetName("tank/vm"));
        assertThat(rooted.match(datastore(new Nfs(List.of("nas5"), "/vm", "NFS")))
                        .status())
                .isEqualTo(Status.UNMAPPED);
    }

    @Test
    void two_nas_that_both_hold_the_path_under_one_name_are_ambiguous_and_both_named() {
        Mapping mapping = match(new Nfs(List.of("shared.example.com"), "/tank/vm", "NFS"));

        assertThat(mapping.status()).isEqualTo(Status.AMBIGUOUS);
        assertThat(mapping.reason()).contains("pool/vm on nas2").contains("p/vm on nas3");
        assertThat(mapping.dataset()).isNull();
    }

    @Test
    void of_two_nas_under_one_name_the_one_that_holds_the_path_is_taken() {
        assertThat(match(new Nfs(List.of("shared.example.com"), "/only2", "NFS"))
                        .nasSystemId())
                .isEqualTo("nas2");
    }

    @ParameterizedTest
    @CsvSource({
        "10.99.99.99, /tank/vm, No NAS goes by 10.99.99.99",
        "not a host, /tank/vm, No NAS goes by not a host",
        "10.77.0.12, /nowhere, No mounted dataset holds /nowhere on nas2",
        "10.77.0.11, /srv/files, No mounted dataset holds /srv/files on nas1",
    })
    void an_nfs_datastore_that_nobody_holds_says_why(String host, String path, String reason) {
        Mapping mapping = match(new Nfs(List.of(host), path, "NFS"));

        assertThat(mapping.status()).isEqualTo(Status.UNMAPPED);
        assertThat(mapping.reason()).contains(reason);
    }

    @Test
    void a_vmfs_datastore_is_the_volumes_behind_its_disks_however_they_are_spelled() {
        assertThat(match(new Vmfs(List.of("naa.6001405AAAA"), false)))
                .isEqualTo(Mapping.mapped("nas1", List.of(new DatasetName("tank/lun1")), DatasetType.VOLUME));
        assertThat(match(new Vmfs(List.of("naa.6001405bbbb", "naa.6001405aaaa", "naa.6001405cccc"), false)))
                .isEqualTo(Mapping.mapped(
                        "nas1",
                        List.of(new DatasetName("tank/lun2"), new DatasetName("tank/lun1")),
                        DatasetType.VOLUME));
    }

    @Test
    void a_vmfs_datastore_with_an_unknown_disk_is_not_half_mapped() {
        Mapping mapping = match(new Vmfs(List.of("naa.6001405aaaa", "naa.6001405ffff"), false));

        assertThat(mapping.status()).isEqualTo(Status.UNMAPPED);
        assertThat(mapping.reason()).contains("naa.6001405ffff").contains("nas1");
        assertThat(mapping.datasets()).isEmpty();
    }

    @Test
    void a_vmfs_datastore_over_two_nas_cannot_be_covered_by_one_snapshot() {
        Mapping mapping = match(new Vmfs(List.of("naa.6001405aaaa", "naa.6589cfc000000dddd"), false));

        assertThat(mapping.status()).isEqualTo(Status.UNMAPPED);
        assertThat(mapping.reason()).contains("nas1, nas2");
    }

    @Test
    void a_disk_that_two_nas_offer_is_ambiguous() {
        assertThat(match(new Vmfs(List.of("naa.6001405eeee"), false)).status()).isEqualTo(Status.AMBIGUOUS);
    }

    @ParameterizedTest
    @CsvSource({"vsan, vSAN", "VVOL, vVols", "PMEM, PMEM"})
    void what_never_lies_on_a_nas_is_unmapped_with_a_reason(String type, String word) {
        Mapping mapping = match(new Other(type));

        assertThat(mapping.status()).isEqualTo(Status.UNMAPPED);
        assertThat(mapping.reason()).contains(word);
    }

    @Test
    void a_local_disk_is_called_local() {
        assertThat(match(new Vmfs(List.of("mpx.vmhba0:C0:T0:L0"), true)).reason())
                .contains("local disk");
        assertThat(match(new Vmfs(List.of(), null)).reason()).contains("names no disk");
    }

    @Test
    void a_silent_nas_makes_unreachable_only_what_could_lie_on_it() {
        DatastoreMatcher withSilent = new DatastoreMatcher(List.of(NAS1, SILENT));

        assertThat(withSilent
                        .match(datastore(new Nfs(List.of("10.77.0.14"), "/x", "NFS")))
                        .status())
                .isEqualTo(Status.UNREACHABLE);
        assertThat(withSilent
                        .match(datastore(new Nfs(List.of("10.77.0.99"), "/x", "NFS")))
                        .status())
                .isEqualTo(Status.UNREACHABLE);
        assertThat(withSilent
                        .match(datastore(new Vmfs(List.of("naa.6001405ffff"), false)))
                        .status())
                .isEqualTo(Status.UNREACHABLE);
        assertThat(withSilent
                        .match(datastore(new Nfs(List.of("nas1"), "/srv", "NFS")))
                        .status())
                .isEqualTo(Status.UNMAPPED);
        assertThat(withSilent
                        .match(datastore(new Vmfs(List.of("naa.5000c500aaaa"), false)))
                        .status())
                .isEqualTo(Status.UNMAPPED);
        assertThat(withSilent.match(datastore(new Other("vsan"))).status()).isEqualTo(Status.UNMAPPED);
        assertThat(withSilent
                        .match(datastore(new Nfs(List.of("nas1"), "/tank/vm", "NFS")))
                        .status())
                .isEqualTo(Status.MAPPED);
    }

    @Test
    void a_nas_that_answered_before_and_is_silent_now_keeps_its_place() {
        KnownNas gone = new KnownNas(NAS1.system(), NAS1.contents(), "no answer within 10 s");

        Mapping mapping =
                new DatastoreMatcher(List.of(gone)).match(datastore(new Nfs(List.of("nas1"), "/tank/vm", "NFS")));

        assertThat(mapping.status()).isEqualTo(Status.UNREACHABLE);
        assertThat(mapping.reason()).contains("nas1").contains("no answer within 10 s");
        assertThat(mapping.nasSystemId()).isEqualTo("nas1");
        assertThat(mapping.dataset()).isEqualTo(new DatasetName("tank/vm"));
    }

    @Test
    void every_one_of_two_thousand_datastores_finds_its_own_among_five_thousand_datasets() {
        MappingBench.Landscape landscape = MappingBench.landscape();
        DatastoreMatcher big = new DatastoreMatcher(landscape.machines());

        assertThat(landscape.datastores())
                .hasSize(2_000)
                .allSatisfy((id, datastore) ->
                        assertThat(big.match(datastore).dataset()).isEqualTo(new DatasetName(id)));
    }

    private Mapping match(Backing backing) {
        return matcher.match(datastore(backing));
    }

    private static Datastore datastore(Backing backing) {
        return new Datastore("urn:vmomi:Datastore:datastore-1:guid", "vc", "ds", backing, true, 1, 1);
    }

    private static NasSystem system(String name, String host, List<String> addresses) {
        return new NasSystem(name, name, host, 22, "guard", false, null, "key", addresses, 1);
    }

    /** Filesystems as {@code dataset path}, extents as {@code naa dataset}. */
    private static KnownNas nas(
            String name, String host, List<String> hosts, List<String> filesystems, List<String> extents) {
        NasContents contents = new NasContents(
                hosts.stream().map(HostName::new).toList(),
                filesystems.stream()
                        .map(DatastoreMatcherTest::words)
                        .map(w -> new Mounted(new DatasetName(w.get(0)), w.get(1)))
                        .toList(),
                extents.stream()
                        .map(DatastoreMatcherTest::words)
                        .map(w -> new Extent(w.get(0), new DatasetName(w.get(1)), DatasetType.VOLUME))
                        .toList(),
                "/",
                List.of());
        return new KnownNas(system(name, host, List.of()), contents, null);
    }

    private static List<String> words(@Nullable String line) {
        return Arrays.asList(String.valueOf(line).split(" ", 2));
    }
}
