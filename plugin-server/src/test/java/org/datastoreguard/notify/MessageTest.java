package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Links LINKS = new Links(URI.create("https://guard.example.org:8443"));
    private static final Channel CHANNEL = new Channel(
            "c", "ops", true, NotifyOn.EVERYTHING, new Target.Webhook(URI.create("https://h.example")), false, 1);

    private static Event event(Event.Kind kind, String title) {
        return new Event("run/t", Level.FAILURE, kind, NOON, title, "Why.\nAnd why else.", "TARGET_BUSY", "r1");
    }

    private static List<Event> failures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> event(Event.Kind.FAILED, "Task " + i + " failed"))
                .toList();
    }

    private static Message message(List<Event> events, long dropped) {
        return Message.of(CHANNEL, events, dropped, NOON);
    }

    @Test
    void one_event_is_the_subject_itself_many_are_counted() {
        List<Event> mixed = new ArrayList<>(failures(3));
        mixed.add(event(Event.Kind.WARNED, "w"));
        mixed.add(event(Event.Kind.WORKS_AGAIN, "a"));

        assertThat(message(failures(1), 0).subject()).isEqualTo("Datastore Guard: Task 0 failed");
        assertThat(message(mixed, 0).subject()).isEqualTo("Datastore Guard: 3 failures, 1 warning, 1 works again");
        assertThat(message(List.of(), 4).subject()).isEqualTo("Datastore Guard: 4 messages were dropped");
    }

    @Test
    void a_thousand_events_are_one_message_that_lists_a_hundred_the_worst_first() {
        List<Event> events = new ArrayList<>();
        events.add(event(Event.Kind.SUCCEEDED, "fine"));
        events.addAll(failures(999));
        Message message = message(events, 0);

        assertThat(message.listed()).hasSize(100).allMatch(event -> event.kind() == Event.Kind.FAILED);
        assertThat(MailText.of(message, LINKS)).contains("And 900 more; see the runs.");
    }

    @Test
    void a_mail_says_what_when_why_and_where_to_read_on() {
        assertThat(MailText.of(message(failures(1), 12), LINKS)).isEqualTo("""
                Task 0 failed
                  2026-11-21 12:00 UTC, TARGET_BUSY
                  Why.
                  And why else.
                  What to do: https://guard.example.org:8443/plugin/runbook/TARGET_BUSY.html

                12 messages older than 24 hours could not be sent in time and will not be; the runs have all of it.

                --\s
                Datastore Guard, channel ops
                https://guard.example.org:8443/plugin/index.html
                """);
    }

    @Test
    void a_webhook_gets_the_same_for_programs() throws Exception {
        JsonNode body = new ObjectMapper().readTree(WebhookBody.of(message(failures(1), 0), LINKS, "id-1"));

        assertThat(body.get("text").asText()).isEqualTo("Datastore Guard: Task 0 failed");
        assertThat(body.get("test").asBoolean()).isFalse();
        JsonNode event = body.get("events").get(0);
        assertThat(event.get("kind").asText()).isEqualTo("FAILED");
        assertThat(event.get("at").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(event.get("runbook").asText())
                .isEqualTo("https://guard.example.org:8443/plugin/runbook/TARGET_BUSY.html");
    }

    @Test
    void what_others_wrote_cannot_begin_a_line_of_its_own_in_the_subject() {
        Event sly = event(Event.Kind.FAILED, "Task x\r\nBcc: everybody@example.org\r\n\r\nfailed");

        assertThat(message(List.of(sly), 0).subject())
                .isEqualTo("Datastore Guard: Task x Bcc: everybody@example.org failed");
        assertThatThrownBy(() -> new Message("c", "a\nBcc: b@example.org", NOON, List.of(), 0, 0))
                .isInstanceOfSatisfying(GuardException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
                    assertThat(e.fields().get(0).field()).isEqualTo("subject");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org\r\nBcc: b@example.org",
                "a@example.org\n",
                "a@example.org, b@example.org",
                "Ann <a@example.org>",
                "\"a b\"@example.org",
                "a@-x.org",
                "a@",
                "@example.org",
                "a b@example.org",
                ""
            })
    void what_is_not_one_plain_address_is_refused_with_the_field_and_without_the_text(String text) {
        assertThatThrownBy(() -> MailAddress.check("mail.from", text))
                .isInstanceOfSatisfying(GuardException.class, e -> {
                    assertThat(e.fields().get(0).field()).isEqualTo("mail.from");
                    assertThat(e.message()).doesNotContain("Bcc", "b@example.org");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@localhost", "first.last+tag@sub.example.org", "o'neil@example.org", "x@xn--bcher-kva.example"
            })
    void plain_addresses_pass(String text) {
        assertThat(MailAddress.check("mail.from", text)).isEqualTo(text);
    }
}
