package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datastoreguard.snapshot.ReplicationMarks.Replica;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.Test;

class ReplicationMarksTest {
    private static final DatasetName DATASET = new DatasetName("tank/vm");

    private final Snapshot one = snapshot(DATASET, 1);
    private final Snapshot two = snapshot(DATASET, 2);
    private final Snapshot three = snapshot(DATASET, 3);

    private static Snapshot snapshot(DatasetName dataset, int number) {
        return new Snapshot(dataset.snapshot("s" + number), new Guid(100 + number), number, null);
    }

    private static Bookmark mark(String task, int number) {
        return bookmark("datastore-guard-" + task + "-" + (100 + number), number);
    }

    private static Bookmark bookmark(String label, int number) {
        return new Bookmark(DATASET, label, new Guid(100 + number), number);
    }

    private ReplicationMarks marks(Bookmark... bookmarks) {
        return new ReplicationMarks(new Listing(List.of(new Dataset(
                DATASET, Dataset.State.empty(DatasetType.VOLUME), List.of(one, two, three), List.of(bookmarks)))));
    }

    @Test
    void a_task_has_what_its_newest_mark_stands_for_and_all_that_is_older_or_something_newer() {
        ReplicationMarks marks = marks(mark("a-b", 2));

        assertThat(marks.replicas(one)).containsExactly(new Replica("a-b", false));
        assertThat(marks.replicas(two)).containsExactly(new Replica("a-b", true));
        assertThat(marks.replicas(three)).isEmpty();
    }

    @Test
    void an_older_mark_says_that_this_very_snapshot_arrived_but_the_newest_is_the_base() {
        ReplicationMarks marks = marks(mark("t", 1), mark("t", 3), mark("u", 1));

        assertThat(marks.replicas(one)).containsExactly(new Replica("t", true), new Replica("u", true));
        assertThat(marks.replicas(two)).containsExactly(new Replica("t", false));
        assertThat(marks.baseOf(one)).containsExactly("u");
        assertThat(marks.baseOf(two)).isEmpty();
        assertThat(marks.baseOf(three)).containsExactly("t");
    }

    @Test
    void bookmarks_of_others_and_those_that_name_another_guid_say_nothing() {
        ReplicationMarks marks = marks(
                bookmark("datastore-guard-t-999", 3),
                bookmark("datastore-guard-t", 3),
                bookmark("mine-datastore-guard-t-103", 3),
                bookmark("datastore-guard--103", 3));

        assertThat(marks.replicas(one)).isEmpty();
        assertThat(marks.baseOf(three)).isEmpty();
    }

    @Test
    void a_mark_counts_for_its_own_dataset_only() {
        Snapshot elsewhere = snapshot(new DatasetName("tank/other"), 2);

        assertThat(marks(mark("t", 2)).replicas(elsewhere)).isEmpty();
    }
}
