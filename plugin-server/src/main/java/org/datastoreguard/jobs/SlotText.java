package org.datastoreguard.jobs;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How the data of an execution is stored: as text, since only a slot has data, and that is an instant. The slot cannot
 * be told from the time of the execution, which moves when an execution is retried or revived.
 */
final class SlotText implements Serializer {
    @Override
    public byte[] serialize(@Nullable Object data) {
        return data == null ? new byte[0] : data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] stored) {
        return stored == null || stored.length == 0 ? null : type.cast(new String(stored, StandardCharsets.UTF_8));
    }
}
