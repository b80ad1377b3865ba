package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.datastoreguard.jobs.RunHour;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;

/** The runs opened in one hour, of one kind and state, of all datastores together. */
@Schema(name = "RunHour")
public record RunHourDocument(
        @Schema(description = "Its begin") Instant hour,

        RunKind kind,
        RunState state,

        @Schema(description = "How many were opened in it") long runs,

        @Schema(description = "What they sent together") long bytesDone) {
    private static final Comparator<RunHourDocument> ORDER = Comparator.comparing(RunHourDocument::hour)
            .thenComparing(RunHourDocument::kind)
            .thenComparing(RunHourDocument::state);

    /** Adds up what differs in the datastore only; oldest first. */
    public static List<RunHourDocument> addedUp(Collection<RunHour> counts) {
        return counts.stream()
                .map(count ->
                        new RunHourDocument(count.hour(), count.kind(), count.state(), count.runs(), count.bytesDone()))
                .collect(Collectors.toMap(
                        count -> List.of(count.hour(), count.kind(), count.state()),
                        count -> count,
                        RunHourDocument::plus))
                .values()
                .stream()
                .sorted(ORDER)
                .toList();
    }

    private RunHourDocument plus(RunHourDocument other) {
        return new RunHourDocument(hour, kind, state, runs + other.runs, bytesDone + other.bytesDone);
    }
}
