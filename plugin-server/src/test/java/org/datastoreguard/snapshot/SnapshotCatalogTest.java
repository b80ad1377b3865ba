package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.Test;

/** What is asked and how answers are read; that OpenZFS answers so is shown in the lab. */
class SnapshotCatalogTest {
    private static final DatasetName DATASET = new DatasetName("tank/vm");
    private static final int MANY = 20_000;

    private final Played nas = new Played();
    private final SnapshotCatalog catalog = new SnapshotCatalog(nas, List.of(DATASET));

    /** A machine with very many snapshots, each in detail as if opened. */
    private static final class Played implements Nas {
        final List<Script> scripts = new ArrayList<>();
        String stderr = "";
        String swapped = "";

        @Override
        public NasSystem system() {
            return new NasSystem(
                    "nas", "nas", "nas.example.com", 22, "root", false, null, "ssh-ed25519 x", List.of(), 1);
        }

        @Override
        public Output run(Script script, Duration deadline) {
            scripts.add(script);
            return new Output(0, script.input().isEmpty() ? listing() : details(script.input()), stderr);
        }

        private static String listing() {
            return "--datasets\n" + DATASET + "\tfilesystem\t-\toff\t-\t0\t0\t-\t-\n--snapshots\n"
                    + IntStream.range(0, MANY)
                            .mapToObj(i -> DATASET + "@s" + i + "\t" + (i + 7) + "\t" + i)
                            .collect(Collectors.joining("\n"));
        }

        private String details(List<String> names) {
            return names.stream()
                    .filter(name -> stderr.isEmpty())
                    .map(name -> {
                        String guid = name.equals(swapped)
                                ? "1"
                                : Integer.toString(Integer.parseInt(name.split("@s")[1]) + 7);
                        return String.join("\t", name, guid, "60", "5", "9", "0");
                    })
                    .collect(Collectors.joining("\n", "--snapshots\n", "\n--tasks\n"));
        }

        @Override
        public Execution start(Script script, Consumer<Line> onLine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String commandLine(Script script) {
            throw new UnsupportedOperationException();
        }
    }

    private List<Snapshot> listed() {
        return catalog.list().find(DATASET).orElseThrow().snapshots();
    }

    @Test
    void of_very_many_snapshots_only_the_wanted_ones_are_named_to_the_machine() {
        List<Snapshot> all = listed();
        assertThat(all).hasSize(MANY);

        List<SnapshotDetails> details = catalog.details(all.subList(100, 150));

        assertThat(nas.scripts).hasSize(2);
        assertThat(nas.scripts.get(0).input()).isEmpty();
        assertThat(nas.scripts.get(1).input())
                .hasSize(50)
                .startsWith("tank/vm@s100")
                .endsWith("tank/vm@s149");
        assertThat(details).hasSize(50).first().satisfies(first -> {
            assertThat(first.snapshot()).isEqualTo(all.get(100));
            assertThat(first.created()).isEqualTo(Instant.ofEpochSecond(60));
            assertThat(first.used()).isEqualTo(5);
            assertThat(first.referenced()).isEqualTo(9);
        });
    }

    @Test
    void one_whose_name_another_snapshot_has_by_now_is_left_out() {
        List<Snapshot> two = listed().subList(0, 2);
        nas.swapped = "tank/vm@s0";

        assertThat(catalog.details(two)).extracting(SnapshotDetails::snapshot).containsExactly(two.get(1));
    }

    @Test
    void ones_that_are_gone_are_left_out_and_a_missing_right_is_an_error() {
        List<Snapshot> two = listed().subList(0, 2);
        nas.stderr = "cannot open 'tank/vm@s0': dataset does not exist";
        assertThat(catalog.details(two)).isEmpty();

        nas.stderr = "cannot open 'tank/vm@s0': permission denied";
        GuardException error = catchThrowableOfType(GuardException.class, () -> catalog.details(two));
        assertThat(error.code()).isEqualTo(ErrorCode.NAS_RIGHT_MISSING);
    }
}
