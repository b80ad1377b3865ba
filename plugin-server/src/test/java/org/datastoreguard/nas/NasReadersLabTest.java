package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(120)
class NasReadersLabTest {
    private final Lab lab;

    NasReadersLabTest(Lab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void a_probe_finds_openzfs_pools_features_tools_and_no_missing_right(String user) {
        ProbeReport report = new NasProbe(Clock.systemUTC()).probe(lab.nas(lab.nas1(), user));

        assertThat(report.openZfs()).isEqualTo(report.kernelModule()).matches("2\\.\\d+\\.\\d+");
        assertThat(report.operatingSystem()).startsWith("Linux ");
        assertThat(report.trueNas()).isFalse();
        assertThat(report.hostNames()).contains("nas1");
        assertThat(report.addresses()).contains(lab.nas1().storageAddress());
        assertThat(report.tools()).contains("lz4", "pigz", "plzip", "zstd", "mbuffer", "pv", "rsync", "ssh");
        assertThat(report.pools()).extracting(ProbeReport.Pool::name).contains("tank", "pond");
        assertThat(report.pools().get(0).features()).contains("extensible_dataset");
        assertThat(report.pools().get(0).free()).isPositive();
        assertThat(report.missingRights()).isEmpty();
        assertThat(report.clockDifference().abs()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void a_user_without_sudo_rights_is_told_the_line_to_add() {
        NasSystem guard = lab.nas1().system("guard");
        NasSystem asking = new NasSystem(
                "nas1-asking",
                "nas1-asking",
                guard.host(),
                guard.port(),
                "guard",
                true,
                guard.hostKey(),
                guard.publicKey(),
                List.of(),
                1);
        lab.systems().put(asking);
        Nas nas = lab.connections().nas("nas1-asking");

        assertThat(new NasProbe(Clock.systemUTC()).probe(nas).missingRights())
                .singleElement()
                .asString()
                .contains("guard ALL=(root) NOPASSWD: /usr/sbin/zfs");
        GuardException error = catchThrowableOfType(GuardException.class, () -> new DatasetTree().read(nas));
        assertThat(error.code()).isEqualTo(ErrorCode.NAS_RIGHT_MISSING);
        assertThat(error.stderr()).hasValueSatisfying(said -> assertThat(said).contains("sudo"));
    }

    @Test
    void the_dataset_tree_tells_filesystems_from_volumes() {
        DatasetName volume = lab.nas1().volume(16);
        DatasetName filesystem = lab.nas1().filesystem();

        List<DatasetInfo> tree = new DatasetTree().read(lab.nas(lab.nas1(), "guard"));

        assertThat(tree)
                .anySatisfy(info -> {
                    assertThat(info.name()).isEqualTo(volume);
                    assertThat(info.type()).isEqualTo(DatasetType.VOLUME);
                    assertThat(info.mountpoint()).isEqualTo("-");
                })
                .anySatisfy(info -> {
                    assertThat(info.name()).isEqualTo(filesystem);
                    assertThat(info.type()).isEqualTo(DatasetType.FILESYSTEM);
                    assertThat(info.mountpoint()).isEqualTo("/" + filesystem);
                    assertThat(info.encryption()).isEqualTo("off");
                    assertThat(info.used()).isPositive();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"guard", "noisy"})
    void a_replication_key_is_made_once_and_shows_only_its_public_half(String user) {
        Nas nas = lab.nas(lab.nas2(), user);
        lab.nas2().shell("rm -f ~" + user + "/" + ReplicationKeys.PRIVATE_KEY_FILE + "*");
        ReplicationKeys keys = new ReplicationKeys();

        assertThat(keys.read(nas)).isEmpty();
        String made = keys.create(nas);

        assertThat(made).startsWith("ssh-ed25519 ").endsWith("datastore-guard@nas2-" + user);
        assertThat(keys.create(nas)).isEqualTo(made);
        assertThat(keys.read(nas)).contains(made);
        assertThat(lab.nas2().shell("stat -c '%a %U' ~" + user + "/" + ReplicationKeys.PRIVATE_KEY_FILE))
                .isEqualTo("600 " + user);
    }

    @Test
    void a_scan_shows_the_key_that_the_lab_pins() {
        assertThat(new HostKeyScan().scan(lab.nas1().host(), lab.nas1().port()))
                .extracting(HostKey::text)
                .contains(HostKey.parse(lab.nas1().hostKey()).text());
    }
}
