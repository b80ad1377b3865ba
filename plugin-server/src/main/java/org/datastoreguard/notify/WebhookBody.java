package org.datastoreguard.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** A message as programs read it: see docs/guides/notifications.md, where its members are promised. Pure. */
final class WebhookBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookBody() {}

    static String of(Message message, Links links, String id) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", id)
                .put("source", "datastore-guard")
                .put("server", links.server().toString())
                .put("channel", message.channel())
                .put("sentAt", message.at().toString())
                .put("test", message.isTest())
                // What chats show of a message.
                .put("text", text(message));
        body.putArray("events")
                .addAll(message.listed().stream()
                        .map(event -> event(event, links))
                        .collect(Collectors.toList()));
        return body.put("more", message.more())
                .put("dropped", message.dropped())
                .toString();
    }

    private static String text(Message message) {
        return message.dropped() > 0
                ? message.subject() + ". " + MailText.dropped(message.dropped())
                : message.subject();
    }

    private static ObjectNode event(Event event, Links links) {
        ObjectNode json = JSON.createObjectNode()
                .put("subject", event.subject())
                .put("level", event.level().name())
                .put("kind", event.kind().name())
                .put("at", event.at().toString())
                .put("title", event.title())
                .put("text", event.text());
        if (event.code() != null) {
            json.put("code", event.code()).put("runbook", links.runbook(event.code()));
        }
        return event.runId() == null ? json : json.put("runId", event.runId());
    }
}
