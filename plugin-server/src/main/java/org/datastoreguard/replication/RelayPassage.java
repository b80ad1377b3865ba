package org.datastoreguard.replication;

import java.util.List;
import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;

/** The stream passes through this server, from its connection to the source into its connection to the target. */
record RelayPassage(Marker marker, Ends ends, Wire wire) implements Passage {
    @Override
    public Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story) {
        new SourceTraces(marker, ends).secure(order, story);
        Consumer<Nas.Line> told = line -> onLine.accept(LaneReports.ofTrunk(line));
        Nas.Reception target = ends.target().receive(receiver(marker, wire), told);
        try {
            Script sender = new Script(
                    marker.tag(),
                    TransferScripts.RELAYED,
                    List.of(wire.compressor().pack(), wire.limit()),
                    order.orders());
            return new RelayExecution(ends.source().send(sender, target.stream(), told), target, told);
        } catch (RuntimeException e) {
            target.kill();
            throw e;
        }
    }

    /** One connection to each machine, so one lane, the trunk. */
    @Override
    public boolean branches() {
        return false;
    }

    @Override
    public void close(TransferOrder order, boolean arrived, Story story) {
        new SourceTraces(marker, ends).close(order, arrived, story);
    }

    private static Script receiver(Marker marker, Wire wire) {
        return Script.of(marker.tag(), TransferScripts.TARGET, wire.compressor().unpack());
    }

    @Override
    public GuardException broken(String stderr) {
        return GuardException.ofCommand(
                ErrorCode.STREAM_INTERRUPTED,
                "The stream from " + ends.source().system().name() + " to "
                        + ends.target().system().name() + " broke: " + stderr,
                stderr);
    }

    @Override
    public GuardException keyMissing() {
        throw new IllegalStateException("A relayed transfer asks for no key");
    }
}
