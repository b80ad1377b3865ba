package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.StreamPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many increments, taken by one {@code zfs recv}. */
@LabTest
@Timeout(180)
class PackageLabTest {
    private final Lab lab;

    PackageLabTest(Lab lab) {
        this.lab = lab;
    }

    /** Of a volume, whose frame tells no feature; that of a filesystem says which kind of attributes its streams may bring. */
    @Test
    void the_frame_is_the_one_of_zfs_send() {
        LabPair pair = new LabPair(lab, "root");
        pair.nas1.shell("zfs create -s -V 8M " + pair.source + "/lun");
        pair.snapshot("one");
        pair.snapshot("two");
        pair.snapshot("three");
        String send = "zfs send -I @one " + pair.source + "/lun@three 2>/dev/null";
        String hex = " | od -An -v -tx1 | tr -d ' \\n'";

        assertThat(pair.nas1.shell(send + " | head -c 624" + hex).strip())
                .isEqualTo(HexFormat.of()
                        .formatHex(StreamPackage.head(pair.source.child("lun").snapshot("three"))));
        assertThat(pair.nas1.shell(send + " | tail -c 312" + hex).strip())
                .isEqualTo(HexFormat.of().formatHex(StreamPackage.tail()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void one_receiver_takes_the_increments_of_many_datasets(String user) {
        LabPair pair = leftATree(user);
        write(pair, "a", 100);
        write(pair, "b", 3000);
        pair.snapshot("two");

        pair.replicate();

        pair.assertEqual();
        assertThat(pair.story.states()).containsOnly("succeeded").hasSize(4);
        assertThat(pair.nas2.shell("zpool history tank").lines())
                .filteredOn(line -> line.contains("zfs recv ") && line.contains(pair.target.value()))
                .filteredOn(line -> !line.contains(" -o "))
                .singleElement()
                .asString()
                .endsWith("zfs recv -s -u -v " + pair.target);
    }

    @Test
    void what_came_before_the_one_that_is_refused_stays_and_the_rest_comes_by_itself() {
        LabPair pair = leftATree("root");
        write(pair, "b", 4000);
        pair.snapshot("two");
        pair.nas2.shell("zfs set quota=1M " + pair.target + "/b");

        assertThat(pair.failing().code()).isEqualTo(ErrorCode.TARGET_OUT_OF_SPACE);

        assertThat(pair.nas2
                        .shell("zfs list -H -o name -t snapshot -r " + pair.target)
                        .lines())
                .contains(pair.target + "@two", pair.target + "/a@two", pair.target + "/lun@two")
                .doesNotContain(pair.target + "/b@two");
        pair.nas2.shell("zfs set quota=none " + pair.target + "/b");
        pair.replicate();
        pair.assertEqual();
    }

    @Test
    void what_is_cut_within_a_package_is_taken_up_again() {
        LabPair pair = leftATree("root");
        write(pair, "b", 4000);
        pair.snapshot("two");
        Ends cut = new Ends(
                new Meddled(
                        pair.ends().source(),
                        "zfs() { case \"$*\" in \"send \"*\"/b@two\") command zfs \"$@\" | head -c 2000000; return 1 ;; esac;"
                                + " command zfs \"$@\"; }\n"),
                pair.ends().datasets(),
                pair.ends().target());

        assertThatThrownBy(() -> new ReplicationWork(pair.task.build(), cut).perform(pair.story))
                .isInstanceOf(GuardException.class);

        assertThat(pair.nas2
                        .shell("zfs list -H -o name -t snapshot -r " + pair.target)
                        .lines())
                .contains(pair.target + "/a@two")
                .doesNotContain(pair.target + "/b@two");
        assertThat(pair.nas2.shell("zfs get -H -o value receive_resume_token " + pair.target + "/b"))
                .isNotEqualTo("-");
        pair.replicate();
        pair.assertEqual();
        assertThat(pair.story.lines).noneMatch(line -> line.contains("dropped"));
    }

    @Test
    void a_receiver_that_takes_no_packages_gets_the_streams_one_by_one() {
        LabPair pair = leftATree("root");
        pair.snapshot("two");
        pair.task.retries = 1;
        Ends ends = new Ends(
                pair.ends().source(),
                pair.ends().datasets(),
                Meddled.receiving(
                        pair.ends().target(),
                        "case \"$*\" in *\" -v \"*) echo 'cannot receive: invalid stream (bad magic number)' >&2; return 1 ;;"
                                + " esac; command zfs \"$@\""));

        new ReplicationWork(pair.task.build(), ends).perform(pair.story);

        pair.assertEqual();
        assertThat(pair.story.lines).anyMatch(line -> line.contains("bad magic number"));
    }

    private LabPair leftATree(String user) {
        LabPair pair = new LabPair(lab, user);
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create " + pair.source + "/b && zfs create -s -V 8M "
                + pair.source + "/lun");
        pair.snapshot("one");
        pair.replicate();
        pair.story = new RecordedStory();
        return pair;
    }

    private static void write(LabPair pair, String child, int kilobytes) {
        pair.nas1.shell("dd if=/dev/urandom of=/" + pair.source + "/" + child + "/f bs=1k count=" + kilobytes
                + " 2>/dev/null; sync");
    }
}
