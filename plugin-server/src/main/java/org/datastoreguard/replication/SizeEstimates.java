package org.datastoreguard.replication;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source how much each step of a transfer will send, beside the transfer itself, so that progress has a whole
 * before its last step has begun. To ask costs as much as a small increment does, so only transfers that last are asked
 * about. Progress is all that comes of it: whatever goes wrong here is no concern of the transfer. Thread-safe.
 */
final class SizeEstimates implements AutoCloseable {
    static final Duration LASTING = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(SizeEstimates.class);
    private static final Pattern ANSWER = Pattern.compile("(\\d+)\\t(\\d{1,18})");

    /** Input: the lines {@code send NUMBER KIND FLAGS BASE TO} of a transfer. Answers {@code NUMBER SIZE} for each. */
    static final String SCRIPT = """
            tab=$(printf '\\t')
            size() {
              IFS=$tab; set -f; set -- $1; unset IFS
              case $2 in
              full) zfs send -n $3 "$5" ;;
              one) zfs send -n $3 -i "$4" "$5" ;;
              all) zfs send -n $3 -I "$4" "$5" ;;
              resume) zfs send -n -v -P -t "$5" ;;
              esac </dev/null 2>&1 | sed -n "s/^size$tab/$1$tab/p"
            }
            printf '%s\\n' "$input" | while IFS= read -r line; do size "${line#*"$tab"}"; done
            """;

    private final Nas source;
    private final List<String> sends;
    private final List<Story.Step> told;
    private Nas.@Nullable Execution execution;
    private boolean over;

    /**
     * @param input of a transfer, as {@link TransferOrder} writes it
     * @param told the announced sends, in the order of their numbers from 1
     * @param lasting how long a transfer must be under way to be asked about
     */
    SizeEstimates(Nas source, List<String> input, List<Story.Step> told, Duration lasting) {
        this.source = source;
        this.sends = input.stream().filter(line -> line.startsWith("send\t")).toList();
        this.told = List.copyOf(told);
        Thread thread = new Thread(() -> ask(lasting), "sizes");
        thread.setDaemon(true);
        thread.start();
    }

    private void ask(Duration lasting) {
        try {
            if (stillUnderWay(lasting)) {
                Nas.Execution asking =
                        source.start(new Script("datastore-guard-sizes", SCRIPT, List.of(), sends), this::read);
                begun(asking);
                asking.await();
            }
        } catch (GuardException e) {
            LOG.debug("{} does not say how much is to be sent", source.system().name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean stillUnderWay(Duration lasting) throws InterruptedException {
        long end = System.nanoTime() + lasting.toNanos();
        while (!over && end - System.nanoTime() > 0) {
            java.util.concurrent.TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return !over;
    }

    private synchronized void begun(Nas.Execution asking) {
        execution = asking;
        if (over) {
            asking.kill();
        }
    }

    private void read(Nas.Line line) {
        Matcher answer = ANSWER.matcher(line.text());
        if (answer.matches()) {
            int number = Integer.parseInt(answer.group(1));
            told.get(number - 1).bytesTotal(Long.parseLong(answer.group(2)));
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
        if (execution != null) {
            execution.kill();
        }
    }
}
