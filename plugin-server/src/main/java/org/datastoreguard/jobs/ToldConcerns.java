package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.jspecify.annotations.Nullable;

/** What people in vCenter were told of, and what they have yet to be; shared by all servers. Thread-safe. */
public interface ToldConcerns {
    /** Oldest first. */
    List<Told> all();

    /** Notes that this is to be told; does nothing where that object is noted for that subject. */
    void note(Told told);

    /** The same object is to be told something else of the same subject. */
    void change(Told told);

    /**
     * Takes one that has not been told yet, for an attempt.
     *
     * @param abandonedBefore what another server took before this and did not tell is free again
     * @return false when another server has it, or has told it
     */
    boolean claim(Told told, Instant now, Instant abandonedBefore);

    /** It was told. */
    void told(Told told);

    /** It could not be told now; the next attempt may follow at once. */
    void release(Told told);

    /** @return false when another server was faster */
    boolean remove(Told told);

    /**
     * @param objectId urn of the object that shows it
     * @param told whether it was
     */
    record Told(
            String subject,
            String objectId,
            String stage,
            @Nullable Notice over,
            Map<String, String> words,
            boolean told) {
        public Told {
            words = Map.copyOf(words);
        }
    }
}
