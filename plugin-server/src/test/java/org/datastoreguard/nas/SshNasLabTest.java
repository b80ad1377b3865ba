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

    @ParameterizedTest
    @ValueSource(strings = {"root", "guardsudo", "noisy"})
    void a_stream_goes_from_one_machine_through_this_server_to_the_other_unharmed(String user)
            throws InterruptedException {
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        Nas.Reception target = lab.nas(lab.nas2(), user)
                .receive(Script.of("datastore-guard:test", "sha256sum; exit \"$1\"", "4"), l -> said.add(l.text()));
        Nas.Execution source = lab.nas(lab.nas1(), user)
                .send(
                        Script.of(
                                        "datastore-guard:test",
                                        "f=$(mktemp); head -c 9000000 /dev/urandom >$f; sha256sum <$f >&2; cat $f; rm $f; exit 3")
                                .withInput(List.of("x")),
                        target.stream(),
                        line -> said.add(line.text()));

        assertThat(source.await()).isEqualTo(3);
        assertThat(target.await()).isEqualTo(4);
        assertThat(said).hasSize(2);
        assertThat(said).containsOnly(said.peek());
    }

    @Test
    void who_sends_is_ended_when_nobody_takes_it_any_more() throws InterruptedException {
        Nas.Reception target = lab.nas(lab.nas2(), "guard")
                .receive(Script.of("datastore-guard:test", "head -c 1000 >/dev/null"), line -> {});
        Nas.Execution source = lab.nas(lab.nas1(), "guard")
                .send(Script.of("datastore-guard:test", "cat /dev/zero"), target.stream(), line -> {});

        assertThat(target.await()).isZero();
        assertThat(source.await()).isNotZero();
        awaitGone("cat /dev/zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "noisy"})
    void a_killed_reception_leaves_no_process_behind_even_if_it_reads_nothing(String user) throws InterruptedException {
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        Nas.Reception reception = lab.nas(lab.nas1(), user)
                .receive(Script.of("datastore-guard:test", "echo started; sleep 4717"), l -> said.add(l.text()));
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(said).contains("started"));

        reception.kill();

        assertThat(reception.await()).isNotZero();
        awaitGone("sleep 4717");
    }

    @Test
    void a_stream_that_waits_holds_up_nothing_else() throws InterruptedException {
        Nas nas = lab.nas(lab.nas1(), "guard");
        Nas.Reception target =
                lab.nas(lab.nas2(), "guard").receive(Script.of("datastore-guard:test", "sleep 4718"), line -> {});
        Nas.Execution source =
                nas.send(Script.of("datastore-guard:test", "cat /dev/zero"), target.stream(), line -> {});

        assertThat(nas.run(Script.of("datastore-guard:test", "echo quick"), DEADLINE)
                        .stdout())
                .isEqualTo("quick\n");

        target.kill();
        source.kill();
        assertThat(source.await()).isNotZero();
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
