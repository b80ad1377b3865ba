package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.zfs.DatasetName;

/** What is common to tests of the ways a stream can go: through real pipes; what arrived is asked over plain ssh, not through our code. */
abstract class Ways {
    /** As {@link ReplicationTask} combines them. */
    enum Way {
        PUSH,
        PULL,
        LOCAL,
        RELAY
    }

    final Lab lab;
    final Machine nas1;
    final DatasetName source;
    final Tasks task = new Tasks();
    Machine receiver;
    DatasetName target;
    Nas from;
    Nas to;
    volatile RecordedStory story = new RecordedStory();

    Ways(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.receiver = lab.nas2();
        this.source = nas1.filesystem();
        this.target = receiver.reserve("tank");
        this.from = lab.nas(nas1, "root");
        this.to = lab.nas(receiver, "root");
        task.id = "way-" + source.lastComponent();
        task.source = new Source.OfDatasets("nas1-root", List.of(source));
        task.retries = 0;
        task.stallTimeout = Duration.ofMinutes(2);
    }

    void aim(Way way) {
        task.direction = way == Way.PULL ? ReplicationTask.Direction.PULL : ReplicationTask.Direction.PUSH;
        Machine called = way == Way.PULL ? nas1 : receiver;
        if (way == Way.LOCAL) {
            task.transport = ReplicationTask.Transport.LOCAL;
            receiver = nas1;
            target = nas1.reserve("pond");
            to = from;
            task.remoteNas = from.system().id();
        } else if (way == Way.RELAY) {
            task.transport = ReplicationTask.Transport.RELAY;
        } else {
            task.remoteHost = called.peerHost();
            task.remotePort = called.peerPort();
            trust(
                    way == Way.PULL ? to : from,
                    called,
                    (way == Way.PULL ? from : to).system().user());
        }
        task.remoteDataset = target;
    }

    static void trust(Nas caller, Machine called, String user) {
        String line = new ReplicationKeys().create(caller);
        called.shell("f=~" + user + "/.ssh/authorized_keys; grep -qF '" + line + "' $f || echo '" + line + "' >> $f");
    }

    /** A first copy with two snapshots. */
    void arrives() {
        write("one", 300);
        nas1.shell("zfs create " + source + "/c && zfs snapshot -r " + source + "@a");
        write("two", 100);
        nas1.shell("zfs snapshot -r " + source + "@b");
        replicate();
        assertEqual("b");
    }

    /** A first copy, and what is new after it. */
    void arrivesWhole() {
        arrives();
        write("three", 100);
        nas1.shell("zfs snapshot -r " + source + "@c");
        replicate();
        assertEqual("c");
        assertThat(story.states()).hasSize(2).containsOnly("succeeded");
        assertNoTraces();
    }

    void replicate() {
        story = new RecordedStory();
        work().perform(story);
    }

    GuardException failing() {
        story = new RecordedStory();
        RecordedStory told = story;
        GuardException error = catchThrowableOfType(GuardException.class, () -> work().perform(told));
        assertThat(error).as("the run must fail").isNotNull();
        return error;
    }

    ReplicationWork work() {
        return new ReplicationWork(task.build(), new Ends(from, List.of(source), to));
    }

    void snapshot(String label) {
        nas1.shell("zfs snapshot '" + source + "@" + label + "'");
    }

    void write(String name, int kilobytes) {
        nas1.shell(
                "dd if=/dev/urandom of=/" + source + "/" + name + " bs=1k count=" + kilobytes + " 2>/dev/null && sync");
    }

    /** The ssh from one machine to the other, as {@code pgrep -f} finds it. */
    String carrier() {
        return "^ssh .*datastore-guard:" + task.id + ".";
    }

    boolean running(Machine machine) {
        return machine.succeeds("ps -eo args | grep -F ' datastore-guard:" + task.id + " ' | grep -qv grep");
    }

    void assertEqual(String label) {
        assertThat(receiver.snapshots(target)).isNotEmpty().isEqualTo(nas1.snapshots(source));
        String digest = "cd $d && find . -type f | sort | xargs sha256sum; cd /; umount $d; rmdir $d";
        String mount = "d=$(mktemp -d) && mount -t zfs -o ro ";
        assertThat(receiver.shell(mount + target + "@" + label + " $d && " + digest))
                .isNotEmpty()
                .isEqualTo(nas1.shell(mount + source + "@" + label + " $d && " + digest));
    }

    /** No hold, no note of one, no process. */
    void assertNoTraces() {
        assertThat(nas1.shell("zfs list -Hpr -t snapshot -o userrefs " + source + " | grep -v '^0$' || true"))
                .isEmpty();
        assertThat(nas1.shell("zfs get -H -o value " + new Marker(task.id).holding() + " " + source))
                .isEqualTo("-");
        await().atMost(Duration.ofSeconds(30)).until(() -> !running(nas1) && !running(receiver));
    }
}
