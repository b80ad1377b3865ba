package org.datastoreguard.replication;

import java.util.List;
import java.util.function.Consumer;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;

/** The target calls the source. */
record PullPassage(Marker marker, Ends ends, Wire wire, Passage.Link link) implements Passage {
    @Override
    public Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story) {
        new SourceTraces(marker, ends).secure(order, story);
        String sender = ends.source()
                .commandLine(Script.of(
                        marker.tag(), TransferScripts.PULLED, wire.compressor().pack(), wire.limit()));
        List<String> arguments = link.after(List.of(wire.compressor().unpack(), sender));
        return ends.target().start(new Script(marker.tag(), TransferScripts.PULL, arguments, order.orders()), onLine);
    }

    @Override
    public void close(TransferOrder order, boolean arrived, Story story) {
        new SourceTraces(marker, ends).close(order, arrived, story);
    }

    @Override
    public GuardException broken(String stderr) {
        return link.broken(stderr);
    }

    @Override
    public GuardException keyMissing() {
        return link.keyMissing();
    }
}
