package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Gives a target that was received beside the old one the old one's name. Every dataset's newest snapshot is looked at by
 * guid in the very script that renames, and when the second rename fails the first is undone; where even that is cut off, the
 * next run finds the name free and finishes.
 */
final class Replacements {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /**
     * POSIX sh without arguments. Input: lines {@code want SNAPSHOT GUID} for what the new one must hold, then
     * {@code swap TARGET FRESH}. Answers {@code kept TARGET ASIDE}, {@code moved TARGET} or
     * {@code refused TARGET WHY}. Plain renames: where the old one is mounted and in use, ZFS refuses, and it stays.
     */
    static final String BODY = """
            tab=$(printf '\\t'); nl='
            '
            flat() { printf %s "$1" | tr '\\n\\t' '  '; }
            refuse() { printf 'refused\\t%s\\t%s\\n' "$target" "$(flat "$1")"; }
            there() { zfs list -H -o name "$1" </dev/null >/dev/null 2>&1; }
            missing() {
              printf %s "$want" | while IFS= read -r line; do
                case $nl$have$nl in *"$nl$line$nl"*) ;; *) printf '%s ' "${line%%"$tab"*}" ;; esac
              done
            }
            swap() {
              target=$1 fresh=$2 aside=$1-replaced-$(date -u +%Y%m%dT%H%M%SZ)
              if ! have=$(zfs list -Hp -r -t snapshot -o name,guid "$fresh" </dev/null 2>&1); then refuse "$have"; return; fi
              lacks=$(missing)
              if [ -z "$want" ] || [ -n "$lacks" ]; then refuse "the new one does not hold $lacks"; return; fi
              if ! there "$target"; then
                if said=$(zfs rename "$fresh" "$target" </dev/null 2>&1); then printf 'moved\\t%s\\n' "$target"
                else refuse "$said"; fi
                return
              fi
              if ! said=$(zfs rename "$target" "$aside" </dev/null 2>&1); then refuse "$said"; return; fi
              if said=$(zfs rename "$fresh" "$target" </dev/null 2>&1); then
                printf 'kept\\t%s\\t%s\\n' "$target" "$aside"; return
              fi
              if undone=$(zfs rename "$aside" "$target" </dev/null 2>&1); then refuse "$said"
              else refuse "$said; and the old one is now $aside: $undone"; fi
            }
            want=
            while IFS= read -r line; do
              IFS=$tab; set -f; set -- $line; unset IFS
              case $1 in
              want) want="$want$2$tab$3$nl" ;;
              swap) swap "$2" "$3"; want= ;;
              esac
            done <<EOF
            $input
            EOF
            """;

    private final Nas nas;

    Replacements(Nas nas) {
        this.nas = nas;
    }

    /** @throws GuardException when a target could not take its name; NAS_RIGHT_MISSING, TARGET_BUSY, ZFS_FAILED, NAS_* */
    void perform(List<Replacement> replacements, Story story) {
        story.checkCancelled();
        Output output = Answers.orThrow(
                nas.system(),
                nas.run(new Script("datastore-guard:replace", BODY, List.of(), input(replacements)), DEADLINE));
        List<String[]> answers =
                output.stdout().lines().map(line -> line.split("\t", 3)).toList();
        answers.forEach(answer -> tell(answer, story));
        for (String[] answer : answers) {
            if (answer[0].equals("refused")) {
                throw refused(answer[1], answer.length > 2 ? answer[2] : "");
            }
        }
        if (answers.size() != replacements.size()) {
            throw new GuardException(
                    ErrorCode.NAS_ANSWER_UNREADABLE,
                    nas.system().name() + " did not say of all new targets what became of them");
        }
    }

    private static void tell(String[] answer, Story story) {
        switch (answer[0]) {
            case "kept" ->
                story.warn(answer[1] + " was replaced. The old one is kept as " + answer[2]
                        + " until somebody deletes it: zfs destroy -r '" + answer[2] + "'");
            case "moved" -> story.info(answer[1] + " now is what was received beside it");
            default -> story.info(String.join(" ", answer));
        }
    }

    private GuardException refused(String target, String words) {
        ErrorCode code = ZfsErrors.classify(words);
        String grant = code == ErrorCode.NAS_RIGHT_MISSING
                ? ". Grant: zfs allow " + nas.system().user() + " rename,create,mount " + new DatasetName(target).pool()
                : "";
        return GuardException.ofCommand(
                code,
                "What was received beside " + target + " is complete, but could not take its name: " + words + grant,
                words);
    }

    private static List<String> input(List<Replacement> replacements) {
        List<String> input = new ArrayList<>();
        for (Replacement replacement : replacements) {
            replacement.expected().forEach(one -> input.add("want\t" + one.name() + "\t" + one.guid()));
            input.add("swap\t" + replacement.target() + "\t" + replacement.fresh());
        }
        return input;
    }
}
