package org.datastoreguard.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunbookTest {
    private static final Path RUNBOOK = Path.of("..", "docs", "runbook");

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_code_has_a_page_that_says_what_happened_and_what_to_do(ErrorCode code) throws IOException {
        String page = Files.readString(RUNBOOK.resolve(code.name() + ".md"));

        assertThat(page)
                .startsWith("# " + code.name() + "\n\n**" + code.title() + ".**")
                .contains("## What happened\n\n", "## What to do\n\n");
        assertThat(page.contains("Temporary:")).isEqualTo(code.temporary());
    }

    @Test
    void no_page_is_left_over_from_a_code_that_is_gone() throws IOException {
        List<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
        try (Stream<Path> pages = Files.list(RUNBOOK)) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replace(".md", "")))
                    .isSubsetOf(codes);
        }
    }
}
