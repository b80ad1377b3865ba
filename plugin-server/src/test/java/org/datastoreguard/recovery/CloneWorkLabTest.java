package org.datastoreguard.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.snapshot.ToldStory;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloning real snapshots; only the vCenter is played. */
@LabTest
@Timeout(180)
class CloneWorkLabTest {
    private final Lab lab;
    private final Machine nas1;
    private final Surroundings around = new Surroundings(new KnownVcenters(Surroundings.vcenter(), "secret"));
    private final DatasetName parent;
    private final DatasetName dataset;

    CloneWorkLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.parent = nas1.filesystem();
        this.dataset = parent.child("vm");
        nas1.shell("zfs set canmount=off " + parent + " && zfs create -o org.datastoreguard:task=t-1 " + dataset);
    }

    private String shell(String command) {
        return nas1.shell(command);
    }

    private static String quoted(DatasetName name) {
        return "'" + name + "'";
    }

    private RestoreOrder order(String user, DatasetName of, String label, @Nullable String name) {
        String datastore = around.datastore("lab", Surroundings.nfs(), "nas1-" + user, of);
        String guid = shell("zfs get -Hp -o value guid '" + of + "@" + label + "'");
        return recovery().orderClone(datastore, guid, name);
    }

    private Recovery recovery() {
        return around.recovery(lab.connections());
    }

    private ToldStory perform(RestoreOrder order, String run) {
        ToldStory story = new ToldStory();
        recovery().work(order, run).perform(story);
        return story;
    }

    private String property(DatasetName of, String name) {
        return shell("zfs get -H -o value " + name + " " + quoted(of));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guardsudo"})
    void a_clone_holds_the_very_content_can_be_written_and_is_not_shared(String user) {
        shell("head -c 300000 /dev/urandom > /" + dataset + "/disk && zfs set readonly=on " + parent
                + " && zfs snapshot '" + dataset + "@before update' && zfs set mountpoint=/" + dataset + "-moved "
                + dataset);
        String digest = shell("sha256sum < /" + dataset + "-moved/disk");

        RestoreOrder ordered = order(user, dataset, "before update", null);
        DatasetName clone = ordered.changes();
        ToldStory told = perform(ordered, "run-1");

        assertThat(clone).hasToString(dataset + "-clone-before update");
        assertThat(shell("sha256sum < '/" + clone + "/disk' && echo more >> '/" + clone + "/disk'"))
                .isEqualTo(digest);
        assertThat(property(clone, "origin")).isEqualTo(dataset + "@before update");
        assertThat(property(clone, "readonly,sharenfs,org.datastoreguard:task,mountpoint")
                        .lines())
                .containsExactly("off", "off", "-", "/" + clone);
        assertThat(property(clone, "org.datastoreguard:run")).isEqualTo("run-1");
        assertThat(told.warnings()).isEmpty();
        assertThat(told.text())
                .contains(
                        "Cloned " + dataset + "@before update as " + clone,
                        "Mounted at /" + clone,
                        "zfs destroy " + clone);
    }

    @Test
    void a_parent_that_is_shared_does_not_share_its_clone() {
        shell("zfs set sharenfs=ro " + parent + " && zfs snapshot " + dataset + "@a");

        RestoreOrder ordered = order("root", dataset, "a", null);
        perform(ordered, "run-1");

        assertThat(property(ordered.changes(), "sharenfs")).isEqualTo("off");
        shell("zfs set sharenfs=off " + parent);
    }

    @Test
    void a_volume_s_clone_is_a_device_with_the_same_content() {
        DatasetName volume = parent.child("disk");
        shell("zfs create -s -V 16M " + volume + " && udevadm settle && head -c 4M /dev/urandom | dd of=/dev/zvol/"
                + volume + " bs=1M oflag=direct 2>/dev/null");
        String digest = shell("sha256sum < /dev/zvol/" + volume);
        shell("zfs snapshot " + volume + "@a");

        RestoreOrder ordered = order("root", volume, "a", parent + "/copy");
        String told = perform(ordered, "run-1").text();

        assertThat(told).contains("Device: /dev/zvol/" + parent + "/copy", "new signature");
        assertThat(shell("udevadm settle; sha256sum < /dev/zvol/" + parent + "/copy"))
                .isEqualTo(digest);
    }

    @Test
    void a_second_attempt_finds_its_own_and_a_taken_name_is_left_alone() {
        shell("zfs snapshot " + dataset + "@a");
        RestoreOrder first = order("root", dataset, "a", null);
        perform(first, "run-1");
        String guid = property(first.changes(), "guid");

        assertThat(perform(first, "run-1").text()).contains("made by this run before it was interrupted");
        assertThat(property(first.changes(), "guid")).isEqualTo(guid);
        RestoreOrder second = order("root", dataset, "a", null);
        assertThat(second.changes()).hasToString(first.changes() + "-2");
        GuardException taken = catchThrowableOfType(GuardException.class, () -> perform(first, "run-2"));
        assertThat(taken.code()).isEqualTo(ErrorCode.NAME_TAKEN);
        GuardException wanted = catchThrowableOfType(
                GuardException.class,
                () -> order("root", dataset, "a", first.changes().value()));
        assertThat(wanted.code()).isEqualTo(ErrorCode.NAME_TAKEN);
    }

    @Test
    void what_is_mounted_nowhere_says_so() {
        shell("zfs snapshot " + dataset + "@a && zfs set mountpoint=none " + parent);

        ToldStory told = perform(order("root", dataset, "a", null), "run-1");

        assertThat(told.warnings()).singleElement().asString().contains("Not mounted (mountpoint: none)");
    }

    @Test
    void a_snapshot_that_is_another_by_now_is_not_cloned_nor_is_one_made_in_a_replication_s_target() {
        shell("zfs snapshot " + dataset + "@a");
        RestoreOrder ordered = order("root", dataset, "a", null);
        shell("zfs destroy " + dataset + "@a && zfs snapshot " + dataset + "@a");

        GuardException other = catchThrowableOfType(GuardException.class, () -> perform(ordered, "run-1"));
        assertThat(other.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(nas1.exists(ordered.changes())).isFalse();

        around.replications.add(Tasks.into("t", "nas1-root", parent.child("copies"), true));
        shell("zfs create " + parent + "/copies");
        GuardException refused =
                catchThrowableOfType(GuardException.class, () -> order("root", dataset, "a", parent + "/copies/x"));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refused.message()).contains("target of replication task");
    }

    @Test
    void a_clone_of_one_of_several_datasets_is_made_with_a_warning() {
        DatasetName second = parent.child("second");
        shell("zfs create " + second + " && zfs snapshot -r " + parent + "@a");
        String datastore = around.datastore("big", Surroundings.vmfs(), "nas1-root", dataset, second);
        RestoreOrder ordered =
                recovery().orderClone(datastore, shell("zfs get -Hp -o value guid " + second + "@a"), null);

        assertThat(perform(ordered, "run-1").warnings())
                .singleElement()
                .asString()
                .contains("several datasets");
        assertThat(nas1.exists(ordered.changes())).isTrue();
    }
}
