package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A single lane holds what it sends while its line is set up, several find it held: either way nothing goes that is not. */
@LabTest
@Timeout(180)
class RefusedHoldsLabTest {
    private static final String REFUSING = """
            zfs() {
              if [ "$1" = hold ]; then
                echo "cannot hold snapshot '$4': permission denied" >&2
                return 1
              fi
              command zfs "$@"
            }
            """;

    private final LabPair pair;

    RefusedHoldsLabTest(Lab lab) {
        this.pair = new LabPair(lab, "root");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void keep_everything_from_being_sent(int datasets) {
        List<DatasetName> sources = new ArrayList<>(List.of(pair.source));
        while (sources.size() < datasets) {
            sources.add(pair.nas1.filesystem());
        }
        sources.forEach(one -> pair.nas1.shell("zfs snapshot " + one + "@a"));
        pair.nas2.shell("zfs create -o canmount=off " + pair.target);
        pair.task.remoteDataset = datasets == 1 ? pair.target.child("x") : pair.target;
        pair.task.source = new Source.OfDatasets("nas1", sources);
        Ends ends = new Ends(
                new Meddled(pair.ends().source(), REFUSING),
                sources,
                pair.ends().target());

        GuardException error = catchThrowableOfType(
                GuardException.class, () -> new ReplicationWork(pair.task.build(), ends).perform(pair.story));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_RIGHT_MISSING);
        assertThat(error.message()).contains("nas1", "cannot hold snapshot");
        assertThat(pair.nas2.shell("zfs list -H -o name -r -t all " + pair.target))
                .isEqualTo(pair.target.value());
    }
}
