package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list that is remembered is never an old one. */
@LabTest
@Timeout(120)
class SnapshotListsLabTest {
    private static final String OF_2_1 =
            "zfs() { case $* in *snapshots_changed*) echo \"bad property list: invalid property 'snapshots_changed'\" >&2; return 2 ;;"
                    + " esac; command zfs \"$@\"; }\n";

    private final Lab lab;
    private final Machine nas1;
    private final DatasetName dataset;
    private final SnapshotLists lists = new SnapshotLists(2);
    private String answer = "";
    private String functions = "";

    SnapshotListsLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.dataset = nas1.filesystem();
    }

    @BeforeEach
    void takeSome() {
        nas1.shell("for i in a b c; do zfs snapshot " + dataset + "@$i; done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void is_not_read_again_while_nothing_changed_and_bookmarks_always_are(String user) {
        assertThat(settled(user)).containsExactly("a", "b", "c");

        nas1.shell("zfs bookmark " + dataset + "@a " + dataset + "#mark");

        assertThat(labels(user)).containsExactly("a", "b", "c");
        assertThat(isRemembered()).isTrue();
        assertThat(dataset(user).bookmarks()).extracting(Bookmark::label).containsExactly("mark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zfs snapshot $d@d",
                "zfs destroy $d@b",
                "zfs rename $d@b $d@x",
                "zfs destroy $d@c && zfs snapshot $d@c",
                "zfs rollback -r $d@a",
                "zfs destroy -r $d && zfs create $d && zfs snapshot $d@a"
            })
    void is_read_again_after(String change) {
        settled("root");

        nas1.shell("d=" + dataset + "; " + change);

        assertThat(guids()).isEqualTo(real());
        assertThat(isRemembered()).isFalse();
    }

    /** Within a second, {@code snapshots_changed} does not change. */
    @Test
    void no_change_is_missed_however_fast_they_come() {
        for (int i = 0; i < 12; i++) {
            nas1.shell("zfs snapshot " + dataset + "@quick" + i);
            assertThat(guids()).as("after " + i).isEqualTo(real());
        }
    }

    @Test
    void an_openzfs_that_does_not_tell_of_changes_is_asked_for_all_each_time() {
        functions = OF_2_1;
        labels("root");
        nas1.shell("sleep 2");

        assertThat(labels("root")).containsExactly("a", "b", "c");
        assertThat(isRemembered()).isFalse();
    }

    @Test
    void a_dataset_that_is_gone_is_said_to_be() {
        settled("root");
        nas1.shell("zfs destroy -r " + dataset);

        assertThatThrownBy(() -> labels("root"))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATASET_MISSING));
    }

    private List<String> settled(String user) {
        return Awaitility.await("a list that holds")
                .atMost(Duration.ofSeconds(30))
                .until(() -> labels(user), list -> isRemembered());
    }

    /** Whether the last answer had no snapshot in it. */
    private boolean isRemembered() {
        return !answer.contains("@");
    }

    private List<String> labels(String user) {
        return dataset(user).snapshots().stream().map(Snapshot::label).toList();
    }

    private String guids() {
        StringBuilder guids = new StringBuilder();
        dataset("root").snapshots().forEach(one -> guids.append(one.name() + "\t" + one.guid() + "\n"));
        return guids.toString().strip();
    }

    private String real() {
        return nas1.shell("zfs list -Hp -d 1 -t snapshot -s createtxg -o name,guid " + dataset)
                .strip();
    }

    private Dataset dataset(String user) {
        return lists.list(overheard(lab.nas(nas1, user)), List.of(dataset))
                .find(dataset)
                .orElseThrow();
    }

    /** The machine, whose answer is kept. */
    private Nas overheard(Nas nas) {
        return (Nas) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Nas.class}, (proxy, method, asked) -> {
                    if (!method.getName().equals("run")) {
                        return method.invoke(nas, asked);
                    }
                    Script script = (Script) asked[0];
                    Output output = nas.run(
                            new Script(script.name(), functions + script.body(), script.arguments(), script.input()),
                            (Duration) asked[1]);
                    answer = output.stdout();
                    return output;
                });
    }
}
