package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRulesTest {
    private static List<FieldError> overlaps(ReplicationTask task, List<ReplicationTask> others) {
        return TargetOverlap.of(task, others, other -> true);
    }

    private static final DatasetName VM = new DatasetName("tank/vm");

    @Test
    void refusesWhatALocalTransferWouldIgnore() {
        Tasks task = new Tasks();
        task.transport = ReplicationTask.Transport.LOCAL;
        task.direction = ReplicationTask.Direction.PULL;
        task.compression = ReplicationTask.Compression.LZ4;
        task.cipher = ReplicationTask.Cipher.FAST;
        task.remoteHost = "nas.example.org";
        task.remotePort = 22;
        assertThat(TransportRules.of(task.build(), Optional.of("nas1")))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "remote.nasSystemId", "remote.hostname", "remote.port", "direction", "compression", "cipher");
    }

    @Test
    void refusesWhatARelayWouldIgnoreAndNothingElse() {
        Tasks task = new Tasks();
        task.transport = ReplicationTask.Transport.RELAY;
        task.compression = ReplicationTask.Compression.LZ4;
        task.limitKBps = 100;
        assertThat(TransportRules.of(task.build(), Optional.of("nas1"))).isEmpty();
        task.direction = ReplicationTask.Direction.PULL;
        task.cipher = ReplicationTask.Cipher.FAST;
        task.remoteHost = "nas.example.org";
        task.remotePort = 22;
        assertThat(TransportRules.of(task.build(), Optional.of("nas1")))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("remote.hostname", "remote.port", "direction", "cipher");
    }

    @Test
    void letsALocalTransferKeepALimitAndADirectOneEverything() {
        Tasks local = new Tasks();
        local.transport = ReplicationTask.Transport.LOCAL;
        local.remoteNas = "nas1";
        local.limitKBps = 100;
        assertThat(TransportRules.of(local.build(), Optional.of("nas1"))).isEmpty();
        assertThat(TransportRules.of(local.build(), Optional.empty())).isEmpty();

        Tasks direct = new Tasks();
        direct.direction = ReplicationTask.Direction.PULL;
        direct.compression = ReplicationTask.Compression.ZSTD;
        direct.cipher = ReplicationTask.Cipher.FAST;
        assertThat(TransportRules.of(direct.build(), Optional.of("nas1"))).isEmpty();
    }

    @Test
    void givesALimitedTransferTimeToEmptyItsPipes() {
        Tasks task = new Tasks();
        assertThat(Wire.of(task.build()).drain()).isZero();
        task.limitKBps = 64;
        assertThat(Wire.of(task.build()).drain()).isEqualTo(Duration.ofSeconds(64));
        task.compression = ReplicationTask.Compression.PLZIP;
        assertThat(Wire.of(task.build()).drain()).isEqualTo(Duration.ofSeconds(1024));
    }

    @Test
    void putsTheFastCiphersFirst() {
        Tasks task = new Tasks();
        assertThat(Wire.of(task.build()).ciphers()).startsWith("aes256-gcm@openssh.com,");
        task.cipher = ReplicationTask.Cipher.FAST;
        assertThat(Wire.of(task.build()).ciphers()).isEqualTo("aes128-gcm@openssh.com,aes128-ctr");
    }

    @ParameterizedTest(name = "{0}:{1} beside {2}:{3} → {4}")
    @CsvSource({
        "nas2,tank/a,nas2,tank/b,false",
        "nas2,tank/a,nas2,tank/a,true",
        "nas2,tank/a/x,nas2,tank/a,true",
        "nas2,tank/a,nas2,tank/a/x,true",
        "nas2,tank/a,nas2,tank/ab,false",
        "nas2,tank/a,nas3,tank/a,false"
    })
    void refusesTargetsThatShareADataset(
            String nas, String target, String otherNas, String otherTarget, boolean refused) {
        assertThat(overlaps(task("task-1", nas, target), List.of(task("task-2", otherNas, otherTarget))))
                .hasSize(refused ? 1 : 0);
    }

    @Test
    void doesNotCompareATaskWithItsOwnFormerSelf() {
        assertThat(overlaps(task("task-1", "nas2", "tank/a"), List.of(task("task-1", "nas2", "tank/a"))))
                .isEmpty();
    }

    @ParameterizedTest(name = "tank/vm on nas1 to {0}:{1} → {2}")
    @CsvSource({"nas1,tank/vm/copy,1", "nas1,tank,1", "nas1,pond/vm,0", "nas2,tank/vm,0"})
    void refusesATargetThatIsItsOwnSource(String nas, String target, int errors) {
        assertThat(overlaps(task("task-1", nas, target), List.of())).hasSize(errors);
    }

    @Test
    void refusesTwoSourcesThatWouldBeReceivedIntoOneTarget() {
        Tasks task = new Tasks();
        task.source =
                new Source.OfDatasets("nas1", List.of(new DatasetName("tank/a/vm"), new DatasetName("tank/b/vm")));
        assertThat(overlaps(task.build(), List.of()))
                .extracting(FieldError::field)
                .containsExactly("source.datasets");
    }

    @Test
    void putsOneSourceIntoTheTargetItselfAndSeveralBelowIt() {
        ReplicationTask task = new Tasks().build();
        assertThat(TaskScope.roots(task, List.of(VM)))
                .extracting(PlanRequest.Root::target)
                .containsExactly(new DatasetName("tank/backup/vm"));
        assertThat(TaskScope.roots(task, List.of(VM, new DatasetName("tank/lun1"))))
                .extracting(PlanRequest.Root::target)
                .containsExactly(new DatasetName("tank/backup/vm/vm"), new DatasetName("tank/backup/vm/lun1"));
    }

    @ParameterizedTest(name = "{0}, label {1}, taken by {2} → {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ALL,manual,-,true",
                "OWN,manual,-,false",
                "OWN,manual,snap-1,true",
                "OWN,manual,snap-2,false",
                "NAMING_SCHEMAS,auto-2026-11-21_10-15Z,-,true",
                "NAMING_SCHEMAS,auto-2026-11-21,snap-1,false"
            })
    void choosesSnapshotsAsTheTaskSays(
            ReplicationTask.IncludeSnapshots include, String label, @Nullable String owner, boolean selected) {
        Tasks task = new Tasks();
        task.include = include;
        task.snapshotTasks = List.of("snap-1");
        task.schemas = List.of("auto-%Y-%m-%d_%H-%MZ");
        Snapshot snapshot = new Snapshot(VM.snapshot(label), new Guid(1), 1, owner);
        assertThat(TaskScope.of(task.build()).selected().test(snapshot)).isEqualTo(selected);
    }

    private static ReplicationTask task(String id, String nas, String target) {
        Tasks task = new Tasks();
        task.id = id;
        task.remoteNas = nas;
        task.remoteDataset = new DatasetName(target);
        return task.build();
    }
}
