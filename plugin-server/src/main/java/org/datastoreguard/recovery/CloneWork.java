package org.datastoreguard.recovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.snapshot.Attempts;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;

/** Clones a snapshot, signed with its run so that a repeated attempt finds what a former one made. */
final class CloneWork implements Work {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /**
     * Arguments: snapshot, guid, clone, run. What the parent is shared by, the clone would be too: switched off where it is
     * on. An account that may not mount makes the clone and fails; whether it is there says its signature.
     */
    private static final String MAKE = """
            snapshot=$1 guid=$2 clone=$3 run=$4
            signed() { zfs get -Hp -s local -o value org.datastoreguard:run "$clone" </dev/null 2>/dev/null; }
            of_clone() { zfs get -Hp -o value "$1" "$clone" </dev/null; }
            said=
            if [ "$(signed)" = "$run" ]; then
              echo again
            else
              is=$(zfs get -Hp -o value guid "$snapshot" </dev/null) || exit 1
              [ "$is" = "$guid" ] || { echo other; exit 0; }
              if zfs list -Hp -o name "$clone" </dev/null >/dev/null 2>&1; then echo taken; exit 0; fi
              kind=$(zfs get -Hp -o value type "${snapshot%@*}" </dev/null) || exit 1
              set -- -o readonly=off -o "org.datastoreguard:run=$run"
              if [ "$kind" = filesystem ]; then
                for share in sharenfs sharesmb; do
                  above=$(zfs get -Hp -o value "$share" "${clone%/*}" </dev/null) || exit 1
                  [ "$above" = off ] || [ "$above" = - ] || set -- "$@" -o "$share=off"
                done
              fi
              said=$(zfs clone "$@" "$snapshot" "$clone" </dev/null 2>&1)
              [ "$(signed)" = "$run" ] || { printf '%s\\n' "$said" >&2; exit 1; }
              echo made
            fi
            kind=$(of_clone type) || exit 1
            printf 'kind\\t%s\\n' "$kind"
            case $kind in
            filesystem)
              where=$(of_clone mountpoint) mounted=$(of_clone mounted)
              case $mounted:$where in
              no:/*) said=$(zfs mount "$clone" </dev/null 2>&1); mounted=$(of_clone mounted) ;;
              esac
              printf 'mountpoint\\t%s\\nmounted\\t%s\\n' "$where" "$mounted"
              ;;
            volume)
              device=/dev/zvol/$clone
              [ -e "$device" ] || device=/dev/zvol/$(printf %s "$clone" | tr ' ' '+')
              printf 'device\\t%s\\n' "$device"
              ;;
            esac
            printf 'said\\t%s\\n' "$(printf %s "$said" | tr '\\n\\t' '  ')"
            """;

    private final RestoreOrder order;
    private final DatasetName name;
    private final String runId;
    private final Nas nas;
    private final boolean oneOfSeveral;

    /** @param oneOfSeveral whether the datastore lies on other datasets too */
    CloneWork(RestoreOrder order, DatasetName name, String runId, Nas nas, boolean oneOfSeveral) {
        this.order = order;
        this.name = name;
        this.runId = runId;
        this.nas = nas;
        this.oneOfSeveral = oneOfSeveral;
    }

    /** @throws GuardException NOT_FOUND; NAME_TAKEN; NAS_*; ZFS_FAILED */
    @Override
    public void perform(Story story) {
        new Attempts(story).until(() -> attempt(story));
    }

    private void attempt(Story story) {
        story.checkCancelled();
        List<String> arguments =
                List.of(order.snapshot().toString(), order.guid().toString(), name.value(), runId);
        Output output = nas.run(new Script("datastore-guard:clone", MAKE, arguments, List.of()), DEADLINE);
        if (!output.ok()) {
            throw failure(output);
        }
        List<String> lines = output.stdout().lines().toList();
        String made = lines.isEmpty() ? "" : lines.get(0);
        switch (made) {
            case "made" -> story.info("Cloned " + order.snapshot() + " as " + name);
            case "again" -> story.info(name + " is there already, made by this run before it was interrupted");
            case "taken" ->
                throw new GuardException(
                        ErrorCode.NAME_TAKEN, "There is a dataset " + name + " by now; choose another name");
            case "other" ->
                throw new GuardException(
                        ErrorCode.NOT_FOUND, order.snapshot() + " is another snapshot by now; nothing was cloned");
            default ->
                throw new GuardException(
                        ErrorCode.NAS_ANSWER_UNREADABLE,
                        nas.system().name() + " does not say what became of the clone");
        }
        tell(facts(lines), story);
    }

    private GuardException failure(Output output) {
        GuardException cause = Answers.failure(nas.system(), output);
        if (cause.code() != ErrorCode.NAS_RIGHT_MISSING) {
            return cause;
        }
        return GuardException.ofCommand(
                cause.code(),
                cause.message() + ". A clone needs: zfs allow " + nas.system().user()
                        + " clone,create,mount,readonly,userprop " + name.pool(),
                output.stderr());
    }

    private static Map<String, String> facts(List<String> lines) {
        Map<String, String> facts = new HashMap<>();
        lines.stream()
                .map(line -> line.split("\t", 2))
                .filter(fields -> fields.length == 2)
                .forEach(fields -> facts.put(fields[0], fields[1]));
        return facts;
    }

    private void tell(Map<String, String> facts, Story story) {
        if (oneOfSeveral) {
            story.warn("The datastore lies on several datasets, and this is a clone of one of them only: its filesystem"
                    + " can be read only when all of them are cloned from the same moment");
        }
        if (facts.containsKey("device")) {
            story.info(
                    "Device: " + facts.get("device") + ". Offer it to the hosts as a disk of its own, rescan, and mount"
                            + " the VMFS datastore on it with a new signature");
        } else {
            tellMount(facts, story);
        }
        story.info("When it is done with: remove it from vCenter, then zfs destroy " + name + ". Until then "
                + order.snapshot() + " cannot be deleted");
    }

    private static void tellMount(Map<String, String> facts, Story story) {
        String where = facts.getOrDefault("mountpoint", "");
        if (facts.getOrDefault("mounted", "").equals("yes")) {
            story.info("Mounted at " + where
                    + ", and not shared. Share it as the original is, and add it to the hosts as a"
                    + " datastore of another name");
        } else {
            String said = facts.getOrDefault("said", "").strip();
            story.warn("Not mounted (mountpoint: " + where + ")" + (said.isEmpty() ? "" : ": " + said)
                    + ". Mount it on the machine, share it as the original is, and add it to the hosts as a datastore of"
                    + " another name");
        }
    }
}
