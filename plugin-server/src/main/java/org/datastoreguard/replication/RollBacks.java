package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Rolls targets back. What the plan saw is looked at again in the very script that acts: the base must still carry its
 * guid, and what is newer must be exactly what was announced as lost and neither held nor cloned; otherwise the dataset is
 * left as it is.
 */
final class RollBacks {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /**
     * POSIX sh without arguments. Input: lines {@code lose NAME GUID} for what is lost of the dataset whose line
     * {@code back DATASET BASE GUID PARTIAL} follows; the last word is {@code partial} where an interrupted receive has to
     * be dropped first, since ZFS cannot roll back beneath it. Answers {@code done DATASET} or {@code refused DATASET WHY}.
     *
     * <p>{@code -r} only where something newer is known to go: without it, ZFS itself refuses to destroy what came since.
     */
    static final String BODY = """
            tab=$(printf '\\t'); nl='
            '
            flat() { printf %s "$1" | tr '\\n\\t' '  '; }
            refuse() { printf 'refused\\t%s\\t%s\\n' "$dataset" "$(flat "$1")"; }
            sorted() { printf '%s\\n' "$1" | grep . | sort; }
            kept() {
              [ $# -eq 0 ] || zfs get -Hp -o name,property,value userrefs,clones "$@" </dev/null 2>&1 |
                while IFS=$tab read -r name property value; do
                  case $property:$value in
                  userrefs:0|userrefs:-|clones:|clones:-) ;;
                  userrefs:*) printf '%s is held by %s; ' "$name" \\
                    "$(zfs holds -H "$name" </dev/null 2>/dev/null | cut -f 2 | sort -u | tr '\\n' ' ')" ;;
                  clones:*) printf '%s is cloned as %s; ' "$name" "$value" ;;
                  *) printf '%s; ' "$name $property $value" ;;
                  esac
                done
            }
            keepers() {
              set --
              while IFS= read -r line; do
                case $line in *@*"$tab"*) set -- "$@" "${line%%"$tab"*}" ;; esac
                [ $# -lt 200 ] || { kept "$@"; set --; }
              done <<END
            $newer
            END
              kept "$@"
            }
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
              why=$(keepers)
              if [ -n "$why" ]; then refuse "${why%; }"; return; fi
              if [ "$4" = partial ] && ! said=$(zfs recv -A "$dataset" </dev/null 2>&1); then refuse "$said"; return; fi
              if [ -z "$newer" ]; then said=$(zfs rollback "$base" </dev/null 2>&1)
              else said=$(zfs rollback -r "$base" </dev/null 2>&1); fi
              if [ $? -eq 0 ]; then printf 'done\\t%s\\n' "$dataset"; else refuse "$said"; fi
            }
            lost=
            while IFS= read -r line; do
              IFS=$tab; set -f; set -- $line; unset IFS
              case $1 in
              lose) lost="$lost$2$tab$3$nl" ;;
              back) back "$2" "$3" "$4" "$5"; lost= ;;
              esac
            done <<EOF
            $input
            EOF
            """;

    private final Nas nas;

    RollBacks(Nas nas) {
        this.nas = nas;
    }

    /**
     * @return why a dataset was left as it is, by name; empty when all were rolled back
     * @throws GuardException NAS_*
     */
    Map<DatasetName, String> perform(List<RollBack> rollBacks, Story story) {
        story.checkCancelled();
        Output output = Answers.orThrow(
                nas.system(),
                nas.run(new Script("datastore-guard:roll-back", BODY, List.of(), input(rollBacks)), DEADLINE));
        Map<DatasetName, String> refused = new LinkedHashMap<>();
        Map<DatasetName, RollBack> open = new LinkedHashMap<>();
        rollBacks.forEach(rollBack -> open.put(rollBack.dataset(), rollBack));
        for (String line : output.stdout().lines().toList()) {
            String[] fields = line.split("\t", 3);
            RollBack rollBack = fields.length < 2 ? null : open.remove(new DatasetName(fields[1]));
            if (rollBack != null && fields[0].equals("done")) {
                story.warn("Rolled " + rollBack.dataset() + " back to @"
                        + rollBack.base().label() + ". Lost: " + rollBack.loss());
            } else if (rollBack != null) {
                refused.put(rollBack.dataset(), fields[fields.length - 1]);
            }
        }
        open.keySet().forEach(silent -> refused.put(silent, "the machine did not say what became of it"));
        refused.replaceAll(this::withGrant);
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
