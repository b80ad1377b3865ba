package org.datastoreguard.jobs;

import java.util.List;
import java.util.Map;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong at present and that people in vCenter are to know of.
 *
 * @param subject what is wrong with what; told once as long as it stays the same
 * @param stage told again when it changes
 * @param objects where it is told; those of the first time stay
 * @param over told when it is not wrong any more; null for nothing
 * @param words what the events' texts name in braces
 */
public record Concern(
        String subject,
        String stage,
        List<ObjectId> objects,
        Notice begun,
        @Nullable Notice over,
        Map<String, String> words) {
    public Concern {
        objects = List.copyOf(objects);
        words = Map.copyOf(words);
    }
}
