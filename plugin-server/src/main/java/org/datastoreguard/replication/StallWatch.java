package org.datastoreguard.replication;

import java.time.Duration;

/**
 * Calls {@code onStall} once when nothing moved for a while. A transfer that stands still would otherwise wait for ever,
 * since a connection can be dead without either end knowing. Thread-safe; ends with {@link #close}.
 */
final class StallWatch implements AutoCloseable {
    private final Duration timeout;
    private final Runnable onStall;
    private long lastMove = System.nanoTime();
    private boolean over;
    private boolean stalled;

    StallWatch(String name, Duration timeout, Runnable onStall) {
        this.timeout = timeout;
        this.onStall = onStall;
        Thread thread = new Thread(this::watch, "stall-watch " + name);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void moved() {
        lastMove = System.nanoTime();
    }

    synchronized boolean stalled() {
        return stalled;
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }

    private void watch() {
        if (waitForStall()) {
            onStall.run();
        }
    }

    private synchronized boolean waitForStall() {
        try {
            long left = timeout.toNanos();
            while (!over && left > 0) {
                java.util.concurrent.TimeUnit.NANOSECONDS.timedWait(this, left);
                left = lastMove + timeout.toNanos() - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        stalled = !over;
        return stalled;
    }
}
