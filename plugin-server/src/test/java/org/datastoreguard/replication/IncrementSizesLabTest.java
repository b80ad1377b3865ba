package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.StreamFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(120)
class IncrementSizesLabTest {
    private final DatasetName source;
    private final Nas nas;

    IncrementSizesLabTest(Lab lab) {
        this.source = lab.nas1().filesystem();
        this.nas = lab.nas(lab.nas1(), "guardsudo");
        lab.nas1()
                .shell("zfs create " + source + "/c && zfs snapshot -r " + source + "@a && head -c 4M /dev/urandom > /"
                        + source + "/x && zfs snapshot -r " + source + "@b && head -c 2M /dev/urandom > /" + source
                        + "/c/y && zfs snapshot -r " + source + "@d");
    }

    @Test
    void says_what_was_written_since_the_base_even_before_snapshots_that_are_leapt_over() {
        Listing listing = Side.listing(source + " used:900000000 @a @b @d; " + source + "/c @a @b @d");
        Step leaping = increment(listing, source, "a", "d");
        Step plain = increment(listing, source.child("c"), "b", "d");

        Map<Step, Long> sizes = new IncrementSizes(nas, listing).of(List.of(leaping, plain));

        assertThat(sizes.get(leaping)).isBetween(4_000_000L, 5_000_000L);
        assertThat(sizes.get(plain)).isBetween(2_000_000L, 3_000_000L);
    }

    @Test
    void one_that_vanished_takes_nothing_from_the_others() {
        Listing listing = Side.listing(source + " used:900000000 @a @b; " + source + "/gone @a @b");
        Step there = increment(listing, source, "a", "b");
        Step gone = increment(listing, source.child("gone"), "a", "b");

        Map<Step, Long> sizes = new IncrementSizes(nas, listing).of(List.of(there, gone));

        assertThat(sizes.get(there)).isBetween(4_000_000L, 5_000_000L);
        assertThat(sizes.get(gone)).isZero();
    }

    @Test
    void datasets_that_hold_little_are_not_asked() {
        Listing listing = Side.listing(source + " used:6000000 @a @b; " + source + "/c used:2000000 @a @b");

        Map<Step, Long> sizes = new IncrementSizes(nas, listing)
                .of(List.of(increment(listing, source, "a", "b"), increment(listing, source.child("c"), "a", "b")));

        assertThat(sizes).isEmpty();
    }

    private static Step increment(Listing listing, DatasetName dataset, String from, String to) {
        Dataset held = listing.find(dataset).orElseThrow();
        Snapshot base = named(held, from);
        return new Step.Send(
                dataset,
                dataset,
                DatasetType.FILESYSTEM,
                new Step.Base(base.name().toString(), base.guid(), base.createtxg(), false),
                List.of(named(held, to)),
                StreamFlags.BEST,
                null);
    }

    private static Snapshot named(Dataset dataset, String label) {
        return dataset.snapshots().stream()
                .filter(snapshot -> snapshot.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
