package org.datastoreguard.jobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.datastoreguard.work.Story;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to know when a run has changed. */
final class Listeners implements RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Story.Registration listen(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void changed(String runId) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(runId);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on run {}", runId, e);
            }
        }
    }
}
