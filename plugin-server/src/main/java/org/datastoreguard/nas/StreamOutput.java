package org.datastoreguard.nas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The stdout of a script that writes a stream: drops what the login shell said before the begin marker and passes all else
 * on, byte by byte. Used by the connection's thread only.
 */
final class StreamOutput extends OutputStream {
    /** What becomes of the stream. */
    interface Reader {
        /** The stream takes no more. */
        void refused(IOException why);

        /** All was passed on; nothing more will come. */
        void passed();
    }

    private static final int MAX_PREAMBLE = 1 << 20;
    private static final int KEPT_PREAMBLE = 400;

    private final String begin;
    private final OutputStream stream;
    private final Reader reader;
    private final ByteArrayOutputStream preamble = new ByteArrayOutputStream();
    private boolean begun;

    StreamOutput(String marker, OutputStream stream, Reader reader) {
        this.begin = marker + ":begin\n";
        this.stream = stream;
        this.reader = reader;
    }

    /** The start of what came before the begin marker, to explain why there was none. */
    String preamble() {
        String text = preamble.toString(StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), KEPT_PREAMBLE));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        while (!begun && start < offset + length) {
            beforeBegin(bytes[start++]);
        }
        if (start < offset + length) {
            passOn(bytes, start, offset + length - start);
        }
    }

    private void beforeBegin(byte next) throws IOException {
        preamble.write(next);
        begun = next == '\n' && preamble.toString(StandardCharsets.UTF_8).endsWith(begin);
        if (preamble.size() > MAX_PREAMBLE) {
            throw new IOException("The login shell says more than " + MAX_PREAMBLE + " bytes before the script begins");
        }
    }

    private void passOn(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
            stream.flush();
        } catch (IOException e) {
            reader.refused(e);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            reader.refused(e);
        } finally {
            reader.passed();
        }
    }
}
