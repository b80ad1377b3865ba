package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(120)
class SshNasLabTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String NASTY = "it's \"q\" $HOME `id` $(id) ; \\ \\n ! % * ~ é";

    private final Lab lab;

    SshNasLabTest(Lab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void a_script_gets_its_arguments_and_input_unharmed_and_only_its_own_output_comes_back(String user) {
        Script script = Script.of(
                        "datastore-guard:test",
                        "printf '%s\\n' \"$0\" \"$1\" \"$input\"; echo oops >&2; zfs list -H -o name tank; exit 3",
                        NASTY)
                .withInput(List.of("line one", NASTY));

        Output output = lab.nas(lab.nas1(), user).run(script, DEADLINE);

        assertThat(output.stdout().lines()).containsExactly("datastore-guard:test", NASTY, "line one", NASTY, "tank");
        assertThat(output.stderr()).isEqualTo("oops\n");
        assertThat(output.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "noisy"})
    void a_plain_command_line_passes_a_stream_through_the_login_shell_of_another_machine(String user) {
        String inner = lab.nas(lab.nas1(), user)
                .commandLine(Script.of("datastore-guard:test", "cat; printf '%s' \"$1\"", NASTY));
        Output output = lab.nas(lab.nas1(), user)
                .run(Script.of("datastore-guard:outer", "printf 'stream ' | sh -c \"$1\"", inner), DEADLINE);

        assertThat(output.stdout()).isEqualTo("stream " + NASTY + "\n");
    }

    @Test
    void many_megabytes_and_thousands_of_input_lines_pass() {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "tank/dataset-" + i + "@snapshot")
                .toList();

        Output output = lab.nas(lab.nas1(), "guard")
                .run(
                        Script.of(
                                        "datastore-guard:test",
                                        "printf '%s\\n' \"$input\"; head -c 8000000 /dev/zero | tr '\\0' 'x'")
                                .withInput(lines),
                        DEADLINE);

        assertThat(output.stdout().lines().limit(20_000)).containsExactlyElementsOf(lines);
        assertThat(output.stdout().length()).isGreaterThan(8_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "noisy"})
    void a_script_past_its_deadline_is_ended_on_the_machine_too(String user) {
        GuardException error = catchThrowableOfType(
                GuardException.class,
                () -> lab.nas(lab.nas1(), user)
                        .run(Script.of("datastore-guard:test", "sleep 4711 | cat"), Duration.ofSeconds(2)));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_COMMAND_TIMEOUT);
        awaitGone("sleep 4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "noisy"})
    void a_killed_execution_leaves_no_process_behind(String user) throws InterruptedException {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        Nas.Execution execution = lab.nas(lab.nas1(), user)
                .start(
                        Script.of("datastore-guard:test", "echo started; sleep 4712 | cat | sleep 4713"),
                        line -> seen.add(line.text()));
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(seen).contains("started"));

        execution.kill();

        assertThat(execution.await()).isNotZero();
        awaitGone("sleep 471[23]");
    }

    @Test
    void a_lost_connection_ends_the_script_on_both_sides_and_the_next_one_gets_a_new_connection() {
        Nas nas = lab.nas(lab.nas1(), "guard");
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        Nas.Execution execution =
                nas.start(Script.of("datastore-guard:test", "echo $PPID; sleep 4714"), line -> seen.add(line.text()));
        await().atMost(DEADLINE).until(() -> !seen.isEmpty());

        lab.nas1().shell("kill -KILL " + seen.poll());

        GuardException error = catchThrowableOfType(GuardException.class, execution::await);
        assertThat(error.code()).isEqualTo(ErrorCode.NAS_CONNECTION_LOST);
        awaitGone("sleep 4714");
        assertThat(nas.run(Script.of("datastore-guard:test", "echo back"), DEADLINE)
                        .stdout())
                .isEqualTo("back\n");
    }

    @Test
    void stdout_and_stderr_of_a_started_script_arrive_line_by_line_while_it_runs() throws InterruptedException {
        ConcurrentLinkedQueue<Nas.Line> seen = new ConcurrentLinkedQueue<>();

        Nas.Execution execution = lab.nas(lab.nas1(), "noisy")
                .start(
                        Script.of("datastore-guard:test", "echo one; echo two >&2; echo; printf three; exit 7"),
                        seen::add);

        assertThat(execution.await()).isEqualTo(7);
        assertThat(seen.stream().filter(l -> !l.fromStderr()).map(Nas.Line::text))
                .containsExactly("one", "", "three");
        assertThat(seen.stream().filter(Nas.Line::fromStderr).map(Nas.Line::text))
                .containsExactly("two");
    }

    @Test
    void more_than_eight_scripts_at_once_wait_their_turn() {
        Nas nas = lab.nas(lab.nas2(), "guard");

        List<Output> outputs = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> nas.run(Script.of("datastore-guard:test", "sleep 0.2; echo \"$1\"", "" + i), DEADLINE))
                .toList();

        assertThat(outputs).allMatch(Output::ok).hasSize(20);
    }

    private void awaitGone(String process) {
        await().atMost(DEADLINE).until(() -> !lab.nas1().succeeds("pgrep -f '^" + process + "' >/dev/null"));
    }
}
