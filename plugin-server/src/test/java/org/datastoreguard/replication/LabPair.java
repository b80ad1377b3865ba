package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.zfs.DatasetName;

/** A filesystem on the lab's first machine and a task that sends it to the second; looked at over plain ssh. */
final class LabPair {
    final Machine nas1;
    final Machine nas2;
    final DatasetName source;
    final DatasetName target;
    final Tasks task = new Tasks();
    RecordedStory story = new RecordedStory();
    private final Lab lab;
    private final String targetUser;

    /** @param targetUser root, guard, guardsudo or noisy */
    LabPair(Lab lab, String targetUser) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.nas2 = lab.nas2();
        this.targetUser = targetUser;
        this.source = nas1.filesystem();
        this.target = nas2.reserve("tank");
        task.id = "lab-" + source.lastComponent();
        task.source = new Source.OfDatasets("nas1", List.of(source));
        task.remoteDataset = target;
        task.remoteHost = nas2.peerHost();
        task.remotePort = nas2.peerPort();
        task.retries = 0;
        String line = new ReplicationKeys().create(lab.nas(nas1, "root"));
        nas2.shell(
                "f=~" + targetUser + "/.ssh/authorized_keys; grep -qF '" + line + "' $f || echo '" + line + "' >> $f");
    }

    ReplicationWork work() {
        return new ReplicationWork(task.build(), ends());
    }

    Ends ends() {
        return new Ends(lab.nas(nas1, "root"), List.of(source), lab.nas(nas2, targetUser));
    }

    void replicate() {
        story = new RecordedStory();
        work().perform(story);
    }

    GuardException failing() {
        story = new RecordedStory();
        RecordedStory told = story;
        GuardException error = catchThrowableOfType(GuardException.class, () -> work().perform(told));
        assertThat(error).as("an error of the run").isNotNull();
        return error;
    }

    void snapshot(String label) {
        nas1.shell("zfs snapshot -r " + source + "@" + label);
    }

    /** Writes into a dataset of the target that is not mounted, as a person might. */
    void writeInto(DatasetName dataset) {
        nas2.shell("zfs set readonly=off " + dataset + " && zfs mount " + dataset + " && echo x > /" + dataset
                + "/x && sync && zfs umount " + dataset);
    }

    /** Everything that is there, so that two looks can be compared. */
    String everythingOn(Machine machine, DatasetName dataset) {
        return machine.shell("zfs list -Hpr -t all -o name,guid,referenced,written " + dataset);
    }

    void assertEqual() {
        assertThat(nas2.snapshots(target)).isNotEmpty().isEqualTo(nas1.snapshots(source));
    }
}
