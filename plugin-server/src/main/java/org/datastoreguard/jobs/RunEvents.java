package org.datastoreguard.jobs;

import java.util.function.Consumer;
import org.datastoreguard.work.Story;

/** Tells listeners of this node when a run or its log has changed, for live views. Thread-safe. */
public interface RunEvents {
    /** @param listener called with the run's id, quickly and on any thread; it reads what changed from {@link Runs} */
    Story.Registration listen(Consumer<String> listener);
}
