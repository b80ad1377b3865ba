package org.datastoreguard.nas;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of a leashed script: passes on the lines between the markers, drops what the login shell said
 * before, and reads the exit status from the end marker. Used by the connection's thread only.
 */
final class MarkedOutput extends OutputStream {
    /** Where the lines go. */
    interface Reader {
        void line(String text);

        /** The end marker came. */
        void ended(int status);

        /** Nothing more will come, with or without an end marker. */
        void closed();
    }

    private static final int KEPT_PREAMBLE = 400;

    private final String begin;
    private final Pattern end;
    private final int maxLine;
    private final Reader reader;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuffer preamble = new StringBuffer();
    private boolean begun;
    private boolean ended;
    private boolean emptyLineHeldBack;

    /** @param maxLine bytes after which a line is cut in two */
    record Format(String marker, int maxLine) {}

    MarkedOutput(Format format, Reader reader) {
        this.begin = format.marker() + ":begin";
        this.end = Pattern.compile(Pattern.quote(format.marker()) + ":end (\\d+)");
        this.maxLine = format.maxLine();
        this.reader = reader;
    }

    /** The start of what came before the begin marker, to explain why there was none. */
    String preamble() {
        return preamble.toString();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                start = i + 1;
                lineComplete();
            }
        }
        line.write(bytes, start, offset + length - start);
        if (line.size() > maxLine) {
            lineComplete();
        }
    }

    @Override
    public void close() {
        if (line.size() > 0) {
            lineComplete();
        }
        reader.closed();
    }

    private void lineComplete() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (ended) {
            return;
        }
        if (!begun) {
            beforeBegin(text);
            return;
        }
        OptionalInt status = endStatus(text);
        if (status.isPresent()) {
            ended = true;
            reader.ended(status.getAsInt());
            return;
        }
        passOn(text);
    }

    /** A banner need not end with a newline, so the marker may stand at the end of its last line. */
    private void beforeBegin(String text) {
        begun = text.endsWith(begin);
        if (!begun && preamble.length() < KEPT_PREAMBLE) {
            preamble.append(text).append('\n');
        }
    }

    /** The end marker brings a newline of its own, which shows as an empty line when the output ended with one. */
    private void passOn(String text) {
        if (emptyLineHeldBack) {
            reader.line("");
        }
        emptyLineHeldBack = text.isEmpty();
        if (!emptyLineHeldBack) {
            reader.line(text);
        }
    }

    private OptionalInt endStatus(@Nullable String text) {
        Matcher matcher = end.matcher(text == null ? "" : text);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
