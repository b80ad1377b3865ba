package org.datastoreguard.notify;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A message as people read it. Pure. */
final class MailText {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private MailText() {}

    static String of(Message message, Links links) {
        StringBuilder text = new StringBuilder();
        if (message.isTest()) {
            text.append("This is a test. Messages of Datastore Guard arrive here.\n\n");
        }
        message.listed().forEach(event -> append(text, event, links));
        if (message.more() > 0) {
            text.append("And ").append(message.more()).append(" more; see the runs.\n\n");
        }
        if (message.dropped() > 0) {
            text.append(dropped(message.dropped())).append("\n\n");
        }
        return text.append("-- \nDatastore Guard, channel ")
                .append(message.channel())
                .append("\n")
                .append(links.pages())
                .append("\n")
                .toString();
    }

    private static void append(StringBuilder text, Event event, Links links) {
        text.append(event.title()).append("\n  ").append(MINUTE.format(event.at()));
        if (event.code() != null) {
            text.append(", ").append(event.code());
        }
        if (!event.text().isEmpty()) {
            text.append("\n  ").append(event.text().replace("\n", "\n  "));
        }
        if (event.code() != null) {
            text.append("\n  What to do: ").append(links.runbook(event.code()));
        }
        text.append("\n\n");
    }

    static String dropped(long count) {
        return (count == 1 ? "One message" : count + " messages")
                + " older than " + Timing.TOO_LATE.toHours()
                + " hours could not be sent in time and will not be; the runs have all of it.";
    }
}
