package org.datastoreguard.nas;

import com.jcraft.jsch.ChannelExec;
import java.io.FilterOutputStream;
import java.io.IOException;

/**
 * The stdin of what runs on a channel. JSch swallows without a word what is written to a channel that has closed; whoever
 * streams would go on for ever.
 */
final class ChannelInput extends FilterOutputStream {
    private final ChannelExec channel;

    ChannelInput(ChannelExec channel) throws IOException {
        super(channel.getOutputStream());
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        refuseClosed();
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        refuseClosed();
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        refuseClosed();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void refuseClosed() throws IOException {
        if (channel.isClosed() || !channel.isConnected()) {
            throw new IOException("What runs on the channel has ended");
        }
    }
}
