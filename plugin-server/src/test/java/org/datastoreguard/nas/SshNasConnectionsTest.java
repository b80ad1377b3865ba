package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.KnownSystems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SshNasConnectionsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Script HELLO = Script.of("datastore-guard:test", "echo hello");

    private final SshKeyPair key = SshKeyPair.generate("test nas");
    private final KeyPair hostKey = SshServerOnLoopback.ecdsa();
    private final SshServerOnLoopback server = new SshServerOnLoopback(key.publicLine(), hostKey);
    private final KnownSystems systems = new KnownSystems(key.privateKey());
    private final SshNasConnections connections = new SshNasConnections(systems);

    @AfterEach
    void close() {
        connections.close();
        server.close();
    }

    @Test
    void a_generated_key_opens_a_machine_whose_host_key_is_pinned() {
        assertThat(connect(server.hostKey()).run(HELLO, DEADLINE).stdout()).isEqualTo("hello\n");
    }

    @Test
    void an_unconfirmed_host_key_is_refused_and_shown() {
        GuardException error = refused(connect(null));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_HOST_KEY_UNKNOWN);
        assertThat(error.message()).contains(HostKey.parse(server.hostKey()).fingerprint());
    }

    @Test
    void a_changed_host_key_is_refused_with_both_fingerprints() {
        String other = SshServerOnLoopback.text(SshServerOnLoopback.ecdsa());

        GuardException error = refused(connect(other));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_HOST_KEY_CHANGED);
        assertThat(error.message())
                .contains(HostKey.parse(other).fingerprint())
                .contains(HostKey.parse(server.hostKey()).fingerprint());
    }

    @Test
    void a_host_key_of_another_type_than_the_pinned_one_counts_as_changed() {
        String pinned = SshServerOnLoopback.text(SshServerOnLoopback.rsa());

        GuardException error = refused(connect(pinned));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_HOST_KEY_CHANGED);
        assertThat(error.message()).contains("ssh-rsa").contains("ecdsa-sha2-nistp256");
    }

    @Test
    void a_key_that_is_not_installed_is_an_authentication_error_that_says_which_line_to_install() {
        SshKeyPair stranger = SshKeyPair.generate("stranger");
        systems.add(system("nas-2", server.port(), server.hostKey(), stranger), stranger.privateKey());

        GuardException error = refused(connections.nas("nas-2"));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_AUTHENTICATION_FAILED);
        assertThat(error.message()).contains(stranger.publicLine()).contains("authorized_keys");
    }

    @Test
    void a_machine_that_nothing_listens_on_is_unreachable() {
        String pinned = server.hostKey();
        server.stop();

        GuardException error = refused(connect(pinned));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
        assertThat(error.code().temporary()).isTrue();
    }

    @Test
    @Tag("slow")
    void a_machine_that_accepts_and_stays_silent_is_unreachable_after_the_connect_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            systems.put(system("nas-1", silent.getLocalPort(), server.hostKey(), key));

            GuardException error = refused(connections.nas("nas-1"));

            assertThat(error.code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
            assertThat(error.message()).contains("10 s");
        }
    }

    /** JSch's channel is null when the session is lost in the very moment; which attempt hits it is left to chance. */
    @Test
    @Tag("slow")
    void a_machine_that_goes_away_while_channels_are_opened_is_a_temporary_error_and_nothing_else() throws Exception {
        Nas nas = connect(server.hostKey());
        AtomicBoolean over = new AtomicBoolean();
        Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(6);
        for (int caller = 0; caller < 6; caller++) {
            callers.execute(() -> {
                while (!over.get()) {
                    try {
                        nas.run(HELLO, DEADLINE);
                    } catch (RuntimeException e) {
                        errors.add(e);
                    }
                }
            });
        }
        for (int time = 0; time < 20; time++) {
            Thread.sleep(20);
            server.stop();
            server.restart();
        }
        over.set(true);
        callers.shutdown();
        assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(errors)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                GuardException.class,
                                e -> assertThat(e.code().temporary()).isTrue()));
    }

    @Test
    void a_machine_that_went_away_is_reached_again_when_it_is_back() {
        Nas nas = connect(server.hostKey());
        nas.run(HELLO, DEADLINE);
        server.stop();
        refused(nas);

        server.restart();

        assertThat(nas.run(HELLO, DEADLINE).stdout()).isEqualTo("hello\n");
    }

    @Test
    void a_changed_host_key_setting_closes_the_old_session_and_a_changed_name_does_not() {
        Nas before = connect(server.hostKey());
        before.run(HELLO, DEADLINE);
        NasSystem system = before.system();
        systems.put(new NasSystem(
                system.id(),
                "renamed",
                system.host(),
                system.port(),
                system.user(),
                true,
                system.hostKey(),
                system.publicKey(),
                List.of("10.0.0.1"),
                2));

        assertThat(connections.nas("nas-1").system().name()).isEqualTo("renamed");
        assertThat(before.run(HELLO, DEADLINE).ok()).isTrue();

        Nas after = connect(SshServerOnLoopback.text(SshServerOnLoopback.ecdsa()));
        assertThat(refused(after).code()).isEqualTo(ErrorCode.NAS_HOST_KEY_CHANGED);
        assertThat(refused(before).code()).isEqualTo(ErrorCode.NAS_CONNECTION_LOST);
    }

    @Test
    void an_unknown_system_is_not_found() {
        GuardException error = catchThrowableOfType(GuardException.class, () -> connections.nas("nobody"));

        assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void a_script_that_ends_its_own_shell_is_told_from_one_that_ran() {
        Nas nas = connect(server.hostKey());

        GuardException error = catchThrowableOfType(
                GuardException.class, () -> nas.run(Script.of("datastore-guard:test", "kill -KILL $$"), DEADLINE));

        assertThat(error.code()).isIn(ErrorCode.NAS_ANSWER_UNREADABLE, ErrorCode.NAS_CONNECTION_LOST);
    }

    @Test
    @Tag("slow")
    void output_without_end_is_cut_off_with_a_clear_error() {
        Nas nas = connect(server.hostKey());

        GuardException error = catchThrowableOfType(
                GuardException.class, () -> nas.run(Script.of("datastore-guard:test", "yes"), Duration.ofMinutes(3)));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_ANSWER_UNREADABLE);
        assertThat(error.message()).contains("64 MiB");
    }

    @Test
    void a_scan_shows_every_type_of_key_and_trusts_none() {
        try (SshServerOnLoopback two = new SshServerOnLoopback(key.publicLine(), hostKey, SshServerOnLoopback.rsa())) {
            List<HostKey> keys = new HostKeyScan().scan("127.0.0.1", two.port());

            assertThat(keys).extracting(HostKey::type).containsExactly("ecdsa-sha2-nistp256", "ssh-rsa");
            assertThat(keys.get(0).text()).isEqualTo(server.hostKey());
        }
    }

    @Test
    void a_scan_of_something_that_is_no_ssh_server_says_so() {
        server.stop();

        GuardException error =
                catchThrowableOfType(GuardException.class, () -> new HostKeyScan().scan("127.0.0.1", server.port()));

        assertThat(error.code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
    }

    private Nas connect(@Nullable String pinned) {
        systems.put(system("nas-1", server.port(), pinned, key));
        return connections.nas("nas-1");
    }

    private static GuardException refused(Nas nas) {
        return catchThrowableOfType(GuardException.class, () -> nas.run(HELLO, DEADLINE));
    }

    private static NasSystem system(String id, int port, @Nullable String pinned, SshKeyPair key) {
        return new NasSystem(id, id, "127.0.0.1", port, "guard", false, pinned, key.publicLine(), List.of(), 1);
    }
}
