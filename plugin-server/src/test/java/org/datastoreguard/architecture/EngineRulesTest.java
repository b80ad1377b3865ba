package org.datastoreguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table in docs/design/engine-rules.md names code and tests that exist, and leaves out no rule. */
class EngineRulesTest {
    private static final Path TABLE = Path.of("..", "docs", "design", "engine-rules.md");
    private static final int RULES = 29;
    private static final Pattern NAMED = Pattern.compile("`([a-z]+\\.[A-Z]\\w+|[A-Z]\\w+\\.\\w+)`");

    private final JavaClasses classes = new ClassFileImporter().importPackages("org.datastoreguard");

    @Test
    void namesOnlyCodeAndTestsThatExist() throws IOException {
        Set<String> known = classes.stream()
                .flatMap(type -> type.getMethods().stream().map(m -> type.getSimpleName() + "." + m.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        classes.forEach(
                type -> known.add(type.getPackageName().replaceFirst(".*\\.", "") + "." + type.getSimpleName()));

        List<String> named = rows().stream()
                .flatMap(row -> NAMED.matcher(row).results().map(MatchResult::group))
                .map(text -> text.replace("`", ""))
                .toList();

        assertThat(named).hasSizeGreaterThan(RULES);
        assertThat(known).containsAll(named);
    }

    @Test
    void leavesOutNoRule() throws IOException {
        List<Integer> numbers = rows().stream()
                .map(row -> Integer.valueOf(row.substring(2).replaceFirst(" .*", "")))
                .toList();

        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RULES).boxed().toList());
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.matches("\\| \\d.*"))
                .toList();
    }
}
