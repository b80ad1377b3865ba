package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
    private static final String SECRET = "a secret of some length";

    private Hook hook;
    private Postman postman;

    @BeforeEach
    void start() throws Exception {
        hook = new Hook();
        Links links = new Links(URI.create("https://guard.example.org"));
        SSLContext trust = SSLContext.getDefault();
        postman = new Postman(
                new MailSender(trust, links, Clock.systemUTC()),
                new WebhookSender(trust, links),
                Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        postman.close();
        hook.close();
    }

    private void send(URI url, @Nullable String secret) {
        Target.Webhook target = new Target.Webhook(url);
        Channel channel = new Channel("c", "ops", true, NotifyOn.EVERYTHING, target, secret != null, 1);
        postman.send(target, secret, Message.test(channel, Instant.EPOCH));
    }

    private static void assertRefused(ThrowingCallable sending, String... words) {
        assertThatThrownBy(sending).isInstanceOfSatisfying(GuardException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOTIFICATION_FAILED);
            assertThat(e.message()).contains(words).doesNotContain(SECRET, "key=k");
        });
    }

    @Test
    void the_body_arrives_signed_by_the_secret() throws Exception {
        send(hook.url(), SECRET);

        Hook.Received received = hook.received.get(0);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal(received.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(received.headers().get("X-Datastore-Guard-Signature")).isEqualTo("sha256=" + expected);
        assertThat(received.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(received.json().get("test").asBoolean()).isTrue();
        assertThat(received.json().get("id").asText())
                .isEqualTo(received.headers().get("X-Datastore-Guard-Delivery"));
        assertThat(received.body()).doesNotContain(SECRET);
    }

    @Test
    void without_a_secret_nothing_is_signed() {
        send(hook.url(), null);

        assertThat(hook.received.get(0).headers().contains("X-Datastore-Guard-Signature"))
                .isFalse();
    }

    @Test
    void an_error_is_passed_on_in_short_and_without_control_characters() {
        hook.status = 500;
        hook.words = "no such\r\nroom " + "x".repeat(100_000);

        assertRefused(() -> send(hook.url(), SECRET), "answered 500: no such room xxx", "Check the address");
        assertThatThrownBy(() -> send(hook.url(), SECRET))
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(450));
    }

    @Test
    void a_redirect_is_not_followed() {
        hook.status = 302;

        assertRefused(() -> send(hook.url(), SECRET), "answered 302", "not followed");
        assertThat(hook.received).hasSize(1);
    }

    @Test
    void a_server_that_hangs_is_given_up() {
        hook.status = 0;

        assertRefused(() -> send(hook.url(), SECRET), "did not take the message within 2 s");
    }

    @Test
    void a_port_where_nobody_listens_is_named() throws Exception {
        URI url = hook.url();
        hook.close();

        assertRefused(() -> send(url, SECRET), "cannot be reached", url.getAuthority());
    }

    @Test
    void servers_that_hang_take_no_more_than_their_share_of_threads() {
        hook.status = 0;
        List<Thread> senders = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> new Thread(() -> assertRefused(() -> send(hook.url(), SECRET))))
                .toList();
        senders.forEach(Thread::start);
        senders.forEach(WebhookSenderTest::join);

        assertThat(hook.received).hasSizeLessThanOrEqualTo(8);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
