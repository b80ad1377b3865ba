package org.datastoreguard.snapshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datastoreguard.snapshot.VmResult.Outcome;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredVmJournal;
import org.datastoreguard.store.StoredVmResults;
import org.datastoreguard.vcenter.VmSnapshots;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VmQuiescingTest {
    @TempDir
    private Path folder;

    private final Played played = new Played();
    private Database database;
    private VmTools tools;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.embedded(folder.resolve("guard")));
        tools = new VmTools(
                played,
                new StoredVmJournal(database),
                new StoredVmResults(database),
                Clock.systemUTC(),
                "node-1",
                VmTools.Patience.DEFAULT);
        played.journal = tools.journal();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Remembers what there is; a VM named {@code bad…} is not quiesced. */
    private static final class Played implements VmSnapshots {
        private final Set<String> made = ConcurrentHashMap.newKeySet();
        private final AtomicInteger atWork = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger begun = new AtomicInteger();
        private final CyclicBarrier company = new CyclicBarrier(4);
        private @Nullable VmJournal journal;
        private boolean journalledBefore = true;

        @Override
        public List<Vm> on(String vcenterId, String datastoreId) {
            return made.stream().map(VmQuiescingTest::running).toList();
        }

        @Override
        public Creation create(String vcenterId, String vmId, Mark mark, Duration deadline) {
            begun.incrementAndGet();
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            journalledBefore &= requireNonNull(journal).all().stream()
                    .anyMatch(entry -> entry.mark().equals(mark));
            try {
                if (vmId.startsWith("bad")) {
                    return new Creation.NotMade("the guest did not answer");
                }
                if (vmId.startsWith("many")) {
                    // Goes on only when three others are at work too.
                    company.await();
                }
                made.add(vmId);
                return new Creation.Made(vmId);
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new AssertionError(e);
            } finally {
                atWork.decrementAndGet();
            }
        }

        @Override
        public Optional<String> find(String vcenterId, String vmId, Mark mark) {
            return Optional.empty();
        }

        @Override
        public void remove(String vcenterId, String snapshotId, Duration deadline) {
            made.remove(snapshotId);
        }
    }

    private static VmSnapshots.Vm vm(String id, VmSnapshots.Power power, boolean template, boolean withTools) {
        return new VmSnapshots.Vm(id, id, power, template, withTools);
    }

    private static VmSnapshots.Vm running(String id) {
        return vm(id, VmSnapshots.Power.ON, false, true);
    }

    private VmQuiescing quiescing(boolean allOrNothing) {
        return new VmQuiescing(tools, "vc1", "run-1", allOrNothing);
    }

    @Test
    void says_of_each_vm_what_became_of_it_and_why() {
        VmQuiescing quiescing = quiescing(false);

        List<VmResult> results = quiescing.begin(
                List.of(
                        running("good"),
                        running("bad"),
                        vm("off", VmSnapshots.Power.OFF, false, false),
                        vm("asleep", VmSnapshots.Power.SUSPENDED, false, false),
                        vm("mould", VmSnapshots.Power.OFF, true, false),
                        vm("bare", VmSnapshots.Power.ON, false, false)),
                new ToldStory());

        assertThat(results)
                .containsExactly(
                        new VmResult("good", "good", Outcome.CONSISTENT, null),
                        new VmResult("bad", "bad", Outcome.CRASH_CONSISTENT, "the guest did not answer"),
                        new VmResult("off", "off", Outcome.SKIPPED, "powered off"),
                        new VmResult("asleep", "asleep", Outcome.SKIPPED, "suspended"),
                        new VmResult("mould", "mould", Outcome.SKIPPED, "template"),
                        new VmResult("bare", "bare", Outcome.CRASH_CONSISTENT, "VMware Tools do not run in it"));
        assertThat(played.journalledBefore).isTrue();
        assertThat(tools.journal().all())
                .extracting(VmJournal.Entry::snapshotId)
                .containsExactly("good");
        quiescing.end(new ToldStory());
        assertThat(played.made).isEmpty();
        assertThat(tools.journal().all()).isEmpty();
    }

    @Test
    void works_at_four_at_once_and_no_more() {
        List<VmSnapshots.Vm> many =
                IntStream.range(0, 40).mapToObj(i -> running("many" + i)).toList();

        List<VmResult> results = quiescing(false).begin(many, new ToldStory());

        assertThat(results).hasSize(40).allMatch(result -> result.outcome() == Outcome.CONSISTENT);
        assertThat(played.most.get()).isEqualTo(4);
    }

    @Test
    void begins_no_further_vm_after_one_failed_when_the_run_fails_anyway() {
        List<VmSnapshots.Vm> vms =
                IntStream.range(0, 40).mapToObj(i -> running("bad" + i)).toList();

        quiescing(true).begin(vms, new ToldStory());

        assertThat(played.begun.get()).isBetween(1, 4);
        assertThat(tools.journal().all()).isEmpty();
    }
}
