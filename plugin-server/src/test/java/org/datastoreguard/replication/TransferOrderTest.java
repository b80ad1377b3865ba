package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Listing;
import org.junit.jupiter.api.Test;

class TransferOrderTest {
    private static final DatasetName VM = new DatasetName("tank/vm");

    @Test
    void ordersAFullStreamWithItsParentAndItsIncrements() {
        assertThat(input("tank/vm @a @b", "pool", "pool/x/vm"))
                .containsExactly(
                        "root\ttank/vm",
                        "hold\ttank/vm@a",
                        "hold\ttank/vm@b",
                        "keep\ttank/vm@b\ttank/vm#datastore-guard-t1-" + guid("b"),
                        "0\ttell\tcreate\tpool/x",
                        "0\ttell\twant\tpool/x/vm@a\t" + guid("a"),
                        "0\ttell\trecv\t1\tfilesystem\torg.datastoreguard:stream=L,c,e\tpool/x/vm",
                        "0\tsend\t1\tfull\t-L -c -e -v -P\t-\ttank/vm@a",
                        "0\ttell\twant\tpool/x/vm@b\t" + guid("b"),
                        "0\ttell\trecv\t2\tmore\torg.datastoreguard:stream=L,c,e\tpool/x/vm",
                        "0\tsend\t2\tone\t-L -c -e -v -P\ttank/vm@a\ttank/vm@b",
                        "0\ttell\tend");
    }

    @Test
    void sendsSeveralSnapshotsAtOnceAndWantsEachOfThem() {
        assertThat(input("tank/vm @a @b @c", "pool; pool/vm @a", "pool/vm"))
                .contains("0\tsend\t1\tall\t-L -c -e -v -P\ttank/vm@a\ttank/vm@c")
                .containsSubsequence("0\ttell\twant\tpool/vm@b\t" + guid("b"), "0\ttell\twant\tpool/vm@c\t" + guid("c"))
                .contains("hold\ttank/vm@a", "hold\ttank/vm@c")
                .doesNotContain("hold\ttank/vm@b");
    }

    @Test
    void holdsNoBookmarkAndKeepsTheOneItStandsOn() {
        List<String> input = input("tank/vm #a @b", "pool; pool/vm @a", "pool/vm");
        assertThat(input).contains("0\tsend\t1\tone\t-L -c -e -v -P\ttank/vm#a\ttank/vm@b");
        assertThat(input).noneMatch(line -> line.startsWith("hold\ttank/vm#"));
        assertThat(input).noneMatch(line -> line.startsWith("drop"));
    }

    @Test
    void dropsOwnBookmarksOlderThanTheBaseAndNoOthers() {
        List<String> input = input(
                "tank/vm #datastore-guard-t1-1 #datastore-guard-t2-1 #other @a @b", "pool; pool/vm @a", "pool/vm");
        assertThat(input)
                .filteredOn(line -> line.startsWith("drop"))
                .containsExactly("drop\ttank/vm#datastore-guard-t1-1");
    }

    @Test
    void holdsATreeAtOnceWhereItSharesALabel() {
        assertThat(input(
                        "tank/vm @a @b; tank/vm/x @a @b; tank/vm/y @a @b @c",
                        "pool; pool/vm @a; pool/vm/x @a; pool/vm/y @a",
                        "pool/vm"))
                .filteredOn(line -> line.startsWith("hold") || line.startsWith("tree"))
                .containsExactly("tree\ttank/vm@a", "hold\ttank/vm@b", "hold\ttank/vm/x@b", "hold\ttank/vm/y@c");
    }

    @Test
    void marksVolumesForTheReceiver() {
        assertThat(input("tank/vm volume @a", "pool", "pool/vm"))
                .contains("0\ttell\trecv\t1\tvolume\torg.datastoreguard:stream=L,c,e\tpool/vm");
    }

    private static List<String> input(String source, String target, String into) {
        Tasks task = new Tasks();
        task.id = "t1";
        return input(task, source, target, into);
    }

    private static List<String> input(Tasks task, String source, String target, String into) {
        Listing from = Side.listing(source);
        Plan plan = Planner.plan(new PlanRequest(
                from,
                Side.listing(target),
                Map.of(),
                List.of(new PlanRequest.Root(VM, new DatasetName(into))),
                new PlanRequest.Scope(true, Excludes.NONE, s -> true, ReplicationTask.Raw.AUTO)));
        return new TransferOrder(task.build(), from, new Lanes(plan.steps(), List.of())).input(List.of(VM));
    }

    @Test
    void sendsPropertiesButForThoseThatWouldShowFillOrOpenTheTarget() {
        Tasks task = new Tasks();
        task.id = "T1";
        task.includeProperties = true;
        task.propertyOverrides = Map.of("compression", "zstd-3", "mountpoint", "/backup/a b", "volmode", "dev");
        task.propertyExcludes = List.of("com.sun:auto-snapshot", "atime");

        assertThat(input(task, "tank/vm @a", "pool", "pool/vm"))
                .contains("0\ttell\trecv\t1\tfilesystem\torg.datastoreguard:stream=L,c,e\tpool/vm"
                        + "\t-o\tcompression=zstd-3\t-o\tmountpoint=/backup/a b"
                        + "\t-x\tquota\t-x\trefquota\t-x\treservation\t-x\trefreservation\t-x\tsharenfs\t-x\tsharesmb"
                        + "\t-x\tcom.sun:auto-snapshot\t-x\tatime\t-x\torg.datastoreguard:holding-t1")
                .anyMatch(line -> line.startsWith("0\tsend\t1\tfull\t-L -c -e -p -v -P\t"));
        assertThat(input(task, "tank/vm @a @b", "pool/vm @a", "pool/vm"))
                .anyMatch(line -> line.startsWith("0\ttell\trecv\t1\tmore\t")
                        && line.endsWith("\t-x\treadonly\t-x\torg.datastoreguard:stream\t-x\tcanmount"));
        assertThat(input(task, "tank/vm volume @a", "pool", "pool/vm"))
                .contains("0\ttell\trecv\t1\tvolume\torg.datastoreguard:stream=L,c,e\tpool/vm"
                        + "\t-o\tcompression=zstd-3\t-o\tvolmode=dev\t-x\treservation\t-x\trefreservation"
                        + "\t-x\tcom.sun:auto-snapshot\t-x\torg.datastoreguard:holding-t1");
    }

    private static String guid(String letter) {
        return Side.guid(VM, letter).toString();
    }
}
