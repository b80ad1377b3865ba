package org.datastoreguard.faults;

import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.server.ServerProcess.Answer;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People and disks that do things while a replication goes on, and what somebody else left on the target. */
@LabTest
@Timeout(600)
class MovedGroundLabTest extends Faults {
    MovedGroundLabTest(Lab lab) {
        super(lab);
    }

    @Test
    void a_full_target_pool_is_told_and_the_next_run_after_room_was_made_finishes() throws Exception {
        DatasetName source = filled(3 * SIZE);
        DatasetName pool = new DatasetName(nas2.reserve("tank").lastComponent());
        nas2.shell("truncate -s 96M /var/tmp/" + pool + " && zpool create " + pool + " /var/tmp/" + pool
                + " && head -c 30M /dev/urandom >/" + pool + "/ballast && zpool sync " + pool);
        try {
            DatasetName target = pool.child("copy");
            String task = server().task(source, target);

            JsonNode error = server().failed(server().start(task));
            assertThat(error.get("code").asText()).as(error.toString()).isEqualTo("TARGET_OUT_OF_SPACE");
            nas2.shell("rm /" + pool + "/ballast && zpool sync " + pool);
            server().replicate(task);

            new Copies(nas1, source, nas2, target).assertEqual();
        } finally {
            nas2.shell("zpool destroy -f " + pool + "; rm -f /var/tmp/" + pool);
        }
    }

    @Test
    void what_is_sent_cannot_be_destroyed_and_what_goes_right_after_breaks_no_chain() throws Exception {
        DatasetName source = nas1.filesystem();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        nas1.shell("zfs snapshot " + source + "@base");
        server().replicate(task);
        nas1.shell("head -c " + SIZE + " /dev/urandom >/" + source + "/disk; for s in 1 2 3 4; do zfs snapshot "
                + source + "@$s; done");
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);

        for (String needed : List.of("base", "3", "4")) {
            assertThat(nas1.succeeds("zfs destroy " + source + "@" + needed))
                    .as("destroyed while it is sent: " + needed)
                    .isFalse();
        }
        nas1.shell("zfs destroy -d " + source + "@4");
        held.go();
        server().succeeded(held.run());
        assertThat(nas1.succeeds("zfs list " + source + "@4"))
                .as("what was to be destroyed when nobody needs it any more")
                .isFalse();
        nas1.shell("zfs snapshot " + source + "@5");
        server().replicate(task);

        nas2.shell("zfs destroy " + target + "@4");
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void datasets_destroyed_in_mid_run_on_either_side_do_not_keep_the_others_from_going() throws Exception {
        DatasetName source = nas1.filesystem();
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        nas1.shell("for d in a b c; do zfs create " + source + "/$d; head -c 100000 /dev/urandom >/" + source
                + "/$d/f; done; zfs snapshot -r " + source + "@1");
        server().replicate(task);
        nas1.shell("head -c " + SIZE + " /dev/urandom >/" + source + "/disk; zfs snapshot -r " + source + "@2");
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);

        nas1.shell("zfs release -r datastore-guard:" + task + " " + source + "@2; zfs release -r datastore-guard:"
                + task + " " + source + "@1; zfs destroy -r " + source + "/b");
        nas2.shell("zfs destroy -r " + target + "/c");
        held.go();
        server().rest().ended(held.run());
        assertThat(nas2.snapshots(target.child("b")))
                .as("the copy of what is gone")
                .hasSize(1);
        server().replicate(task);

        nas2.shell("zfs destroy -r " + target + "/b");
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void a_target_with_another_host_key_gets_nothing_until_a_person_has_confirmed_it() throws Exception {
        DatasetName source = filled(100_000);
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        String keys = "/etc/ssh/ssh_host_ed25519_key";
        nas2.shell("cp -a " + keys + " " + keys + ".kept && cp -a " + keys + ".pub " + keys
                + ".pub.kept && rm " + keys + " && ssh-keygen -q -t ed25519 -N '' -f " + keys
                + " && systemctl restart ssh");
        try {
            String fresh = nas2.shell("cut -d' ' -f1,2 " + keys + ".pub");
            JsonNode error = server().failed(server().start(task));
            assertThat(error.get("code").asText()).as(error.toString()).isEqualTo("NAS_HOST_KEY_CHANGED");
            assertThat(error.get("message").asText().split("SHA256:", -1)).hasSize(3);
            assertThat(nas2.exists(target)).isFalse();

            pin(fresh);
            server().replicate(task);

            new Copies(nas1, source, nas2, target).assertEqual();
        } finally {
            nas2.shell("mv " + keys + ".kept " + keys + " && mv " + keys + ".pub.kept " + keys
                    + ".pub && systemctl restart ssh");
            pin(nas2.hostKey());
        }
    }

