package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * Rolls datasets back: targets as their tasks allow, and what a person ordered. What the plan saw is looked at again in the
 * very script that acts: the base must still carry its guid, and what is newer must be exactly what was announced as lost and
 * neither held nor cloned; otherwise the dataset is left as it is.
 */
public final class RollBacks {
    /**
     * The user property on a dataset that was rolled back on somebody's order: which order, and whether it was begun or done.
     * A roll back leaves properties alone, so it tells a repeated attempt what a former one did.
     */
    public static final String MARK = "org.datastoreguard:rolled-back";

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /**
     * POSIX sh without arguments. Input: lines {@code lose NAME GUID} for what is lost of the dataset whose line
     * {@code back DATASET BASE GUID PARTIAL} follows; the last word is {@code partial} where an interrupted receive has to
     * be dropped first, since ZFS cannot roll back beneath it. Answers {@code done DATASET} or {@code refused DATASET WHY}.
     *
     * <p>Lines {@code mine TAG} name tags of holds that may be released, {@code released DATASET WHAT} says so; nothing is
     * released where anything else stands against the roll back. A line {@code marks BEFORE AFTER} has {@link #MARK} set to
     * these. Between the two, a signal does not end the script, so that the second is hardly ever missing.
     *
     * <p>{@code -r} only where something newer is known to go: without it, ZFS itself refuses to destroy what came since.
     */
    static final String BODY = """
            tab=$(printf '\\t'); nl='
            '
            flat() { printf %s "$1" | tr '\\n\\t' '  '; }
            refuse() { printf 'refused\\t%s\\t%s\\n' "$dataset" "$(flat "$1")"; }
            sorted() { printf '%s\\n' "$1" | grep . | sort; }
            only_mine() {
              [ -n "$mine" ] || return 1
              [ "$(zfs holds -H "$1" </dev/null 2>/dev/null | cut -f 2 | grep -cFx -e "${mine%"$nl"}")" = "$2" ]
            }
            kept() {
              [ $# -eq 0 ] || zfs get -Hp -o name,property,value userrefs,clones "$@" </dev/null 2>&1 |
                while IFS=$tab read -r name property value; do
                  case $property:$value in
                  userrefs:0|userrefs:-|clones:|clones:-) ;;
                  userrefs:*) only_mine "$name" "$value" || printf '%s is held by %s; ' "$name" \\
                    "$(zfs holds -H "$name" </dev/null 2>/dev/null | cut -f 2 | sort -u | tr '\\n' ' ')" ;;
                  clones:*) printf '%s is cloned as %s; ' "$name" "$value" ;;
                  *) printf '%s; ' "$name $property $value" ;;
                  esac
                done
            }
            release() {
              [ $# -eq 0 ] || zfs get -Hp -o name,value userrefs "$@" </dev/null | while IFS=$tab read -r name value; do
                [ "$value" = 0 ] || [ "$value" = - ] ||
                  zfs holds -H "$name" </dev/null | cut -f 2 | grep -Fx -e "${mine%"$nl"}" | while IFS= read -r tag; do
                    zfs release "$tag" "$name" </dev/null &&
                      printf 'released\\t%s\\t%s\\n' "$dataset" "$tag on $name"
                  done
              done
            }
            of_newer() {
              each=$1
              set --
              while IFS= read -r line; do
                case $line in *@*"$tab"*) set -- "$@" "${line%%"$tab"*}" ;; esac
                [ $# -lt 200 ] || { $each "$@"; set --; }
              done <<END
            $newer
            END
              $each "$@"
            }
            mark() { [ -z "$1" ] || said=$(zfs set "org.datastoreguard:rolled-back=$1" "$dataset" </dev/null 2>&1); }
            back() {
              dataset=$1 base=$1@$2
              if ! have=$(zfs list -Hp -d 1 -t snapshot,bookmark -o name,guid,createtxg "$dataset" </dev/null 2>&1); then
                refuse "$have"; return
              fi
              txg=$(printf '%s\\n' "$have" | while IFS=$tab read -r name guid born; do
                [ "$name$tab$guid" != "$base$tab$3" ] || printf %s "$born"
              done)
              if [ -z "$txg" ]; then refuse "$base is not there any more with the guid $3"; return; fi
              newer=$(printf '%s\\n' "$have" | while IFS=$tab read -r name guid born; do
                [ "$born" -le "$txg" ] || printf '%s\\t%s\\n' "$name" "$guid"
              done)
              if [ "$(sorted "$newer")" != "$(sorted "$lost")" ]; then
                refuse 'what is newer than the base has changed since it was listed'; return
              fi
              why=$(of_newer kept)
              if [ -n "$why" ]; then refuse "${why%; }"; return; fi
              [ -z "$before" ] || trap '' HUP INT TERM
              if ! mark "$before"; then refuse "$said"; return; fi
              if [ -n "$mine" ]; then
                of_newer release
                why=$(mine=; of_newer kept)
                if [ -n "$why" ]; then refuse "${why%; }"; return; fi
              fi
              if [ "$4" = partial ] && ! said=$(zfs recv -A "$dataset" </dev/null 2>&1); then refuse "$said"; return; fi
              if [ -z "$newer" ]; then said=$(zfs rollback "$base" </dev/null 2>&1)
              else said=$(zfs rollback -r "$base" </dev/null 2>&1); fi
              if [ $? -ne 0 ]; then refuse "$said"; return; fi
              mark "$after"
              printf 'done\\t%s\\n' "$dataset"
            }
            lost= mine= before= after=
            while IFS= read -r line; do
              IFS=$tab; set -f; set -- $line; unset IFS
              case $1 in
              lose) lost="$lost$2$tab$3$nl" ;;
              mine) mine="$mine$2$nl" ;;
              marks) before=$2 after=$3 ;;
              back) back "$2" "$3" "$4" "$5"; lost= ;;
              esac
            done <<EOF
            $input
            EOF
            """;

