package org.datastoreguard.notify;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.datastoreguard.error.GuardException;

/**
 * What a channel is told at once.
 *
 * @param subject one line
 * @param listed the most important events, worst first
 * @param more how many others there are
 * @param dropped how many could not be told in time
 */
public record Message(String channel, String subject, Instant at, List<Event> listed, int more, long dropped) {
    private static final String PRODUCT = "Datastore Guard: ";
    /** Nobody reads more, and a mail server may refuse what is too long. */
    private static final int MOST_LISTED = 100;

    public Message {
        listed = List.copyOf(listed);
        if (!subject.equals(Plain.line(subject))) {
            throw GuardException.invalid("subject", "must be one line without control characters");
        }
    }

    static Message of(Channel channel, List<Event> events, long dropped, Instant at) {
        List<Event> listed = events.stream()
                .sorted(Comparator.comparing(Event::kind).thenComparing(Event::at))
                .limit(MOST_LISTED)
                .toList();
        return new Message(
                channel.name(), PRODUCT + summary(events, dropped), at, listed, events.size() - listed.size(), dropped);
    }

    /** Proves that messages arrive. */
    public static Message test(Channel channel, Instant at) {
        return new Message(channel.name(), PRODUCT + "test", at, List.of(), 0, 0);
    }

    boolean isTest() {
        return listed.isEmpty() && dropped == 0;
    }

    private static String summary(List<Event> events, long dropped) {
        if (events.size() == 1) {
            return Plain.line(events.get(0).title());
        }
        if (events.isEmpty()) {
            return dropped + " messages were dropped";
        }
        Map<Event.Kind, Long> counts = events.stream()
                .collect(Collectors.groupingBy(
                        Event::kind, () -> new EnumMap<>(Event.Kind.class), Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getKey().counted(count.getValue()))
                .collect(Collectors.joining(", "));
    }
}