    private void pin(String hostKey) throws Exception {
        server().rest().ok("PATCH", "/nas-systems/" + server().nas2(), "{\"hostKey\": \"" + hostKey + "\"}");
    }

    @Test
    void partial_state_of_another_dataset_that_bore_the_name_is_dropped_and_its_rest_never_sent() throws Exception {
        DatasetName source = filled(SIZE);
        DatasetName target = nas2.reserve("tank");
        DatasetName kept = nas1.reserve("tank");
        nas1.shell("zfs send " + source + "@a | head -c " + SIZE / 2 + " | ssh -i .ssh/datastore-guard -p "
                + nas2.peerPort() + " -o StrictHostKeyChecking=no -o BatchMode=yes root@" + nas2.peerHost()
                + " 'zfs recv -s -u " + target + "' 2>/dev/null; zfs rename " + source + " " + kept + " && zfs create "
                + source + " && head -c " + SIZE + " /dev/urandom >/" + source + "/disk && zfs snapshot " + source
                + "@a");
        assertThat(nas2.shell("zfs get -H -o value receive_resume_token " + target))
                .isNotEqualTo("-");

        long sent = HeldStream.sentDuring(nas1, () -> server().replicate(server().task(source, target)));

        assertThat(sent).as("the whole dataset, not a rest").isGreaterThan(SIZE);
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void the_same_task_started_twice_sends_once_at_a_time() throws Exception {
        DatasetName source = filled(SIZE);
        DatasetName target = nas2.reserve("tank");
        String task = server().task(source, target);
        HeldStream held = server().startAndHoldAt(task, SIZE / 2);

        String second = server().start(task);
        Answer third = server().rest().call("POST", "/replication-tasks/" + task + "/run", "{}");
        assertThat(third.json().get("code").asText()).isEqualTo("ALREADY_RUNNING");
        assertThat(server().rest().run(second).get("startedAt")).isNull();
        held.go();

        server().succeeded(held.run());
        assertThat(server().succeeded(second).get("steps"))
                .as("nothing was left to send")
                .isEmpty();
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    @Test
    void of_tasks_with_overlapping_targets_that_are_saved_together_one_is_kept() throws Exception {
        DatasetName source = nas1.filesystem();
        DatasetName target = nas2.reserve("tank");
        List<CompletableFuture<Answer>> saved = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String json = server().taskJson("task " + i, source, i % 2 == 0 ? target : target.child("below"));
            saved.add(CompletableFuture.supplyAsync(() -> save(json)));
        }

        Map<Boolean, List<Answer>> answers =
                saved.stream().map(CompletableFuture::join).collect(partitioningBy(answer -> answer.status() == 201));

        assertThat(answers.get(true)).hasSize(1);
        assertThat(answers.get(false)).allMatch(answer -> answer.body().contains("TARGET_OVERLAP"));
    }

    private Answer save(String json) {
        try {
            return server().rest().call("POST", "/replication-tasks", json);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_nas_whose_clock_is_an_hour_off_for_a_while_loses_no_snapshot_and_stays_replicated() throws Exception {
        DatasetName source = filled(100_000);
        DatasetName target = nas2.reserve("tank");
        String replication = server().task(source, target);
        String snapshots = server().rest()
                .ok("POST", "/snapshot-tasks", """
                        {"name": "clock", "source": {"nasSystemId": "%s", "dataset": "%s"},
                         "lifetime": {"value": 1, "unit": "HOUR"},
                         "schedule": {"minute": "0", "hour": "0", "dayOfMonth": "1"}, "timeZone": "UTC"}""".formatted(server().nas1(), source))
                .get("id")
                .asText();
        List<String> taken = new ArrayList<>();
        try {
            for (String step : List.of("+0 minutes", "+61 minutes", "-122 minutes", "+61 minutes")) {
                nas1.shell("date -s '" + step + "'");
                server().succeeded(server().rest()
                        .ok("POST", "/snapshot-tasks/" + snapshots + "/run", "{}")
                        .get("id")
                        .asText());
                assertThat(nas1.snapshots(source)).as("after " + step).containsAll(taken);
                taken = nas1.snapshots(source);
                server().replicate(replication);
            }
        } finally {
            nas1.shell("date -s @" + System.currentTimeMillis() / 1000);
        }
        assertThat(taken).hasSize(5);
        new Copies(nas1, source, nas2, target).assertEqual();
    }

    /** One snapshot {@code @a} with so much that cannot be compressed. */
    private DatasetName filled(long bytes) {
        DatasetName dataset = nas1.filesystem();
        nas1.shell("head -c " + bytes + " /dev/urandom >/" + dataset + "/disk && zfs snapshot " + dataset + "@a");
        return dataset;
    }
}
