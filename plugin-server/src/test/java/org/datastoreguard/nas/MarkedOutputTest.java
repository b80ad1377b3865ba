package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedOutputTest {
    private final List<String> told = new ArrayList<>();
    private final MarkedOutput output = new MarkedOutput(new MarkedOutput.Format("M", 40), new MarkedOutput.Reader() {
        @Override
        public void line(String text) {
            told.add(text);
        }

        @Override
        public void ended(int status) {
            told.add("end " + status);
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void only_what_stands_between_the_markers_is_passed_on_however_it_is_cut(int size) {
        feed("Welcome!\nno newline hereM:begin\none é\n\nthree\n\nM:end 3\nlogout\n", size);

        assertThat(told).containsExactly("one é", "", "three", "end 3");
        assertThat(output.preamble()).isEqualTo("Welcome!\n");
    }

    @Test
    void a_last_line_without_newline_is_kept() {
        feed("M:begin\nlast\nM:end 0\n", 100);

        assertThat(told).containsExactly("last", "end 0");
    }

    @Test
    void an_end_marker_within_a_line_or_of_another_script_is_output() {
        feed("M:begin\nx M:end 0\nN:end 0\n", 100);

        assertThat(told).containsExactly("x M:end 0", "N:end 0");
    }

    @Test
    void an_endless_line_is_cut() {
        feed("M:begin\n" + "x".repeat(100), 10);

        assertThat(told).hasSizeGreaterThanOrEqualTo(1).allMatch(line -> line.length() <= 50);
    }

    @Test
    void a_stream_that_ends_early_gives_what_it_had() {
        feed("M:begin\npartial", 100);
        output.close();

        assertThat(told).containsExactly("partial", "closed");
    }

    private void feed(String text, int size) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += size) {
            output.write(bytes, i, Math.min(size, bytes.length - i));
        }
    }
}
