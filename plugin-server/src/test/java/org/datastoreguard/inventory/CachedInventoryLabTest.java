package org.datastoreguard.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Mapping.Status;
import org.datastoreguard.lab.KnownSystems;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.SshNasConnections;
import org.datastoreguard.vcenter.FollowedDatastores;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(120)
class CachedInventoryLabTest {
    private final Lab lab;
    private final KnownSystems systems;
    private final VijavaVcenters vcenters;
    private final FollowedDatastores followed;
    private final SshNasConnections connections;
    private final CachedInventory inventory;

    CachedInventoryLabTest(Lab lab) throws java.io.IOException {
        this.lab = lab;
        this.systems = new KnownSystems(java.nio.file.Files.readAllBytes(lab.key()));
        this.vcenters = new VijavaVcenters(lab.vcenterServers(), Clock.systemUTC());
        this.followed = vcenters.followedDatastores();
        this.connections = new SshNasConnections(systems);
        this.inventory = new CachedInventory(
                vcenters,
                followed,
                lab.vcenterServers(),
                connections,
                systems,
                Clock.systemUTC(),
                Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        inventory.close();
        connections.close();
        followed.close();
        vcenters.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void real_exports_and_extents_are_found_behind_the_vcenters_datastores(String user) {
        systems.put(lab.nas1().system(user));
        systems.put(lab.nas2().system(user));

        Map<String, Mapping> byName = mappings(inventory.refresh());

        String nas1 = "nas1-" + user;
        assertThat(byName.get("vm-nfs")).isEqualTo(filesystem(nas1, "tank/vm"));
        assertThat(byName.get("vm-nfs41")).isEqualTo(filesystem(nas1, "tank/nfs41"));
        assertThat(byName.values())
                .contains(Mapping.mapped(nas1, List.of(new DatasetName("tank/lun1")), DatasetType.VOLUME));
        assertThat(inventory.picture().problems()).isEmpty();
    }

    @Test
    void a_nas_that_does_not_answer_spoils_only_what_could_lie_on_it_and_is_found_by_itself_when_it_does() {
        NasSystem right = lab.nas1().system("guard");
        systems.put(onPort(right, 1));
        systems.put(lab.nas2().system("guard"));
        inventory.start();

        assertThat(statusOfVmNfs()).isEqualTo(Status.UNREACHABLE);
        assertThat(inventory.picture().problems()).containsOnlyKeys("nas1-guard");
        GuardException error =
                catchThrowableOfType(GuardException.class, () -> resolver().resolve(source("vm-nfs")));
        assertThat(error.code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);

        systems.put(new NasSystem(
                right.id(),
                right.name(),
                right.host(),
                right.port(),
                right.user(),
                right.sudo(),
                right.hostKey(),
                right.publicKey(),
                right.addresses(),
                2));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> statusOfVmNfs() == Status.MAPPED);
        assertThat(resolver().resolve(source("vm-nfs")))
                .isEqualTo(new SourceResolver.Resolved("nas1-guard", List.of(new DatasetName("tank/vm"))));
    }

    @Test
    void a_datastore_without_a_dataset_cannot_be_a_source_and_the_error_says_why() {
        systems.put(lab.nas2().system("guard"));

        GuardException unmapped =
                catchThrowableOfType(GuardException.class, () -> resolver().resolve(source("vm-nfs")));
        assertThat(unmapped.code()).isEqualTo(ErrorCode.DATASTORE_UNMAPPED);
        assertThat(unmapped.message()).contains("vm-nfs").contains("No NAS goes by");

        GuardException unknown = catchThrowableOfType(
                GuardException.class,
                () -> resolver().resolve(new Source.OfDatastore("urn:vmomi:Datastore:datastore-0:nowhere")));
        assertThat(unknown.code()).isEqualTo(ErrorCode.DATASTORE_UNMAPPED);
    }

    private Status statusOfVmNfs() {
        return inventory.picture().datastores().stream()
                .filter(known -> known.datastore().name().equals("vm-nfs"))
                .findFirst()
                .orElseThrow()
                .mapping()
                .status();
    }

    private SourceResolver resolver() {
        return new SourceResolver(inventory, lab.vcenterServers());
    }

    private Source source(String name) {
        return inventory.picture().datastores().stream()
                .filter(known -> known.datastore().name().equals(name))
                .map(known -> new Source.OfDatastore(known.datastore().id()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Mapping> mappings(Inventory.Picture picture) {
        return picture.datastores().stream()
                .collect(Collectors.toMap(known -> known.datastore().name(), MappedDatastore::mapping, (a, b) -> a));
    }

    private static Mapping filesystem(String nas, String dataset) {
        return Mapping.mapped(nas, List.of(new DatasetName(dataset)), DatasetType.FILESYSTEM);
    }

    private static NasSystem onPort(NasSystem system, int port) {
        return new NasSystem(
                system.id(),
                system.name(),
                system.host(),
                port,
                system.user(),
                system.sudo(),
                system.hostKey(),
                system.publicKey(),
                system.addresses(),
                1);
    }
}
