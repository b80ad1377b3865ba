package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.datastoreguard.jobs.WorkFactory.Subtree;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {
    /** A claim is {@code run/task/held|waits/dataset/nas+nas}; the first one asks. */
    @ParameterizedTest(name = "{0} beside {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # Nobody else.
            5/a/waits/tank:x/n1    |                                                  | -
            # Subtrees overlap in both directions, but not by the first letters of a name.
            5/a/waits/tank:x/n1    | 1/b/held/tank:x:y/n2                             | run 1 to end
            5/a/waits/tank:x:y/n1  | 1/b/held/tank:x/n2                               | run 1 to end
            5/a/waits/tank:x/n1    | 1/b/held/tank:xy/n2                              | -
            5/a/waits/tank:x/n1    | 1/b/held/tank/n2                                 | run 1 to end
            # Who holds goes on though it came later; who waits goes first if it came first.
            5/a/waits/tank:x/n1    | 9/b/held/tank:x/n2                               | run 9 to end
            5/a/waits/tank:x/n1    | 1/b/waits/tank:x/n2                              | run 1 to end
            5/a/waits/tank:x/n1    | 9/b/waits/tank:x/n2                              | -
            # One run of a task at a time.
            5/a/waits/tank:x/n1    | 1/a/held/tank:y/n2                               | run 1 of the same task
            # Its own former claim is no obstacle.
            5/a/waits/tank:x/n1    | 5/a/held/tank:x/n1                               | -
            # Two runs a machine; those that wait later do not load it.
            5/a/waits/tank:x/n1+n2 | 1/b/held/p/n1 2/c/held/q/n2                      | -
            5/a/waits/tank:x/n1+n2 | 1/b/held/p/n1 2/c/held/q/n1                      | 2 runs use n1
            5/a/waits/tank:x/n1+n2 | 8/b/waits/p/n1 2/c/held/q/n1                     | -
            # A place is kept for the one that waits longest, whatever else it waits for; but not while it waits for a lock.
            5/a/waits/tank:x/n1    | 1/b/waits/p/n1+n2 2/c/held/q/n1                  | 2 runs use n1
            5/a/waits/tank:x/n1    | 1/b/waits/p/n1 2/c/waits/r/n1                    | -
            5/a/waits/tank:x/n1    | 1/b/waits/p/n1 2/c/held/p/n1                     | -
            1/b/waits/p/n1+n2      | 5/a/waits/tank:x/n1 2/c/held/q/n1                | -
            """)
    void isGrantedInTurn(String mine, String others, String obstacle) {
        List<Claim> claims = others == null
                ? List.of()
                : Arrays.stream(others.split(" ")).map(ClaimTest::claim).toList();

        String found = claim(mine).obstacle(claims, 2).orElse("-");

        assertThat(found).contains(obstacle == null ? "-" : obstacle);
    }

    @Test
    void keepsItsResourcesAsText() {
        Claim claim = claim("1/a/held/tank:with space/n1+n2");

        assertThat(Claim.writes(claim.resources())).isEqualTo(claim.writes());
        assertThat(Claim.nasSystemIds(claim.resources())).isEqualTo(claim.nasSystemIds());
        assertThat(Claim.writes("")).isEmpty();
        assertThat(Claim.nasSystemIds("")).isEmpty();
    }

    private static Claim claim(String text) {
        String[] part = text.split("/");
        Subtree subtree = new Subtree("target", new DatasetName(part[3].replace(':', '/')));
        return new Claim(
                part[0],
                part[1],
                "node",
                1,
                part[2].equals("held"),
                false,
                List.of(subtree),
                Set.of(part[4].split("\\+")));
    }
}
