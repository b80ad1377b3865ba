package org.datastoreguard.replication;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * The target calls the source. Holds and bookmarks are made and released by this server's own connection to the source, so
 * that they do not hang on the other machine's; the note tells the next run of those that stay.
 */
record PullPassage(Marker marker, Ends ends, Wire wire, Passage.Link link) implements Passage {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String NAME = "datastore-guard-holds";
    private static final String NOTE = TransferScripts.MARK + "note\t";

    @Override
    public Nas.Execution start(TransferOrder order, Consumer<Nas.Line> onLine, Story story) {
        Output output = ends.source().run(traces(TransferScripts.SECURE, order), DEADLINE);
        tell(output, story);
        if (!output.ok()) {
            throw GuardException.ofCommand(
                    ZfsErrors.classify(output.stderr()),
                    ends.source().system().name() + " could not hold what is to be sent: " + output.stderr(),
                    output.stderr());
        }
        story.checkCancelled();
        String sender = ends.source()
                .commandLine(Script.of(
                        marker.tag(), TransferScripts.PULLED, wire.compressor().pack(), wire.limit()));
        List<String> arguments = link.after(wire.compressor().unpack(), sender);
        return ends.target().start(new Script(marker.tag(), TransferScripts.PULL, arguments, order.orders()), onLine);
    }

    @Override
    public void close(TransferOrder order, boolean arrived, Story story) {
        try {
            String body = arrived ? TransferScripts.ARRIVED : TransferScripts.RELEASE;
            Output output = ends.source().run(traces(body, order), DEADLINE);
            tell(output, story);
            if (!output.ok()) {
                story.info("Holds stay until the next run: " + output.stderr().strip());
            }
        } catch (GuardException e) {
            story.info("Holds stay until the next run, since the source does not answer: " + e.message());
        }
    }

    private static void tell(Output output, Story story) {
        output.stdout()
                .lines()
                .filter(line -> line.startsWith(NOTE))
                .forEach(line -> story.info(line.substring(NOTE.length())));
    }

    private Script traces(String body, TransferOrder order) {
        return new Script(NAME, body, List.of(marker.tag(), marker.holding()), order.traces(ends.datasets()));
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
