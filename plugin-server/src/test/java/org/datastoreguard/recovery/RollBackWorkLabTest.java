package org.datastoreguard.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.snapshot.ReplicationNeeds.Need;
import org.datastoreguard.snapshot.ToldStory;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rolling real datasets back; only what is around them is played. */
@LabTest
@Timeout(180)
class RollBackWorkLabTest {
    private static final String TASK = "task-1";

    private final Lab lab;
    private final Machine nas1;
    private final Surroundings around = new Surroundings(new KnownVcenters(Surroundings.vcenter(), "secret"));
    private DatasetName dataset;
    private String datastore = "";

    RollBackWorkLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.dataset = nas1.filesystem();
        around.replications.add(Tasks.into(TASK, "elsewhere", new DatasetName("tank/copy"), true));
        use("root");
    }

    private void use(String user) {
        datastore = around.datastore("lab-" + user, Surroundings.nfs(), "nas1-" + user, dataset);
    }

    private Recovery recovery() {
        return around.recovery(lab.connections());
    }

    /** Writes something of its own into the filesystem; its digest. */
    private String write(String text) {
        return nas1.shell("head -c 300000 /dev/urandom > '/" + dataset + "/disk' && echo " + text + " >> '/" + dataset
                + "/disk' && sync && sha256sum < '/" + dataset + "/disk'");
    }

    private String digest() {
        return nas1.shell("sha256sum < '/" + dataset + "/disk'");
    }

    private void snapshot(String label) {
        nas1.shell("zfs snapshot '" + dataset + "@" + label + "'");
    }

    private String guid(String label) {
        return nas1.shell("zfs get -Hp -o value guid '" + dataset + "@" + label + "'");
    }

    private String labels() {
        return String.join(
                " ",
                nas1.shell("zfs list -H -d 1 -t snapshot,bookmark -o name -s createtxg '" + dataset + "'")
                        .lines()
                        .map(name -> name.substring(dataset.value().length()))
                        .toList());
    }

    /** As somebody orders it who looked before. */
    private RestoreOrder order(String label, boolean force) {
        RollBackPreview seen = recovery().preview(datastore, guid(label), id -> true);
        return recovery()
                .orderRollBack(
                        datastore,
                        guid(label),
                        new Recovery.Consent(
                                label,
                                seen.newest() == null ? null : seen.newest().toString(),
                                force),
                        id -> true);
    }

    private String perform(RestoreOrder order, String run) {
        ToldStory story = new ToldStory();
        recovery().work(order, run).perform(story);
        return story.text();
    }

    private GuardException refused(RestoreOrder order) {
        GuardException refused = catchThrowableOfType(GuardException.class, () -> perform(order, "run-1"));
        assertThat(refused).isNotNull();
        return refused;
    }

    private GuardException notOrdered(String label, boolean force) {
        GuardException refused = catchThrowableOfType(GuardException.class, () -> order(label, force));
        assertThat(refused).isNotNull();
        assertThat(around.orders).isEmpty();
        return refused;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void the_very_content_comes_back_newer_ones_go_and_what_lies_below_stays(String user) {
        use(user);
        String first = write("first");
        snapshot("a");
        nas1.shell("zfs create " + dataset + "/below && echo kept > /" + dataset + "/below/file && zfs snapshot "
                + dataset + "/below@b");
        write("second");
        snapshot("b");
        nas1.shell("zfs bookmark " + dataset + "@b " + dataset + "#mark");
        snapshot("two words");
        write("third");

        RollBackPreview preview = recovery().preview(datastore, guid("a"), id -> true);
        assertThat(preview.destroys())
                .extracting(doomed -> doomed.name().label())
                .containsExactly("two words", "b");
        assertThat(preview.bookmarks()).containsExactly(dataset + "#mark");
        assertThat(preview.discards()).isGreaterThan(250_000);
        assertThat(labels()).isEqualTo("@a @b #mark @two words");
        String told = perform(order("a", true), "run-1");

        assertThat(digest()).isEqualTo(first);
        assertThat(labels()).isEqualTo("@a");
        assertThat(nas1.shell(
                        "cat /" + dataset + "/below/file && zfs list -H -o name -t snapshot " + dataset + "/below"))
                .isEqualTo("kept\n" + dataset + "/below@b");
        assertThat(told).contains("Rolled " + dataset + " back to @a", "@b", "#mark", "@two words", "rescan");
    }

    @Test
    void a_volume_goes_back_too() {
        dataset = nas1.volume(16);
        datastore = around.datastore("vmfs", Surroundings.vmfs(), "nas1-guard", dataset);
        String device = "/dev/zvol/" + dataset;
        nas1.shell("udevadm settle; head -c 4M /dev/urandom | dd of=" + device + " bs=1M oflag=direct 2>/dev/null");
        String before = nas1.shell("sha256sum < " + device);
        snapshot("a");
        nas1.shell("head -c 4M /dev/urandom | dd of=" + device + " bs=1M oflag=direct 2>/dev/null");
        snapshot("b");

        RestoreOrder ordered = order("a", false);
        perform(ordered, "run-1");

        assertThat(nas1.shell("blockdev --flushbufs " + device + " && sha256sum < " + device))
                .isEqualTo(before);
        assertThat(labels()).isEqualTo("@a");
        nas1.shell("zfs set 'org.datastoreguard:rolled-back=run-1 begun 4000000' " + dataset);
        assertThat(perform(ordered, "run-1")).contains("before it was interrupted");
    }

    @Test
    void names_with_blanks_are_no_trouble() {
        dataset = new DatasetName(dataset + "/of the office");
        nas1.shell("zfs create '" + dataset + "'");
        use("guardsudo");
        String first = write("first");
        snapshot("before update");
        write("second");
        snapshot("after it");

        perform(order("before update", false), "run-1");

        assertThat(digest()).isEqualTo(first);
        assertThat(labels()).isEqualTo("@before update");
    }

    @Test
    void a_machine_that_is_powered_on_keeps_it_as_it_is_before_the_order_and_in_the_run() {
        write("first");
        snapshot("a");
        String second = write("second");
        RestoreOrder ordered = order("a", false);
        around.machine(datastore, "web01", Power.ON);

        assertThat(refused(ordered).message()).contains("VM_RUNNING", "web01");
        around.orders.clear();
        GuardException again = notOrdered("a", true);

        assertThat(again.code()).isEqualTo(ErrorCode.IN_USE);
        assertThat(again.message()).contains("web01");
        assertThat(digest()).isEqualTo(second);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"zfs hold keep DATASET@b", "zfs clone DATASET@b DATASET-clone"})
    void what_others_hold_or_have_cloned_stays(String keep) {
        snapshot("a");
        snapshot("b");
        snapshot("c");
        RestoreOrder ordered = order("a", true);
        nas1.made().addFirst(new DatasetName(dataset + "-clone"));
        nas1.shell(keep.replace("DATASET", dataset.value()));

        assertThat(refused(ordered).message()).containsPattern("HELD: .*@b by keep|CLONED: .*@b as .*-clone");
        around.orders.clear();
        assertThat(notOrdered("a", true).message()).containsPattern("HELD|CLONED");

        assertThat(labels()).isEqualTo("@a @b @c");
    }

    @Test
    void own_holds_are_released_with_force_only_and_never_those_of_others() {
        write("first");
        snapshot("a");
        snapshot("b");
        snapshot("c");
        String tag = "datastore-guard:" + TASK;
        nas1.shell("zfs hold " + tag + " " + dataset + "@a && zfs hold " + tag + " " + dataset + "@b && zfs hold " + tag
                + " " + dataset + "@c");

        assertThat(notOrdered("a", false).message()).contains("OWN_HOLDS", "force: true");
        RestoreOrder ordered = order("a", true);
        nas1.shell("zfs hold keep " + dataset + "@c");
        assertThat(refused(ordered).message()).contains("@c by keep");
        assertThat(nas1.shell("zfs get -Hp -o value userrefs " + dataset + "@b"))
                .isEqualTo("1");
        nas1.shell("zfs release keep " + dataset + "@c");
        String told = perform(ordered, "run-2");

        assertThat(labels()).isEqualTo("@a");
        assertThat(told).contains("Released the hold " + tag + " on " + dataset + "@b");
        assertThat(nas1.shell("zfs holds -H " + dataset + "@a | cut -f 2")).isEqualTo(tag);
    }

    @Test
    void what_was_taken_since_it_was_looked_at_is_not_lost() {
        snapshot("a");
        snapshot("b");
        RestoreOrder ordered = order("a", true);
        snapshot("precious");

        GuardException refused = refused(ordered);
        assertThat(refused.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThat(refused.message()).contains("@precious");
        GuardException stale = catchThrowableOfType(
                GuardException.class,
                () -> recovery()
                        .orderRollBack(datastore, guid("a"), new Recovery.Consent("a", guid("b"), true), id -> true));

        assertThat(stale.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThat(labels()).isEqualTo("@a @b @precious");
    }

    @Test
    void an_order_that_was_left_lying_is_not_carried_out_hours_later() {
        write("first");
        snapshot("a");
        String second = write("second");
        RestoreOrder ordered = order("a", true);
        around.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16));

        GuardException refused = refused(ordered);

        assertThat(refused.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThat(refused.message()).contains("15 minutes");
        assertThat(digest()).isEqualTo(second);
    }

    @Test
    void a_guid_that_is_forged_or_whose_name_another_snapshot_has_by_now_goes_nowhere() {
        snapshot("a");
        snapshot("b");
        RestoreOrder ordered = order("a", true);
        nas1.shell("zfs destroy " + dataset + "@a && zfs snapshot " + dataset + "@a");

        assertThat(refused(ordered).code()).isEqualTo(ErrorCode.NOT_FOUND);
        GuardException forged =
                catchThrowableOfType(GuardException.class, () -> recovery().preview(datastore, "12345", id -> true));
        assertThat(forged.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(labels()).isEqualTo("@b @a");
    }

    @Test
    void without_the_name_the_answer_says_what_would_be_lost() {
        snapshot("a");
        snapshot("b");

        for (String confirm : new String[] {"", "b", dataset + "@b"}) {
            GuardException refused = catchThrowableOfType(
                    GuardException.class,
                    () -> recovery()
                            .orderRollBack(
                                    datastore, guid("a"), new Recovery.Consent(confirm, guid("b"), true), id -> true));
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD);
            assertThat(refused.message()).contains("confirm: ", "cannot be undone", "@b", "bytes");
        }
        assertThat(labels()).isEqualTo("@a @b");
    }

    @Test
    void a_replication_that_goes_on_from_what_is_lost_needs_force() {
        snapshot("a");
        snapshot("b");
        around.needs.add(new Need(
                "to site two",
                true,
                dataset::equals,
                snapshot -> true,
                Map.of(dataset, Set.of(Guid.parse(guid("b")))),
                null));

        assertThat(notOrdered("a", false).message()).contains("REPLICATION_BASE_LOST", "to site two");
        assertThat(perform(order("a", true), "run-1")).contains("to site two");

        assertThat(labels()).isEqualTo("@a");
    }

    @Test
    void what_is_done_is_not_done_twice_so_that_what_was_written_since_stays() {
        write("first");
        snapshot("a");
        write("second");
        snapshot("b");
        RestoreOrder ordered = order("a", true);
        perform(ordered, "run-1");
        String after = write("after the machines were started again");
        snapshot("after");

        assertThat(perform(ordered, "run-1")).contains("before it was interrupted");

        assertThat(digest()).isEqualTo(after);
        assertThat(labels()).isEqualTo("@a @after");
    }

    @Test
    void a_roll_back_that_was_cut_off_in_its_midst_is_brought_to_its_end() {
        String first = write("first");
        snapshot("a");
        write("second");
        snapshot("b");
        snapshot("c");
        RestoreOrder ordered = order("a", true);
        String written = nas1.shell("zpool sync tank && zfs get -Hp -o value written@a " + dataset);
        String begun = "zfs set 'org.datastoreguard:rolled-back=run-1 begun " + written + "' " + dataset;

        nas1.shell(begun + " && zfs destroy " + dataset + "@b");
        perform(ordered, "run-1");
        assertThat(digest()).isEqualTo(first);
        assertThat(labels()).isEqualTo("@a");

        nas1.shell(begun);
        assertThat(perform(ordered, "run-1")).contains("before it was interrupted");
    }

    @Test
    void one_that_was_cut_off_before_the_data_went_back_goes_on_only_while_nothing_was_written() {
        String first = write("first");
        snapshot("a");
        write("second");
        snapshot("b");
        RestoreOrder ordered = order("a", true);
        nas1.shell(
                "zpool sync tank && zfs set \"org.datastoreguard:rolled-back=run-1 begun $(zfs get -Hp -o value written@a "
                        + dataset + ")\" " + dataset + " && zfs destroy " + dataset + "@b");
        perform(ordered, "run-1");
        assertThat(digest()).isEqualTo(first);

        String later = write("later");
        nas1.shell("zpool sync tank && zfs set 'org.datastoreguard:rolled-back=run-1 begun 1' " + dataset);
        GuardException unsure = refused(ordered);
        assertThat(unsure.code()).isEqualTo(ErrorCode.IN_USE);
        assertThat(unsure.message()).contains("interrupted", "not done a second time");
        assertThat(digest()).isEqualTo(later);
    }

    @Test
    void the_preview_changes_nothing() {
        snapshot("a");
        write("second");
        snapshot("b");
        nas1.shell("zpool sync tank");
        String before = nas1.shell("zfs list -Hpr -t all -o name,guid,written,userrefs " + dataset);

        RollBackPreview preview = recovery().preview(datastore, guid("a"), id -> true);

        assertThat(preview.obstacles()).extracting(Obstacle::code).isEmpty();
        assertThat(preview.warnings()).extracting(Warning::code).isEmpty();
        assertThat(nas1.shell("zfs list -Hpr -t all -o name,guid,written,userrefs " + dataset))
                .isEqualTo(before);
    }
}