    private final Nas nas;

    public RollBacks(Nas nas) {
        this.nas = nas;
    }

    /**
     * What somebody accepted who ordered a roll back.
     *
     * @param releasable tags of holds on what is lost that are released first; none unless it was asked for
     * @param before what {@link #MARK} is while it is under way
     * @param after what it is when it is done
     */
    public record Leave(Set<String> releasable, String before, String after) {
        public Leave {
            releasable = Set.copyOf(releasable);
        }
    }

    /**
     * @return why a dataset was left as it is, by name; empty when all were rolled back
     * @throws GuardException NAS_*
     */
    Map<DatasetName, String> perform(List<RollBack> rollBacks, Story story) {
        story.checkCancelled();
        return answered(rollBacks, run(input(rollBacks)), story::warn, story);
    }

    /**
     * Rolls one dataset back as a person ordered.
     *
     * @return why it was left as it is, with the holds that were released all the same; empty when it was rolled back
     * @throws GuardException NAS_*
     */
    public Optional<String> perform(RollBack rollBack, Leave leave, Story story) {
        List<String> input = new ArrayList<>();
        leave.releasable().stream().sorted().forEach(tag -> input.add("mine\t" + tag));
        input.add("marks\t" + leave.before() + "\t" + leave.after());
        input.addAll(input(List.of(rollBack)));
        story.checkCancelled();
        return Optional.ofNullable(
                answered(List.of(rollBack), run(input), story::info, story).get(rollBack.dataset()));
    }

    private Output run(List<String> input) {
        return Answers.orThrow(
                nas.system(), nas.run(new Script("datastore-guard:roll-back", BODY, List.of(), input), DEADLINE));
    }

    private Map<DatasetName, String> answered(
            List<RollBack> rollBacks, Output output, Consumer<String> rolledBack, Story story) {
        Map<DatasetName, String> refused = new LinkedHashMap<>();
        Map<DatasetName, String> released = new LinkedHashMap<>();
        Map<DatasetName, RollBack> open = new LinkedHashMap<>();
        rollBacks.forEach(rollBack -> open.put(rollBack.dataset(), rollBack));
        for (String line : output.stdout().lines().toList()) {
            String[] fields = line.split("\t", 3);
            if (fields.length == 3 && fields[0].equals("released")) {
                story.info("Released the hold " + fields[2]);
                released.merge(new DatasetName(fields[1]), fields[2], (one, more) -> one + ", " + more);
                continue;
            }
            RollBack rollBack = fields.length < 2 ? null : open.remove(new DatasetName(fields[1]));
            if (rollBack != null && fields[0].equals("done")) {
                rolledBack.accept("Rolled " + rollBack.dataset() + " back to @"
                        + rollBack.base().label() + ". Lost: " + rollBack.loss());
            } else if (rollBack != null) {
                refused.put(rollBack.dataset(), fields[fields.length - 1]);
            }
        }
        open.keySet().forEach(silent -> refused.put(silent, "the machine did not say what became of it"));
        refused.replaceAll(this::withGrant);
        refused.replaceAll((dataset, why) -> released.containsKey(dataset)
                ? why + ". Released before that: the hold " + released.get(dataset)
                : why);
        return refused;
    }

    private String withGrant(DatasetName dataset, String words) {
        return ZfsErrors.classify(words) == ErrorCode.NAS_RIGHT_MISSING
                ? words + ". Grant: zfs allow " + nas.system().user() + " rollback,destroy,mount " + dataset.pool()
                : words;
    }

    private static List<String> input(List<RollBack> rollBacks) {
        List<String> input = new ArrayList<>();
        for (RollBack rollBack : rollBacks) {
            rollBack.lost().forEach(lost -> input.add("lose\t" + lost.name() + "\t" + lost.guid()));
            input.add("back\t" + rollBack.dataset() + "\t" + rollBack.base().label() + "\t"
                    + rollBack.base().guid() + "\t"
                    + (rollBack.target().state().resumeToken() == null ? "whole" : "partial"));
        }
        return input;
    }
}
