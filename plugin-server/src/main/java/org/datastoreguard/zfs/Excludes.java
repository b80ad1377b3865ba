package org.datastoreguard.zfs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which datasets of a recursive task stay out: full names, which leave out everything below too, or globs over full names
 * ({@code *} for any text, {@code ?} for one character).
 */
public record Excludes(List<String> patterns) {
    public static final Excludes NONE = new Excludes(List.of());

    public Excludes {
        patterns = List.copyOf(patterns);
    }

    /** Whether the dataset, or one it stands below, is left out. */
    public boolean contain(DatasetName dataset) {
        return matches(dataset) || dataset.parent().filter(this::contain).isPresent();
    }

    private boolean matches(DatasetName dataset) {
        return patterns.stream()
                .anyMatch(pattern -> glob(pattern).matcher(dataset.value()).matches());
    }

    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : text.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
