package org.datastoreguard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.datastoreguard.store.Samples.NOON;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.LogLine;
import org.datastoreguard.jobs.Postings;
import org.datastoreguard.jobs.Postings.Posting;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunHour;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.jobs.Runs.DayTotal;
import org.datastoreguard.jobs.ToldConcerns.Told;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.notify.Event;
import org.datastoreguard.notify.Findings.Finding;
import org.datastoreguard.notify.Level;
import org.datastoreguard.notify.NotifyOn;
import org.datastoreguard.notify.Outbox;
import org.datastoreguard.notify.Target;
import org.datastoreguard.notify.Trouble;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.recovery.RestoreOrders;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.security.AesGcmSecretBox;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.IdempotencyKeys;
import org.datastoreguard.security.MasterKeyFile;
import org.datastoreguard.security.Role;
import org.datastoreguard.security.SecretBox;
import org.datastoreguard.snapshot.OneTimeSnapshot;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.VmJournal;
import org.datastoreguard.snapshot.VmResult;
import org.datastoreguard.snapshot.VmResults;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.SnapshotName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every database must do alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {
    @TempDir
    static Path keys;

    private Database database;
    private SecretBox secrets;

    abstract DatabaseSettings settings();

    @BeforeAll
    void open() {
        database = Database.open(settings());
        secrets = new AesGcmSecretBox(
                new MasterKeyFile(keys.resolve("master.key")).readOrCreate(new SecureRandom()), new SecureRandom());
    }

    @AfterAll
    void close() {
        database.close();
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aSnapshotTaskComesBackAsItWasStored() {
        var tasks = new StoredSnapshotTasks(database);
        SnapshotTask task = Samples.snapshotTask(unique(), unique());

        tasks.add(task);

        assertThat(tasks.find(task.id())).contains(task);
        assertThat(tasks.all()).contains(task);
    }

    @Test
    void aReplicationTaskComesBackAsItWasStored() {
        var tasks = new StoredReplicationTasks(database);
        ReplicationTask task = Samples.replicationTask(unique(), unique());

        tasks.add(task);

        assertThat(tasks.find(task.id())).contains(task);
    }

    @Test
    void aNasComesBackAsItWasStoredAndItsKeyOnlyBySealedColumn() {
        var systems = new StoredNasSystems(database, secrets);
        NasSystem nas = Samples.nas(unique(), unique());
        byte[] key = "-----BEGIN KEY-----".getBytes(StandardCharsets.UTF_8);

        systems.add(nas, key);

        assertThat(systems.find(nas.id())).contains(nas);
        assertThat(systems.privateKey(nas.id())).isEqualTo(key);
        assertThat(rawColumn("sealed_private_key", "nas_system", nas.id())).doesNotContain("BEGIN KEY");
    }

    @Test
    void aVcenterComesBackAndItsPasswordCanBeChanged() {
        var servers = new StoredVcenterServers(database, secrets);
        VcenterServer vcenter = Samples.vcenter(unique(), unique());

        servers.add(vcenter, "first pässword");
        assertThat(servers.password(vcenter.id())).isEqualTo("first pässword");
        servers.changePassword(vcenter.id(), "second");

        assertThat(servers.find(vcenter.id())).contains(vcenter);
        assertThat(servers.password(vcenter.id())).isEqualTo("second");
        assertThat(rawColumn("sealed_password", "vcenter_server", vcenter.id())).doesNotContain("second");
    }

    @Test
    void aSecretCopiedToAnotherRowDoesNotOpen() {
        var servers = new StoredVcenterServers(database, secrets);
        VcenterServer one = Samples.vcenter(unique(), unique());
        VcenterServer two = Samples.vcenter(unique(), unique());
        servers.add(one, "one");
        servers.add(two, "two");

        database.run(handle -> handle.createUpdate("update vcenter_server set sealed_password ="
                        + " (select o.sealed_password from vcenter_server o where o.id = :one) where id = :two")
                .bind("one", one.id())
                .bind("two", two.id())
                .execute());

        assertRefused(ErrorCode.INTERNAL, () -> servers.password(two.id()));
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        var systems = new StoredNasSystems(database, secrets);
        String name = unique();
        systems.add(Samples.nas(unique(), name), new byte[] {1});

        assertRefused(
                ErrorCode.NAME_TAKEN,
                () -> systems.add(Samples.nas(unique(), name.toUpperCase(Locale.ROOT)), new byte[] {1}));
    }

    @Test
    void renamingToATakenNameIsRefused() {
        var tasks = new StoredSnapshotTasks(database);
        String taken = unique();
        SnapshotTask other = Samples.snapshotTask(unique(), unique());
        tasks.add(Samples.snapshotTask(unique(), taken));
        tasks.add(other);

        assertRefused(ErrorCode.NAME_TAKEN, () -> tasks.update(Samples.snapshotTask(other.id(), taken)));
        assertThat(tasks.find(other.id())).contains(other);
    }

    @Test
    void anUpdateGrowsTheVersionAndAStaleOneIsRefused() {
        var tasks = new StoredSnapshotTasks(database);
        SnapshotTask task = Samples.snapshotTask(unique(), unique());
        tasks.add(task);

        SnapshotTask updated = tasks.update(Samples.snapshotTask(task.id(), "renamed " + task.name()));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.name()).isEqualTo("renamed " + task.name());
        assertRefused(ErrorCode.VERSION_CONFLICT, () -> tasks.update(task));
        assertThat(tasks.find(task.id())).contains(updated);
    }

    @Test
    void updatingWhatIsGoneSaysSo() {
        var tasks = new StoredReplicationTasks(database);
        ReplicationTask task = Samples.replicationTask(unique(), unique());
        tasks.add(task);
        tasks.remove(task.id());

        assertRefused(ErrorCode.NOT_FOUND, () -> tasks.update(task));
        assertRefused(ErrorCode.NOT_FOUND, () -> new StoredVcenterServers(database, secrets).password(unique()));
    }

    @Test
    void ofManyWritersOfOneVersionExactlyOneWins() throws Exception {
        var tasks = new StoredSnapshotTasks(database);
        SnapshotTask task = Samples.snapshotTask(unique(), unique());
        tasks.add(task);

        List<Boolean> won = together(8, () -> {
            try {
                tasks.update(task);
                return true;
            } catch (GuardException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
    }

    @Test
    void aRunComesBackWithStepsWarningsAndError() {
        Runs runs = new StoredRuns(database);
        Run run = Samples.queued(unique(), unique(), NOON, NOON);
        List<Run.Step> steps =
                List.of(Samples.step(1, Run.StepState.SUCCEEDED, 100), Samples.step(2, Run.StepState.RUNNING, 10));

        assertThat(runs.open(run)).isTrue();
        assertThat(runs.find(run.id())).contains(run);
        Run running = Samples.running(run, steps);
        assertThat(runs.save(running)).isTrue();
        assertThat(runs.find(run.id())).contains(running);
        assertThat(runs.save(Samples.failed(running))).isTrue();

        Run stored = runs.find(run.id()).orElseThrow();
        assertThat(stored.state()).isEqualTo(RunState.FAILED);
        assertThat(stored.steps()).isEqualTo(steps);
        assertThat(stored.error()).extracting(Run.Failure::stderr).isEqualTo("cannot receive: \uFFFD destination\n");
    }

    @Test
    void savingAgainWritesChangedStepsAndForgetsThoseNoLongerPlanned() {
        Runs runs = new StoredRuns(database);
        Run run = Samples.queued(unique(), unique(), NOON, NOON);
        runs.open(run);
        runs.save(Samples.running(
                run,
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> Samples.step(i, Run.StepState.PENDING, 0))
                        .toList()));

        List<Run.Step> later =
                List.of(Samples.step(1, Run.StepState.FAILED, 7), Samples.step(2, Run.StepState.PENDING, 0));
        runs.save(Samples.running(run, later));

        assertThat(runs.find(run.id()).orElseThrow().steps()).isEqualTo(later);
    }

    @Test
    void anEndedRunIsNeverWrittenAgain() {
        Runs runs = new StoredRuns(database);
        Run run = Samples.queued(unique(), unique(), null, NOON);
        runs.open(run);
        runs.save(Samples.failed(run));

        assertThat(runs.save(Samples.running(run, List.of(Samples.step(1, Run.StepState.RUNNING, 1)))))
                .isFalse();
        assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(runs.find(run.id()).orElseThrow().steps()).isEmpty();
    }

    @Test
    void ofManyServersThatSeeASlotOneOpensItsRun() throws Exception {
        Runs runs = new StoredRuns(database);
        String task = unique();

        List<Boolean> opened = together(8, () -> runs.open(Samples.queued(unique(), task, NOON, NOON)));

        assertThat(opened).containsOnlyOnce(true);
        assertThat(runs.open(Samples.queued(unique(), task, NOON.plusSeconds(60), NOON)))
                .isTrue();
    }

    @Test
    void manualRunsDoNotCollide() {
        Runs runs = new StoredRuns(database);
        String task = unique();

        assertThat(runs.open(Samples.queued(unique(), task, null, NOON))).isTrue();
        assertThat(runs.open(Samples.queued(unique(), task, null, NOON))).isTrue();
        assertThat(runs.unended(task)).hasSize(2);
    }

    @Test
    void runsAreListedNewestFirstAndPageByPage() {
        Runs runs = new StoredRuns(database);
        String task = unique();
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> {
                    Run run = Samples.queued(unique(), task, null, NOON.plusSeconds(i));
                    runs.open(run);
                    return run.id();
                })
                .toList();
        var ofTask = new Runs.Filter(task, null, null, null);

        List<String> first = ids(runs.list(ofTask, 2, null));
        List<String> second = ids(runs.list(ofTask, 10, first.get(1)));

        assertThat(first).containsExactly(ids.get(4), ids.get(3));
        assertThat(second).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(ids(runs.unended(task))).isEqualTo(ids);
    }

    @Test
    void runsAreFilteredByEverythingAsked() {
        Runs runs = new StoredRuns(database);
        String task = unique();
        Run old = Samples.queued(unique(), task, null, NOON);
        Run fresh = Samples.queued(unique(), task, null, NOON.plusSeconds(10));
        runs.open(old);
        runs.open(fresh);
        runs.save(Samples.failed(old));
        String datastore = old.datastoreId();

        assertThat(ids(runs.list(new Runs.Filter(task, datastore, RunState.FAILED, null), 10, null)))
                .containsExactly(old.id());
        assertThat(ids(runs.list(new Runs.Filter(task, null, null, NOON.plusSeconds(5)), 10, null)))
                .containsExactly(fresh.id());
        assertThat(runs.list(new Runs.Filter(task, "urn:other", null, null), 10, null))
                .isEmpty();
    }

    @Test
    void runsAreCountedByHourKindStateAndDatastore() {
        Runs runs = new StoredRuns(database);
        Instant hour = Instant.parse("2091-01-31T23:00:00Z");
        Run first = Samples.queued(unique(), unique(), null, hour);
        Run second = Samples.queued(unique(), unique(), null, hour.plusSeconds(3599));
        Run failed = Samples.queued(unique(), unique(), null, hour.plusSeconds(3600));
        List.of(first, second, failed).forEach(runs::open);
        runs.save(Samples.failed(failed));

        assertThat(runs.hours(hour))
                .containsExactlyInAnyOrder(
                        new RunHour(hour, first.kind(), RunState.QUEUED, first.datastoreId(), 2, 0),
                        new RunHour(
                                hour.plusSeconds(3600), failed.kind(), RunState.FAILED, failed.datastoreId(), 1, 70));
    }

    @Test
    void aLogIsReadOnFromWhereTheReaderStopped() {
        Runs runs = new StoredRuns(database);
        Run run = Samples.queued(unique(), unique(), null, NOON);
        runs.open(run);
        var one = new LogLine(1, NOON, LogLine.Level.INFO, "listing");
        var two = new LogLine(2, NOON.plusMillis(1), LogLine.Level.WARN, "hold of another tool");
        var three = new LogLine(3, NOON.plusMillis(2), LogLine.Level.ERROR, "x".repeat(100_000));

        runs.appendLog(run.id(), List.of(one, two));
        runs.appendLog(run.id(), List.of());
        runs.appendLog(run.id(), List.of(three));

        assertThat(runs.log(run.id(), 0, 2)).containsExactly(one, two);
        assertThat(runs.log(run.id(), 2, 10)).containsExactly(three);
    }

    @Test
    void purgingTakesOldEndedRunsWithTheirLogsAndNothingElse() {
        Runs runs = new StoredRuns(database);
        Run ended = Samples.queued(unique(), unique(), null, NOON);
        Run waiting = Samples.queued(unique(), unique(), null, NOON);
        runs.open(ended);
        runs.open(waiting);
        runs.appendLog(ended.id(), List.of(new LogLine(1, NOON, LogLine.Level.INFO, "a")));
        runs.save(Samples.failed(ended));

        runs.purge(NOON.plusSeconds(60));
        assertThat(runs.find(ended.id())).isPresent();
        assertThat(runs.purge(NOON.plusSeconds(61))).isPositive();

        assertThat(runs.find(ended.id())).isEmpty();
        assertThat(runs.log(ended.id(), 0, 10)).isEmpty();
        assertThat(runs.find(waiting.id())).isPresent();
    }

    @Test
    void aTokenIsVerifiedUntilItExpiresOrIsRevoked() {
        var random = new SecureRandom();
        String name = unique();
        ApiTokens tokens = new StoredApiTokens(database, at(NOON), random);
        ApiTokens.Created created =
                tokens.create(name, Role.REPLICATE, NOON.plusSeconds(60), java.util.Set.of("urn:one", "urn:two"));

        assertThat(created.secret()).startsWith("dsg_").hasSizeGreaterThan(40);
        assertThat(tokens.verify(created.secret())).contains(created.token());
        assertThat(tokens.verify(created.secret() + "x")).isEmpty();
        assertThat(new StoredApiTokens(database, at(NOON.plusSeconds(60)), random).verify(created.secret()))
                .isEmpty();
        assertRefused(ErrorCode.NAME_TAKEN, () -> tokens.create(name, Role.VIEW, null));
        assertThat(tokens.revoke(created.token().id())).isTrue();
        assertThat(tokens.revoke(created.token().id())).isFalse();
        assertThat(tokens.verify(created.secret())).isEmpty();
    }

    @Test
    void aPostingIsKeptUntilItWasShownAndPassesToAnotherNodeWhenItsOwnIsDead() {
        Postings postings = new StoredPostings(database);
        Run run = Samples.queued(unique(), unique(), NOON, NOON);
        new StoredRuns(database).open(run);
        String node = unique();
        List<String> objects = List.of("urn:a", "urn:b");
        postings.open(run.id(), objects, node, NOON);
        postings.open(run.id(), List.of("urn:c"), node, NOON.plusSeconds(9));
        postings.open("no such run", objects, node, NOON);

        assertThat(postings.take(node, Instant.EPOCH))
                .containsExactly(
                        new Posting(run.id(), "urn:a", null, false), new Posting(run.id(), "urn:b", null, false));
        Posting shown = new Posting(run.id(), "urn:a", "task-1", true);
        postings.save(shown, NOON.plusSeconds(10));
        String other = unique();
        assertThat(postings.take(other, NOON)).isEmpty();
        assertThat(postings.take(other, NOON.plusSeconds(11)))
                .containsExactly(shown, new Posting(run.id(), "urn:b", null, false));
        assertThat(postings.take(node, Instant.EPOCH)).isEmpty();
        postings.close(shown);
        assertThat(postings.take(other, Instant.EPOCH))
                .extracting(Posting::objectId)
                .containsExactly("urn:b");
    }

    @Test
    void aConcernIsToldOncePerObjectByOneServerAndAgainAtItsNextStage() {
        StoredToldConcerns concerns = new StoredToldConcerns(database);
        String subject = unique();
        Told first =
                new Told(subject, "urn:a", "30 days", Notice.CERTIFICATE_RENEWED, Map.of("date", "päivä \"1\""), false);
        concerns.note(first);
        concerns.note(new Told(subject, "urn:a", "other", null, Map.of(), true));
        assertThat(concernsOf(concerns, subject)).containsExactly(first);

        assertThat(concerns.claim(first, NOON, NOON.minusSeconds(60))).isTrue();
        assertThat(concerns.claim(first, NOON.plusSeconds(1), NOON.minusSeconds(59)))
                .as("another server")
                .isFalse();
        assertThat(concerns.claim(first, NOON.plusSeconds(99), NOON.plusSeconds(39)))
                .as("it died")
                .isTrue();
        concerns.release(first);
        assertThat(concerns.claim(first, NOON.plusSeconds(99), NOON.plusSeconds(39)))
                .isTrue();
        concerns.told(first);
        concerns.release(first);
        assertThat(concerns.claim(first, NOON.plusSeconds(999), NOON.plusSeconds(900)))
                .as("told")
                .isFalse();

        Told second = new Told(subject, "urn:a", "7 days", Notice.CERTIFICATE_RENEWED, Map.of("date", "2"), false);
        concerns.change(second);
        assertThat(concernsOf(concerns, subject)).containsExactly(second);
        assertThat(concerns.claim(first, NOON, NOON))
                .as("the stage that is past")
                .isFalse();
        assertThat(concerns.claim(second, NOON, NOON)).isTrue();

        assertThat(concerns.remove(second)).isTrue();
        assertThat(concerns.remove(second)).isFalse();
        assertThat(concernsOf(concerns, subject)).isEmpty();
    }

    private static List<Told> concernsOf(StoredToldConcerns concerns, String subject) {
        return concerns.all().stream()
                .filter(told -> told.subject().equals(subject))
                .toList();
    }

    @Test
    void theLastSuccessOfTasksIsTheOneThatBeganLastAndHadEndedByThen() {
        StoredRuns runs = new StoredRuns(database);
        String task = unique();
        assertThat(runs.lastSuccess(List.of(), null)).isEmpty();
        assertThat(runs.lastSuccess(List.of(task), null)).isEmpty();
        assertThat(runs.firstOpened(task)).isEmpty();
        Run early = ended(runs, task, RunState.SUCCEEDED, NOON);
        Run late = ended(runs, task, RunState.SUCCEEDED_WITH_WARNINGS, NOON.plusSeconds(100));
        ended(runs, task, RunState.FAILED, NOON.plusSeconds(200));
        ended(runs, task, RunState.CANCELLED, NOON.plusSeconds(300));

        assertThat(runs.lastSuccess(List.of("other", task), null)).map(Run::id).contains(late.id());
        assertThat(runs.lastSuccess(List.of(task), NOON.plusSeconds(100)))
                .map(Run::id)
                .contains(early.id());
        assertThat(runs.lastSuccess(List.of(task), NOON.plusSeconds(9))).isEmpty();
        assertThat(runs.firstOpened(task)).contains(NOON);
    }

    @Test
    void theNewestSuccessesOfAllTasksAreReadAtOnce() {
        StoredRuns runs = new StoredRuns(database);
        String copy = unique();
        String snapshots = unique();
        String never = unique();
        new StoredReplicationTasks(database).add(Samples.replicationTask(copy, copy));
        new StoredReplicationTasks(database).add(Samples.replicationTask(never, never));
        new StoredSnapshotTasks(database).add(Samples.snapshotTask(snapshots, snapshots));
        ended(runs, copy, RunState.SUCCEEDED, NOON);
        ended(runs, copy, RunState.SUCCEEDED_WITH_WARNINGS, NOON.plusSeconds(100));
        ended(runs, copy, RunState.FAILED, NOON.plusSeconds(200));
        ended(runs, never, RunState.FAILED, NOON);
        ended(runs, snapshots, RunState.SUCCEEDED, NOON.plusSeconds(50));

        assertThat(runs.lastSuccesses(null))
                .containsEntry(copy, new Runs.Success(NOON.plusSeconds(100), NOON.plusSeconds(110)))
                .containsEntry(snapshots, new Runs.Success(NOON.plusSeconds(50), NOON.plusSeconds(60)))
                .doesNotContainKey(never);
        assertThat(runs.lastSuccesses(NOON.plusSeconds(55)))
                .containsEntry(copy, new Runs.Success(NOON, NOON.plusSeconds(10)))
                .doesNotContainKey(snapshots);
        List<String> told = new ArrayList<>();
        runs.successes(NOON.plusSeconds(20), (task, success) -> {
            if (List.of(copy, snapshots, never).contains(task)) {
                told.add(task + " " + success.endedAt());
            }
        });
        assertThat(told).containsExactly(snapshots + " " + NOON.plusSeconds(60), copy + " " + NOON.plusSeconds(110));
    }

    /** Took ten seconds. */
    private static Run ended(StoredRuns runs, String task, RunState state, Instant began) {
        Run run = Samples.queued(unique(), task, began, began);
        runs.open(run);
        Run ended = Samples.ended(run, state, began, began.plusSeconds(10));
        runs.save(ended);
        return ended;
    }

    @Test
    void noColumnHoldsATokensSecret() {
        ApiTokens tokens = new StoredApiTokens(database, at(NOON), new SecureRandom());
        ApiTokens.Created created = tokens.create(unique(), Role.VIEW, null);

        assertThat(rawColumn("secret_hash", "api_token", created.token().id()))
                .doesNotContain(created.secret())
                .hasSize(64);
    }

    @Test
    void theAuditTrailIsReadNewestFirst() {
        Audit audit = new StoredAudit(database, at(NOON));
        String actor = unique();
        audit.record(actor, "create", "nas/1", "ok");
        audit.record(actor, "delete", "nas/1", "refused\0");

        List<Audit.Entry> newest = audit.list(Audit.Filter.ALL, 1, null);
        List<Audit.Entry> before = audit.list(Audit.Filter.ALL, 1, newest.get(0).id());

        assertThat(newest).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("delete");
            assertThat(entry.at()).isEqualTo(NOON);
        });
        assertThat(before)
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("create"));
    }

    @Test
    void theAuditTrailIsReadByWhoWhatAndWhen() {
        String actor = "Ann_" + unique();
        new StoredAudit(database, at(NOON)).record(actor, "createToken", "tokens", "201");
        new StoredAudit(database, at(NOON.plusSeconds(10))).record(actor, "deleteToken", "tokens/1", "204");
        Audit audit = new StoredAudit(database, at(NOON));

        assertThat(actions(audit, new Audit.Filter(null, null, actor.toLowerCase(Locale.ROOT), null)))
                .containsExactly("deleteToken", "createToken");
        assertThat(actions(audit, new Audit.Filter(null, null, actor, "CREATE")))
                .containsExactly("createToken");
        assertThat(actions(audit, new Audit.Filter(NOON.plusSeconds(10), null, actor, null)))
                .containsExactly("deleteToken");
        assertThat(actions(audit, new Audit.Filter(NOON, NOON.plusSeconds(10), actor, null)))
                .containsExactly("createToken");
        assertThat(actions(audit, new Audit.Filter(null, null, actor.replace('_', '%'), null)))
                .as("means itself")
                .isEmpty();
        assertThat(actions(audit, new Audit.Filter(null, null, actor.replace('_', 'x'), null)))
                .isEmpty();
    }

    private static List<String> actions(Audit audit, Audit.Filter filter) {
        return audit.list(filter, 100, null).stream().map(Audit.Entry::action).toList();
    }

    @Test
    void aRepeatedRequestGetsItsFirstAnswer() {
        IdempotencyKeys keys = new StoredIdempotencyKeys(database, at(NOON));
        String key = unique();
        var answer = new IdempotencyKeys.Answer(202, "/api/v1/runs/1", null, "{}");

        assertThat(keys.claim("ann", key, "POST /a")).isEqualTo(new IdempotencyKeys.Granted());
        assertThat(keys.claim("ann", key, "POST /a")).isEqualTo(new IdempotencyKeys.InProgress());
        keys.answered("ann", key, answer);

        assertThat(keys.claim("ann", key, "POST /a")).isEqualTo(new IdempotencyKeys.Replay(answer));
        assertThat(keys.claim("ann", key, "POST /b")).isEqualTo(new IdempotencyKeys.Mismatch());
        assertThat(keys.claim("bob", key, "POST /a")).isEqualTo(new IdempotencyKeys.Granted());
    }

    @Test
    void aKeyIsFreeAgainAfterARefusalACrashOrADay() {
        IdempotencyKeys keys = new StoredIdempotencyKeys(database, at(NOON));
        String refused = unique();
        String crashed = unique();
        String old = unique();
        keys.claim("ann", refused, "r");
        keys.release("ann", refused);
        keys.claim("ann", crashed, "r");
        keys.claim("ann", old, "r");
        keys.answered("ann", old, new IdempotencyKeys.Answer(201, null, "\"1\"", null));

        assertThat(keys.claim("ann", refused, "r")).isEqualTo(new IdempotencyKeys.Granted());
        var soon = new StoredIdempotencyKeys(database, at(NOON.plus(Duration.ofMinutes(3))));
        assertThat(soon.claim("ann", crashed, "r")).isEqualTo(new IdempotencyKeys.Granted());
        assertThat(soon.claim("ann", old, "r")).isInstanceOf(IdempotencyKeys.Replay.class);
        var nextDay = new StoredIdempotencyKeys(database, at(NOON.plus(Duration.ofHours(25))));
        assertThat(nextDay.claim("ann", old, "r")).isEqualTo(new IdempotencyKeys.Granted());
    }

    @Test
    void ofManyRepeatsOfOneRequestOneIsGranted() throws Exception {
        IdempotencyKeys keys = new StoredIdempotencyKeys(database, at(NOON));
        String key = unique();

        List<Boolean> granted = together(8, () -> keys.claim("ann", key, "POST /a") instanceof IdempotencyKeys.Granted);

        assertThat(granted).containsOnlyOnce(true);
    }

    @Test
    void aBodyOfANewerVersionIsRefusedRatherThanHalfRead() {
        var tasks = new StoredReplicationTasks(database);
        ReplicationTask newer = Samples.replicationTask(unique(), unique());
        ReplicationTask unknownMember = Samples.replicationTask(unique(), unique());
        tasks.add(newer);
        tasks.add(unknownMember);
        database.run(handle -> handle.createUpdate("update replication_task set body_format = 99 where id = :id")
                .bind("id", newer.id())
                .execute());
        database.run(handle -> handle.createUpdate(
                        "update replication_task set body = '{\"keepForEver\": true}' where id = :id")
                .bind("id", unknownMember.id())
                .execute());

        assertRefused(ErrorCode.INTERNAL, () -> tasks.find(newer.id()));
        assertRefused(ErrorCode.INTERNAL, () -> tasks.find(unknownMember.id()));
        tasks.remove(newer.id());
        tasks.remove(unknownMember.id());
    }

    @Test
    void the_journal_of_vm_snapshots_gives_each_leftover_to_one_server_until_it_is_gone() throws Exception {
        VmJournal journal = new StoredVmJournal(database);
        String id = unique();
        String run = unique();
        String node = unique();
        VmJournal.Entry noted = new VmJournal.Entry(
                id, node, new VmJournal.Vm("vc1", "vm-1", "Büro\0"), run, null, NOON, NOON.plusSeconds(60), 0, null);
        journal.add(noted);

        assertThat(journal.due(NOON.plusSeconds(59))).isEmpty();
        journal.hold(run, NOON.plusSeconds(120));
        assertThat(journal.due(NOON.plusSeconds(60))).isEmpty();
        journal.abandon(unique(), NOON);
        assertThat(journal.due(NOON.plusSeconds(60))).isEmpty();
        journal.abandon(node, NOON.plusSeconds(1));
        VmJournal.Entry due = journal.due(NOON.plusSeconds(1)).get(0);
        assertThat(due.vm().name()).isEqualTo("Büro\uFFFD");
        assertThat(due.mark()).isEqualTo(noted.mark());

        assertThat(together(4, () -> journal.claim(due, NOON.plusSeconds(300)))).containsOnlyOnce(true);
        journal.made(id, "snapshot-7");
        journal.failed(id, "away\0");
        assertThat(journal.all())
                .containsExactly(new VmJournal.Entry(
                        id,
                        node,
                        new VmJournal.Vm("vc1", "vm-1", "Büro\uFFFD"),
                        run,
                        "snapshot-7",
                        NOON,
                        NOON.plusSeconds(300),
                        1,
                        "away\uFFFD"));
        journal.remove(id);
        assertThat(journal.all()).isEmpty();
    }

    @Test
    void what_a_snapshot_holds_of_vms_is_found_by_its_guid() {
        VmResults results = new StoredVmResults(database);
        VmResult web = new VmResult("vm-1", "web", VmResult.Outcome.CONSISTENT, null);
        VmResult db = new VmResult("vm-2", "db", VmResult.Outcome.CRASH_CONSISTENT, "no answer");
        String nas = unique();
        results.add(nas, "18446744073709551615", List.of(db));
        results.add(nas, "18446744073709551615", List.of(web, db));
        results.add(nas, "1", List.of());

        assertThat(results.find(nas, Set.of("1", "2", "18446744073709551615")))
                .isEqualTo(Map.of("18446744073709551615", List.of(db, web)));
        assertThat(results.find(unique(), Set.of("18446744073709551615"))).isEmpty();
        assertThat(results.find(nas, Set.of())).isEmpty();
    }

    @Test
    void a_snapshot_that_was_ordered_once_is_kept_as_long_as_its_run() {
        OneTimeSnapshots orders = new StoredOneTimeSnapshots(database);
        OneTimeSnapshot old = ordered(NOON);
        OneTimeSnapshot young = ordered(NOON.plusSeconds(60));
        orders.add(old);
        orders.add(young);

        assertThat(orders.find(old.id())).contains(old);
        assertThat(orders.purge(NOON.plusSeconds(60))).isPositive();
        assertThat(orders.find(old.id())).isEmpty();
        assertThat(orders.find(young.id())).contains(young);
    }

    @Test
    void a_way_back_that_was_ordered_is_kept_as_long_as_its_run() {
        RestoreOrders orders = new StoredRestoreOrders(database);
        RestoreOrder old = restore(
                new RestoreOrder.RollBack(Set.of(new Guid(-1), new Guid(7), new Guid(Long.MIN_VALUE)), true), NOON);
        RestoreOrder bare = restore(new RestoreOrder.RollBack(Set.of(), false), NOON);
        RestoreOrder young = restore(new RestoreOrder.Clone(new DatasetName("tank/copy of vm")), NOON.plusSeconds(60));
        orders.add(old);
        orders.add(bare);
        orders.add(young);

        assertThat(orders.find(old.id())).contains(old);
        assertThat(orders.find(bare.id())).contains(bare);
        assertThat(orders.purge(NOON.plusSeconds(60))).isGreaterThan(1);
        assertThat(orders.find(old.id())).isEmpty();
        assertThat(orders.find(young.id())).contains(young);
    }

    private static RestoreOrder restore(RestoreOrder.Way way, Instant at) {
        return new RestoreOrder(
                unique(),
                "urn:vmomi:Datastore:datastore-11:0af5",
                "nas-1",
                SnapshotName.parse("tank/vm one@before update"),
                new Guid(-2),
                way,
                at);
    }

    private static OneTimeSnapshot ordered(Instant at) {
        return new OneTimeSnapshot(
                unique(),
                "urn:vmomi:Datastore:datastore-11:0af5",
                "before update: äöü",
                true,
                SnapshotTask.OnVmFailure.FAIL,
                at);
    }

    @Test
    void of_two_servers_that_save_replication_tasks_one_waits_for_the_other() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        var first = new StoredReplicationTasks(database);
        var second = new StoredReplicationTasks(database);
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> first.alone(() -> {
            begun.countDown();
            // Only time shows that the other one waits: too short, and a broken lock is missed, never the reverse.
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            first.add(Samples.replicationTask(unique(), unique()));
            return order.add("first");
        }));
        begun.await();
        second.alone(() -> order.add("second"));
        one.join();

        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void runs_that_ended_on_one_day_are_added_up() {
        var runs = new StoredRuns(database);
        String task = unique();
        Run first = Samples.queued(unique(), task, null, NOON);
        Run second = Samples.queued(unique(), task, null, NOON.plusSeconds(1));
        List<DayTotal> before = runs.totals(NOON);
        for (Run run : List.of(first, second)) {
            runs.open(run);
            runs.save(Samples.failed(run));
        }

        List<DayTotal> after = runs.totals(NOON);

        DayTotal total = after.stream()
                .filter(one -> one.state() == RunState.FAILED && Objects.equals(one.datastoreId(), first.datastoreId()))
                .findFirst()
                .orElseThrow();
        long had = before.stream()
                .filter(one -> one.state() == RunState.FAILED && Objects.equals(one.datastoreId(), first.datastoreId()))
                .mapToLong(DayTotal::runs)
                .sum();
        assertThat(total.runs()).isEqualTo(had + 2);
        assertThat(total.bytesDone()).isGreaterThanOrEqualTo(140);
        assertThat(total.day()).isEqualTo(LocalDate.ofInstant(NOON, ZoneOffset.UTC));
        assertThat(runs.totals(NOON.plusSeconds(86_400)))
                .noneMatch(one -> one.day().equals(total.day()));
    }

    private String rawColumn(String column, String table, String id) {
        return database.call(handle -> handle.createQuery("select " + column + " from " + table + " where id = :id")
                .bind("id", id)
                .map((row, context) -> row.getObject(1) instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : row.getString(1))
                .one());
    }

    private static List<String> ids(List<Run> runs) {
        return runs.stream().map(Run::id).toList();
    }

    private static <T> List<T> together(int threads, Callable<T> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, call))) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Channel channel(String id) {
        return new Channel(
                id,
                id,
                true,
                NotifyOn.FAILURES_AND_WARNINGS,
                new Target.Mail(
                        "mail.example.org",
                        587,
                        Target.Security.STARTTLS,
                        "guard",
                        "guard@example.org",
                        List.of("a@example.org", "b@example.org")),
                true,
                1);
    }

    @Test
    void aChannelComesBackAndItsSecretOnlyBySealedColumn() {
        var channels = new StoredChannels(database, secrets);
        Channel channel = channel(unique());
        channels.add(channel, "first pässword");

        assertThat(channels.find(channel.id())).contains(channel);
        assertThat(channels.secret(channel.id())).contains("first pässword");
        assertThat(rawColumn("sealed_secret", "notification_channel", channel.id()))
                .doesNotContain("first");
    }

    @Test
    void aChannelIsReplacedTogetherWithItsSecretOrKeepsIt() {
        var channels = new StoredChannels(database, secrets);
        Channel channel = channel(unique());
        channels.add(channel, "first");

        Channel second = channels.update(channel, null);
        assertThat(channels.secret(channel.id())).contains("first");
        Channel third = channels.update(second, "second");
        assertThat(channels.secret(channel.id())).contains("second");
        assertRefused(ErrorCode.VERSION_CONFLICT, () -> channels.update(second, "third"));
        assertThat(channels.secret(channel.id())).contains("second");

        Target hook = new Target.Webhook(URI.create("https://hooks.example.org/a"));
        Channel unsigned =
                new Channel(channel.id(), unique(), false, NotifyOn.EVERYTHING, hook, false, third.version());
        channels.update(unsigned, null);
        assertThat(channels.secret(channel.id())).isEmpty();
        assertThat(channels.find(channel.id()).orElseThrow().target()).isEqualTo(hook);
    }

    private static Event event(String title) {
        return new Event("run/t", Level.FAILURE, Event.Kind.FAILED, NOON, title, "why\nand why", "TARGET_BUSY", null);
    }

    @Test
    void aRunIsToBeLookedAtOnceItHasEndedAndUntilSomebodyDid() {
        var runs = new StoredRuns(database);
        var findings = new StoredFindings(database);
        Run queued = Samples.queued(unique(), unique(), null, NOON);
        runs.open(queued);
        assertThat(findings.endedRuns(1000)).noneMatch(run -> run.id().equals(queued.id()));

        Run failed = Samples.failed(queued);
        runs.save(failed);
        runs.save(failed);
        assertThat(findings.endedRuns(1000))
                .filteredOn(run -> run.id().equals(queued.id()))
                .singleElement()
                .satisfies(run -> assertThat(run.state()).isEqualTo(RunState.FAILED));

        Finding seen = new Finding(queued.id(), "run/" + unique(), null, null, null, List.of());
        assertThat(findings.note(seen, NOON)).isTrue();
        assertThat(findings.note(seen, NOON)).isFalse();
        assertThat(findings.endedRuns(1000)).noneMatch(run -> run.id().equals(queued.id()));
    }

    @Test
    void aFindingIsNotedWholeAndOnlyByTheServerThatWasFaster() {
        var channels = new StoredChannels(database, secrets);
        var findings = new StoredFindings(database);
        var outbox = new StoredOutbox(database);
        String channel = unique();
        channels.add(channel(channel), "x");
        String subject = "run/" + unique();
        Trouble first = new Trouble(subject, "TARGET_BUSY", Level.FAILURE, NOON, "over");
        Trouble second = new Trouble(subject, "OTHER", Level.WARNING, NOON.plusSeconds(1), null);
        List<String> to = List.of(channel, "a channel that is gone");

        assertThat(findings.note(new Finding(null, subject, null, first, event("1"), to), NOON))
                .isTrue();
        assertThat(findings.note(new Finding(null, subject, null, second, event("x"), to), NOON))
                .isFalse();
        assertThat(findings.trouble(subject)).contains(first);
        assertThat(findings.note(new Finding(null, subject, first, second, event("2"), to), NOON))
                .isTrue();
        assertThat(findings.note(new Finding(null, subject, first, null, event("x"), to), NOON))
                .isFalse();
        assertThat(findings.troubles("run/")).contains(second);
        assertThat(findings.troubles("concern/")).doesNotContain(second);
        assertThat(findings.note(new Finding(null, subject, second, null, event("3"), to), NOON))
                .isTrue();
        assertThat(findings.trouble(subject)).isEmpty();
        assertThat(outbox.pending(channel, 10))
                .extracting(pending -> pending.event())
                .containsExactly(event("1"), event("2"), event("3"));
        assertThat(outbox.pending(channel, 2)).hasSize(2);
    }

    @Test
    void whatAChannelIsToBeToldIsSentOrGivenUpAndCounted() {
        var channels = new StoredChannels(database, secrets);
        var findings = new StoredFindings(database);
        var outbox = new StoredOutbox(database);
        String channel = unique();
        channels.add(channel(channel), "x");
        for (int i = 0; i < 3; i++) {
            Finding finding = new Finding(null, "run/" + unique(), null, null, event("" + i), List.of(channel));
            findings.note(finding, NOON.plusSeconds(i));
        }
        assertThat(outbox.waiting()).contains(channel);
        assertThat(outbox.state(channel)).isEqualTo(new Outbox.State(null, null, 0, 0));

        outbox.drop(channel, NOON.plusSeconds(1));
        Outbox.Problem problem = new Outbox.Problem(NOON, ErrorCode.NOTIFICATION_FAILED, "it said no");
        outbox.failed(channel, problem);
        outbox.failed(channel, problem);
        assertThat(outbox.state(channel)).isEqualTo(new Outbox.State(null, problem, 2, 1));
        outbox.changed(channel, false);
        assertThat(outbox.state(channel)).isEqualTo(new Outbox.State(null, problem, 0, 1));

        outbox.sent(channel, outbox.pending(channel, 1), NOON.plusSeconds(9), null);
        assertThat(outbox.state(channel)).isEqualTo(new Outbox.State(NOON.plusSeconds(9), null, 0, 0));
        assertThat(outbox.pending(channel, 10)).hasSize(1);
        assertThat(channels.find(channel).orElseThrow().version()).isEqualTo(1);
        outbox.changed(channel, true);
        assertThat(outbox.waiting()).doesNotContain(channel);
        assertRefused(ErrorCode.NOT_FOUND, () -> outbox.state("nothing"));
    }
}
