package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String NASTY = "it's \"q\" $HOME `id` $(id) ; \\ \\n \\0047 ! % * ~ é\nsecond line";

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void arguments_input_and_stdin_reach_the_script_unharmed(String shell) throws Exception {
        Script script = Script.of("datastore-guard:test", "printf '%s|' \"$0\" \"$@\" \"$input\"; cat", NASTY, "", "-n")
                .withInput(List.of("first", "it's !"));

        String answer = run(shell, CommandLine.plain(script, false), "stream");

        assertThat(answer).isEqualTo("datastore-guard:test|" + NASTY + "||-n|first\nit's !\n|stream");
    }

    /** What csh, tcsh and fish change within single quotes must not stand there. */
    @Test
    void nothing_that_some_shell_treats_specially_within_single_quotes_is_left() {
        String line = CommandLine.plain(Script.of("a'b!c", "echo \\ '\n'", NASTY), false);

        assertThat(line).doesNotContain("!", "\n", "\\\\", "\\'");
        assertThat(line.chars().filter(c -> c == '\'').count()).isEqualTo(6);
    }

    @Test
    void sudo_is_asked_never_to_prompt() {
        Script script = Script.of("x", "zfs list");

        assertThat(CommandLine.plain(script, true)).contains("sudo -n zfs");
        assertThat(CommandLine.plain(script, false)).doesNotContain("sudo");
    }

    @Test
    void a_line_that_linux_would_refuse_is_refused_here() {
        Script script = Script.of("x", "true", "y".repeat(130_000));

        assertThatThrownBy(() -> CommandLine.plain(script, false)).hasMessageContaining("pass long lists as input");
    }

    private static String run(String shell, String line, String stdin) throws IOException {
        Process process = new ProcessBuilder(shell, "-c", line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
