package org.datastoreguard.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in a real shell with a played {@code zfs}; SnapshotRemovalLabTest asks the real one. */
class DestroyScriptTest {
    /** Every snapshot exists with guid 7 unless its name says otherwise; stderr tells each destroy. */
    private static final String PLAYED = """
            zfs() {
              case $1 in
              list)
                shift 5
                for one in "$@"; do
                  case $one in
                  *absent*) echo "cannot open '$one': dataset does not exist" >&2 ;;
                  *swapped*) printf '%s\\t8\\n' "$one" ;;
                  *) printf '%s\\t7\\n' "$one" ;;
                  esac
                done ;;
              destroy)
                shift; echo "destroy $*" >&4
                case $* in *held*|*cloned*) echo "cannot destroy $*" >&2; return 1 ;; esac ;;
              holds) case $3 in *held*) printf '%s\\tbackup\\tdate\\n%s\\tother\\tdate\\n' "$3" "$3" ;; esac ;;
              get) case $* in *cloned*) echo tank/clone ;; *) echo - ;; esac ;;
              esac
            }
            exec 4>&2
            """;

    private record Ran(int status, String stdout, List<String> destroys) {}

    @Test
    void destroysTheSnapshotsOfADatasetInOneCommandAndLeavesTheOthers() throws Exception {
        Ran ran = run("tank/a b@x 1\t7", "tank/a b@y\t7", "tank/a b@swapped\t7", "tank/a b@absent\t7", "tank/c@x\t7");

        assertThat(ran.destroys).containsExactly("destroy tank/a b@x 1,y", "destroy tank/c@x");
        assertThat(ran.stdout.lines())
                .containsExactlyInAnyOrder(
                        "destroyed\ttank/a b@x 1\t",
                        "destroyed\ttank/a b@y\t",
                        "gone\ttank/a b@swapped\tanother snapshot has its name now",
                        "gone\ttank/a b@absent\tis not there any more",
                        "destroyed\ttank/c@x\t");
    }

    @Test
    void goesOnOneByOneWhereOneIsHeldOrClonedAndNamesWhatKeepsIt() throws Exception {
        Ran ran = run("tank@a\t7", "tank@held\t7", "tank@cloned\t7", "tank@z\t7");

        assertThat(ran.destroys)
                .containsExactly(
                        "destroy tank@a,held,cloned,z",
                        "destroy tank@a",
                        "destroy tank@held",
                        "destroy tank@cloned",
                        "destroy tank@z");
        assertThat(DestroyAnswer.parse(ran.stdout))
                .extracting(answer -> answer.name().label() + " " + answer.outcome() + " " + answer.reason())
                .containsExactly(
                        "a DESTROYED ",
                        "held KEPT held by backup other",
                        "cloned KEPT cloned as tank/clone",
                        "z DESTROYED ");
    }

    @Test
    void namesAtMostAHundredAtOnce() throws Exception {
        Ran ran =
                run(IntStream.range(0, 250).mapToObj(i -> "tank@s" + i + "\t7").toArray(String[]::new));

        assertThat(ran.destroys).extracting(line -> line.split(",", -1).length).containsExactly(100, 100, 50);
        assertThat(ran.stdout.lines()).hasSize(250).allMatch(line -> line.startsWith("destroyed\t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank\t7", "tank/a#b\t7", "tank@a%b\t7", "tank@%\t7", "tank@a,b\t7", "tank@a@b\t7", "-r tank@a\t7",
                "tank@\t7", "@a\t7", "tank@a/b\t7", "tank@a", "tank@a\t", "tank@a\t7x", "tank@a#b\t7"
            })
    void destroysNothingAtAllWhenALineIsNotASnapshotAndItsGuid(String line) throws Exception {
        Ran ran = run("tank@fine\t7", line);

        assertThat(ran.status).isEqualTo(DestroyScript.REFUSED);
        assertThat(ran.destroys).isEmpty();
    }

    private static Ran run(String... lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "input=$(cat)\n" + PLAYED + DestroyScript.BODY).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> destroys = Arrays.stream(stderr.split("\n"))
                .filter(line -> line.startsWith("destroy "))
                .toList();
        return new Ran(process.waitFor(), stdout, destroys);
    }
}
