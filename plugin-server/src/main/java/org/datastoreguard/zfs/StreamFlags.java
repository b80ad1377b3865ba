package org.datastoreguard.zfs;

import java.util.ArrayList;
import java.util.List;

/**
 * How a dataset is put into a stream. Chosen at its first full send and kept for its life: large blocks once sent cannot be
 * left out later, and raw and plain streams never mix.
 *
 * @param largeBlocks blocks over 128 KiB stay whole ({@code -L})
 * @param compressed blocks travel as they are compressed on disk ({@code -c})
 * @param embedded tiny blocks stay within their pointers ({@code -e})
 * @param raw encrypted blocks travel encrypted ({@code -w})
 */
public record StreamFlags(boolean largeBlocks, boolean compressed, boolean embedded, boolean raw) {
    /** The user property on the target that remembers the choice. */
    public static final String PROPERTY = "org.datastoreguard:stream";

    private static final String PLAIN = "plain";

    /** What every OpenZFS since 2.0 can send and every pool with its features enabled can hold. */
    public static final StreamFlags BEST = new StreamFlags(true, true, true, false);

    /** These flags as far as {@code other} has them too; raw is a choice, not a capability, and stays. */
    public StreamFlags within(StreamFlags other) {
        return new StreamFlags(
                largeBlocks && other.largeBlocks, compressed && other.compressed, embedded && other.embedded, raw);
    }

    public StreamFlags withRaw(boolean wanted) {
        return new StreamFlags(largeBlocks, compressed, embedded, wanted);
    }

    /** Reads what {@link #remembered} wrote; unknown letters are ignored. */
    public static StreamFlags parse(String text) {
        List<String> letters = List.of(text.split(",", -1));
        return new StreamFlags(
                letters.contains("L"), letters.contains("c"), letters.contains("e"), letters.contains("w"));
    }

    /** As it is kept in {@link #PROPERTY}. */
    public String remembered() {
        String text = String.join(",", letters());
        return text.isEmpty() ? PLAIN : text;
    }

    /** As {@code zfs send} takes them. */
    public List<String> arguments() {
        return letters().stream().map(letter -> "-" + letter).toList();
    }

    private List<String> letters() {
        List<String> letters = new ArrayList<>();
        if (largeBlocks) {
            letters.add("L");
        }
        if (compressed) {
            letters.add("c");
        }
        if (embedded) {
            letters.add("e");
        }
        if (raw) {
            letters.add("w");
        }
        return letters;
    }
}
