package org.datastoreguard.replication;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source how much each step of a transfer will send, beside the transfer itself, so that progress has a whole
 * before its last step has begun. To ask costs as much as a small increment does, so only transfers that last are asked
 * about. Progress is all that comes of it: whatever goes wrong here is no concern of the transfer. Thread-safe.
 */
final class SizeEstimates implements AutoCloseable {
    static final Duration LASTING = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SizeEstimates.class);

    /** As many as are asked before it is looked again whether anybody still wants to know. */
    private static final int AT_ONCE = 20;

    private final Nas source;
    private final List<Transfer.Announced> sends;
    private boolean over;

    /** @param lasting how long a transfer must be under way to be asked about */
    SizeEstimates(Nas source, List<Transfer.Announced> steps, Duration lasting) {
        this.source = source;
        this.sends = steps.stream()
                .filter(step -> step.step() instanceof Step.Send && step.told() != null)
                .toList();
        Thread thread = new Thread(() -> ask(lasting), "sizes");
        thread.setDaemon(true);
        thread.start();
    }

    private void ask(Duration lasting) {
        try {
            Duration wait = lasting;
            for (int from = 0; from < sends.size() && stillUnderWay(wait); from += AT_ONCE) {
                tell(sends.subList(from, Math.min(from + AT_ONCE, sends.size())));
                wait = Duration.ZERO;
            }
        } catch (GuardException e) {
            LOG.debug("{} does not say how much is to be sent", source.system().name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<Transfer.Announced> share) {
        Map<Step, Long> sizes = new SendSizes(source)
                .of(share.stream().map(step -> (Step.Send) step.step()).toList());
        for (Transfer.Announced step : share) {
            Long size = sizes.get(step.step());
            Story.Step told = step.told();
            if (size != null && told != null) {
                told.bytesTotal(size);
            }
        }
    }

    private synchronized boolean stillUnderWay(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (!over && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return !over;
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
