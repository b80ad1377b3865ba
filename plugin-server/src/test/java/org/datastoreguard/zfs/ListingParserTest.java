package org.datastoreguard.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ListingParserTest {
    private static final DatasetName VM = new DatasetName("tank/vm one");

    @Test
    void readsDatasetsSnapshotsAndBookmarksInOrderOfAge() {
        Listing listing = ListingParser.parse("""
                --datasets
                tank/vm one\tfilesystem\t-\toff\t-\t4096\t12\tL,c,e\t-
                tank/vm one/lun\tvolume\t1-ab-cd\taes-256-gcm\tunavailable\t8192\t0\t-\ton
                --snapshots
                tank/vm one@b b\t22\t20
                tank/vm one@a\t18446744073709551615\t10
                tank/vm one#a\t18446744073709551615\t10
                """, "");
        Dataset vm = listing.find(VM).orElseThrow();
        assertThat(vm.snapshots()).extracting(Snapshot::label).containsExactly("a", "b b");
        assertThat(vm.bookmarks()).extracting(Bookmark::guid).containsExactly(new Guid(-1));
        assertThat(vm.state().written()).isEqualTo(12);
        assertThat(vm.state().stream()).isEqualTo("L,c,e");
        Dataset lun = listing.find(VM.child("lun")).orElseThrow();
        assertThat(lun.state())
                .isEqualTo(new Dataset.State(DatasetType.VOLUME, "1-ab-cd", true, false, 8192, 0, null, "on"));
    }

    @Test
    void anOutlineHasDatasetsThatWereNotAskedHowTheyStand() {
        Listing listing = ListingParser.outline("""
                --snapshots
                tank/vm one\t1\t1
                tank/vm one@a\t22\t20
                tank/vm one/lun\t2\t2
                tank/other#b\t3\t3
                """, "");
        assertThat(listing.byName().keySet())
                .extracting(DatasetName::value)
                .containsExactly("tank/other", "tank/vm one", "tank/vm one/lun");
        assertThat(listing.find(VM).orElseThrow().snapshots())
                .extracting(Snapshot::label)
                .containsExactly("a");
    }

    /** Ten times what a large installation has; reading in more than one pass for each line would take minutes. */
    @Test
    @Timeout(60)
    void readsTwoHundredThousandSnapshots() {
        StringBuilder answer =
                new StringBuilder("--datasets\ntank/vm one\tfilesystem\t-\toff\t-\t1\t1\t-\t-\n--snapshots\n");
        for (int number = 200_000; number > 0; number--) {
            answer.append("tank/vm one@s" + number + "\t" + number + "\t" + number + "\n");
        }

        Dataset vm = ListingParser.parse(answer.toString(), "").find(VM).orElseThrow();

        assertThat(vm.snapshots()).hasSize(200_000);
        assertThat(vm.snapshots().get(0).label()).isEqualTo("s1");
    }

    @Test
    void toleratesWhatDoesNotExist() {
        Listing listing = ListingParser.parse("--datasets\n", "cannot open 'tank/x': dataset does not exist\n");
        assertThat(listing.byName()).isEmpty();
    }

    @Test
    void refusesAnAnswerThatZfsComplainedAbout() {
        assertThatThrownBy(() -> ListingParser.parse("--datasets\n", "cannot open 'tank/x': permission denied\n"))
                .isInstanceOfSatisfying(GuardException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NAS_RIGHT_MISSING);
                    assertThat(e.stderr())
                            .hasValueSatisfying(words -> assertThat(words).contains("permission denied"));
                });
    }

    @Test
    void refusesALineItCannotRead() {
        assertThatThrownBy(() -> ListingParser.parse("--datasets\ntank/x\tfilesystem\n", ""))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAS_ANSWER_UNREADABLE));
    }
}
