package org.datastoreguard.replication;

import java.time.Duration;
import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * Holds and bookmarks on the source of a transfer whose script on the source writes nothing but the stream: made and released
 * by this server's own connection to it, so that they do not hang on the stream's; the note tells the next run of those that
 * stay.
 */
record SourceTraces(Marker marker, Ends ends) {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String NAME = "datastore-guard-holds";
    private static final String NOTE = TransferScripts.MARK + "note\t";

    /** Before anything is sent. @throws GuardException when a hold cannot be made; then nothing may be sent */
    void secure(TransferOrder order, Story story) {
        Output output = ends.source().run(script(TransferScripts.SECURE, order), DEADLINE);
        tell(output, story);
        if (!output.ok()) {
            throw GuardException.ofCommand(
                    ZfsErrors.classify(output.stderr()),
                    ends.source().system().name() + " could not hold what is to be sent: " + output.stderr(),
                    output.stderr());
        }
        story.checkCancelled();
    }

    /** After the end, however it came. @param arrived whether the target read back all it was sent */
    void close(TransferOrder order, boolean arrived, Story story) {
        try {
            String body = arrived ? TransferScripts.ARRIVED : TransferScripts.RELEASE;
            Output output = ends.source().run(script(body, order), DEADLINE);
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

    private Script script(String body, TransferOrder order) {
        return new Script(NAME, body, List.of(marker.tag(), marker.holding()), order.traces(ends.datasets()));
    }
}
