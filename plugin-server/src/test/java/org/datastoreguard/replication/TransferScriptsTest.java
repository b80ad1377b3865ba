package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of the scripts in a real shell, where {@code zfs} only says how it was called. */
class TransferScriptsTest {
    private static final String TOLD_ZFS = "exec 9>&1\nzfs() { printf 'zfs %s\\n' \"$*\" >&9; }\n";

    private static final String NAMED = """
            tag=datastore-guard:t1 tab=$(printf '\\t')
            named() { printf '%s\\n' "$input" | sed -n "s/^$1$tab//p"; }
            """;

    @Test
    void an_own_bookmark_is_dropped() {
        assertThat(dropping("tank/a b#datastore-guard-t1-17"))
                .containsExactly("zfs destroy tank/a b#datastore-guard-t1-17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank/vm",
                "tank/vm@a",
                "tank/vm@datastore-guard-t1-17",
                "tank/vm@a#datastore-guard-t1-17",
                "tank/vm#datastore-guard-t1-17@a",
                "#datastore-guard-t1-17",
                "tank/vm#datastore-guard-t1-",
                "tank/vm#datastore-guard-t2-17",
                "tank/vm#other",
                "-r",
                "''"
            })
    void nothing_but_an_own_bookmark_is_ever_destroyed(String name) {
        assertThat(dropping(name)).containsExactly("dg\tnote\tNot a bookmark of this task, so not destroyed: " + name);
    }

    @Test
    void holds_are_asked_of_many_snapshots_at_once() {
        String zfs = """
                zfs() {
                  case $1 in
                  list) i=0; while [ $i -lt 450 ]; do i=$((i+1)); printf 'tank/v m@%s\\t1\\n' $i; done; printf 'tank/v m@free\\t0\\n' ;;
                  holds) shift 2; echo "asked $#" >&2; for s; do printf '%s\\tdatastore-guard:t1\\tnow\\n' "$s"; done ;;
                  release) printf 'zfs %s\\n' "$*" >&2 ;;
                  esac
                }
                """;
        List<String> told = shell(zfs + "set -- datastore-guard:t1 holding 'tank/v m'\n" + StrayHolds.RELEASE);

        assertThat(told)
                .filteredOn(line -> line.startsWith("asked"))
                .containsExactly("asked 200", "asked 200", "asked 50");
        assertThat(told).filteredOn(line -> line.startsWith("released")).hasSize(450);
        assertThat(told)
                .filteredOn(line -> line.startsWith("zfs release"))
                .hasSize(450)
                .doesNotHaveDuplicates()
                .doesNotContain("zfs release datastore-guard:t1 tank/v m@free");
    }

    @Test
    void lanesGoSideBySideAfterTheTrunkAndAreToldApart() {
        List<String> told = lanes("""
                carry() {
                  [ "$lane" = 0 ] || touch "$at/$lane"
                  while [ "$lane" != 0 ] && ! { [ -e "$at/1" ] && [ -e "$at/2" ]; }; do :; done
                  echo "out"
                  echo "err" >&2
                }
                """);

        assertThat(told.subList(0, 2)).containsExactlyInAnyOrder("dg\tlane\t0\tout", "dg\tlane\t0\terr");
        assertThat(told.subList(2, 6))
                .containsExactlyInAnyOrder(
                        "dg\tlane\t1\tout", "dg\tlane\t1\terr", "dg\tlane\t2\tout", "dg\tlane\t2\terr");
        assertThat(told).last().isEqualTo("status 0");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 3", "2, 3"})
    void oneLaneThatFailsFailsAllAndAFailedTrunkKeepsTheOthersBack(int failing, int heard) {
        List<String> told = lanes("carry() { echo here; [ \"$lane\" != " + failing + " ]; }\n");

        assertThat(told).filteredOn(line -> line.endsWith("here")).hasSize(heard);
        assertThat(told).last().isEqualTo("status 1");
    }

    private static List<String> lanes(String carry) {
        return shell("at=$(mktemp -d); trap 'rm -r \"$at\"' EXIT\n" + ScriptParts.INPUT + ScriptParts.LANES
                + "prepare() { echo prepared; }\n" + carry
                + "input='root\ttank\n0\ttell\tend\n1\ttell\tend\n2\ttell\tend'\nperform_all\necho \"status $?\"\n");
    }

    private static List<String> dropping(String name) {
        return shell(
                NAMED + ScriptParts.MARKS + TOLD_ZFS + "input='drop\t" + name.replace("'", "'\\''") + "'\ndrop_old\n");
    }

    private static List<String> shell(String script) {
        try {
            List<String> command = new ArrayList<>(List.of("sh", "-c", script));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
