package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.jobs.MovableClock;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.security.AesGcmSecretBox;
import org.datastoreguard.security.MasterKeyFile;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredChannels;
import org.datastoreguard.store.StoredFindings;
import org.datastoreguard.store.StoredOutbox;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From runs that end to what arrives at a web server: real database, real HTTP; only time is moved by hand. */
class DeliveryTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(START);
    private final List<Concern> wrong = new ArrayList<>();
    private final Set<String> woken = new HashSet<>();
    private Hook hook;
    private Database database;
    private StoredRuns runs;
    private StoredChannels channels;
    private StoredOutbox outbox;
    private Gathering gathering;
    private Delivery delivery;
    private Postman postman;

    @BeforeEach
    void start() throws Exception {
        hook = new Hook();
        openServer();
        channels.add(channel("ops", NotifyOn.FAILURES), null);
    }

    /** Also after a crash, on what the server before left behind. */
    private void openServer() throws Exception {
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        var secrets = new AesGcmSecretBox(
                new MasterKeyFile(directory.resolve("master.key")).readOrCreate(new SecureRandom()),
                new SecureRandom());
        runs = new StoredRuns(database);
        channels = new StoredChannels(database, secrets);
        outbox = new StoredOutbox(database);
        gathering = new Gathering(
                channels, new StoredFindings(database), outbox, List.of(() -> List.copyOf(wrong)), woken::add, clock);
        Links links = new Links(URI.create("https://guard.example.org"));
        SSLContext trust = SSLContext.getDefault();
        postman = new Postman(new MailSender(trust, links, Clock.systemUTC()), new WebhookSender(trust, links));
        delivery = new Delivery(channels, outbox, postman, clock);
    }

    @AfterEach
    void stop() throws Exception {
        postman.close();
        database.close();
        hook.close();
    }

    private Channel channel(String id, NotifyOn on) {
        return new Channel(id, id, true, on, new Target.Webhook(hook.url()), false, 1);
    }

    private void end(Run run) {
        runs.open(run);
    }

    private void fail(int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> end(Ended.failed("run-" + i, "task-" + i, ErrorCode.TARGET_BUSY, clock.instant())));
    }

    /** Gathers, and tells the channel what is due. @return when it wants to be called again */
    private Optional<Instant> round(String channel) {
        gathering.runs();
        return delivery.perform(channel);
    }

    private void assertAbout(Optional<Instant> due, Duration after) {
        assertThat(due).isPresent();
        assertThat(due.orElseThrow())
                .isBetween(
                        clock.instant().plus(after).minusSeconds(20),
                        clock.instant().plus(after));
    }

    private List<String> subjects() {
        return hook.received.stream()
                .map(received -> received.json().get("text").asText().replace("Datastore Guard: ", ""))
                .toList();
    }

    @Test
    void a_thousand_failures_within_seconds_make_one_message() {
        fail(0, 1);
        assertAbout(round("ops"), Timing.GATHERED);
        fail(1, 1000);
        clock.forward(Timing.GATHERED);

        assertThat(round("ops")).isEmpty();
        assertThat(subjects()).containsExactly("1000 failures");
        assertThat(hook.received.get(0).json().get("more").asInt()).isEqualTo(900);
        assertThat(woken).containsExactly("ops");
    }

    @Test
    void the_next_message_follows_five_minutes_after_the_last() {
        fail(0, 1);
        gathering.runs();
        clock.forward(Timing.GATHERED);
        round("ops");
        fail(1, 3);

        assertAbout(round("ops"), Timing.GAP);
        clock.forward(Timing.GAP);
        assertThat(round("ops")).isEmpty();
        assertThat(subjects()).containsExactly("Replication task task task-0 failed", "2 failures");
    }

    @Test
    void what_repeats_is_told_once_and_its_end_is_told() {
        for (int i = 0; i < 5; i++) {
            end(Ended.failed("run-" + i, "t", ErrorCode.TARGET_BUSY, clock.instant()));
            round("ops");
            clock.forward(Duration.ofHours(1));
        }
        round("ops");
        end(Ended.well("run-9", "t", clock.instant()));
        end(Ended.well("run-10", "other", clock.instant()));
        round("ops");
        clock.forward(Timing.GAP);
        round("ops");

        assertThat(subjects()).containsExactly("Replication task task t failed", "Replication task task t works again");
    }

    @Test
    void each_channel_is_told_what_it_wants_and_a_disabled_one_nothing() {
        channels.add(channel("all", NotifyOn.EVERYTHING), null);
        channels.add(
                new Channel("off", "off", false, NotifyOn.EVERYTHING, new Target.Webhook(hook.url()), false, 1), null);
        end(Ended.well("r1", "t1", clock.instant()));
        gathering.runs();

        assertThat(outbox.waiting()).containsExactly("all");
    }

    @Test
    void a_server_that_says_no_is_tried_again_later_and_later_and_then_gets_it_all() {
        hook.status = 500;
        fail(0, 2);
        gathering.runs();
        clock.forward(Timing.GATHERED);

        assertAbout(round("ops"), Duration.ofSeconds(30));
        assertAbout(round("ops"), Duration.ofSeconds(30));
        clock.forward(Duration.ofSeconds(30));
        assertAbout(round("ops"), Duration.ofMinutes(1));
        assertThat(hook.received).hasSize(2);
        assertThat(outbox.state("ops").problem()).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.NOTIFICATION_FAILED);
            assertThat(problem.message()).contains("answered 500");
        });

        hook.status = 200;
        clock.forward(Duration.ofMinutes(1));
        assertThat(round("ops")).isEmpty();
        assertThat(subjects()).last().isEqualTo("2 failures");
        assertThat(outbox.state("ops").problem()).isNull();
        assertThat(outbox.state("ops").lastSent()).isNotNull();
    }

    @Test
    void a_channel_that_was_changed_does_not_wait_for_its_next_attempt() {
        hook.status = 500;
        fail(0, 1);
        gathering.runs();
        clock.forward(Timing.GATHERED);
        round("ops");
        hook.status = 200;

        outbox.changed("ops", false);
        assertThat(round("ops")).isEmpty();
        assertThat(subjects()).hasSize(2);
    }

    @Test
    void what_is_older_than_a_day_is_given_up_and_the_next_message_says_how_much() {
        hook.status = 500;
        fail(0, 3);
        gathering.runs();
        clock.forward(Timing.GATHERED);
        round("ops");
        clock.forward(Timing.TOO_LATE);
        hook.status = 200;
        fail(3, 4);
        gathering.runs();
        clock.forward(Timing.GATHERED);

        assertThat(round("ops")).isEmpty();
        assertThat(hook.received.get(1).json().get("dropped").asInt()).isEqualTo(3);
        assertThat(hook.received.get(1).json().get("events")).hasSize(1);
        assertThat(subjects().get(1)).contains("task-3 failed. 3 messages older than 24 hours could not be sent");
        assertThat(outbox.state("ops").dropped()).isZero();
    }

    @Test
    void what_was_sent_and_could_not_be_noted_any_more_is_sent_again_by_the_next_server() throws Exception {
        fail(0, 2);
        gathering.runs();
        clock.forward(Timing.GATHERED);
        hook.meanwhile = database::close;
        assertThat(crashed(() -> round("ops"))).isTrue();
        hook.meanwhile = () -> {};
        postman.close();
        openServer();

        assertThat(round("ops")).isEmpty();
        assertThat(subjects()).containsExactly("2 failures", "2 failures");
        clock.forward(Timing.GAP);
        assertThat(round("ops")).isEmpty();
        assertThat(hook.received).hasSize(2);
    }

    /** The database is gone from one moment to the next; nothing after that counts. */
    private static boolean crashed(Runnable work) {
        try {
            work.run();
            return false;
        } catch (GuardException e) {
            return e.code() == ErrorCode.DATABASE_UNAVAILABLE;
        }
    }

    @Test
    void runs_that_ended_before_a_crash_are_looked_at_after_it_and_only_once() throws Exception {
        fail(0, 2);
        database.close();
        postman.close();
        openServer();
        gathering.runs();
        gathering.runs();

        assertThat(outbox.pending("ops", 10)).hasSize(2);
    }

    @Test
    void what_vcenter_is_told_besides_runs_is_told_once_and_when_it_is_over() {
        Map<String, String> words = Map.of("task", "nightly", "lag", "3 h", "allowed", "2 h");
        wrong.add(new Concern("lag/t", "exceeded", List.of(), Notice.LAG_EXCEEDED, Notice.LAG_RECOVERED, words));
        gathering.concerns();
        gathering.concerns();
        wrong.clear();
        gathering.concerns();
        gathering.concerns();

        assertThat(outbox.pending("ops", 10).stream()
                        .map(pending -> pending.event().title()))
                .containsExactly(
                        "Replication task nightly lags behind: what has arrived is 3 h old, allowed is 2 h",
                        "Replication task nightly has caught up");
    }

    @Test
    void a_channel_that_was_removed_takes_along_what_it_was_to_be_told() {
        fail(0, 1);
        gathering.runs();
        channels.remove("ops");

        assertThat(outbox.waiting()).isEmpty();
        assertThat(delivery.perform("ops")).isEmpty();
    }
}
