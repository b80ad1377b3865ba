package org.datastoreguard.zfs;

import java.util.Collection;
import java.util.List;

/**
 * The one script that destroys snapshots. Input: a line {@code dataset@label<TAB>guid} for each, those of one dataset
 * together. It answers a line for each, which {@link DestroyAnswer} reads.
 *
 * <p>Nothing else may go by it: the whole input is checked before the first snapshot is touched, a name whose guid on the
 * machine is another one at that moment is left alone, and plain {@code zfs destroy} gets full names only, never an option.
 * ZFS destroys all names of one command or none; where it refuses, they are tried one by one, so that one that is held or
 * cloned does not keep the rest.
 */
public final class DestroyScript {
    /** What {@link #BODY} ends with when it refused its input; nothing was destroyed then. */
    public static final int REFUSED = 65;

    /** POSIX sh without arguments. */
    public static final String BODY = """
            tab=$(printf '\\t'); nl='
            '
            valid() {
              case $1 in -*|@*|*@|*@*@*|*[#%,]*) return 1 ;; *@*) ;; *) return 1 ;; esac
              case ${1#*@} in */*) return 1 ;; esac
              case $2 in ''|*[!0-9]*) return 1 ;; esac
            }
            flat() { printf %s "$1" | tr '\\n\\t' '  '; }
            tell() { printf '%s\\t%s\\t%s\\n' "$1" "$2" "$(flat "$3")"; }
            why() {
              tags=$(zfs holds -H "$1" </dev/null 2>/dev/null | cut -f 2 | sort -u | tr '\\n' ' ')
              clones=$(zfs get -Hp -o value clones "$1" </dev/null 2>/dev/null)
              if [ -n "$tags" ]; then printf 'held by %s' "${tags% }"
              elif [ -n "$clones" ] && [ "$clones" != - ]; then printf 'cloned as %s' "$clones"
              else printf %s "$2"; fi
            }
            one_dead() {
              if said=$(zfs destroy "$1" </dev/null 2>&1); then tell destroyed "$1"; return; fi
              case $said in
              *'could not find any snapshots'*|*'does not exist'*) tell gone "$1" 'is not there any more' ;;
              *) tell kept "$1" "$(why "$1" "$said")" ;;
              esac
            }
            same() {
              case $nl$have$nl in
              *"$nl$1$tab$2$nl"*) return 0 ;;
              *"$nl$1$tab"*) tell gone "$1" 'another snapshot has its name now' ;;
              *"'$1': "*'does not exist'*|*"'$1': no such pool"*) tell gone "$1" 'is not there any more' ;;
              *) tell kept "$1" "cannot be read: $have" ;;
              esac
              return 1
            }
            look() { have=$(zfs list -Hp -t snapshot -o name,guid "$@" </dev/null 2>&1); }
            remove() {
              [ -n "$batch" ] || return 0
              set --
              while IFS= read -r line; do set -- "$@" "${line%%"$tab"*}"; done <<END
            ${batch%"$nl"}
            END
              look "$@"
              names=; sure=
              while IFS= read -r line; do
                if same "${line%%"$tab"*}" "${line#*"$tab"}"; then
                  names="$names,${line#*@}"; names=${names%%"$tab"*}; sure="$sure$line$nl"
                fi
              done <<END
            ${batch%"$nl"}
            END
              batch=; count=0
              [ -n "$sure" ] || return 0
              zfs destroy "$dataset@${names#,}" </dev/null >/dev/null 2>&1; whole=$?
              while IFS= read -r line; do
                name=${line%%"$tab"*}
                if [ "$whole" -eq 0 ]; then tell destroyed "$name"
                else look "$name"; if same "$name" "${line#*"$tab"}"; then one_dead "$name"; fi; fi
              done <<END
            ${sure%"$nl"}
            END
            }
            while IFS= read -r line; do
              valid "${line%%"$tab"*}" "${line#*"$tab"}" || { printf 'not a snapshot and its guid: %s\\n' "$line" >&2; exit 65; }
            done <<EOF
            $input
            EOF
            dataset=; batch=; count=0
            while IFS= read -r next; do
              if [ "${next%%@*}" != "$dataset" ] || [ "$count" -ge 100 ]; then remove; fi
              dataset=${next%%@*}; batch="$batch$next$nl"; count=$((count + 1))
            done <<EOF
            $input
            EOF
            remove
            exit 0
            """;

    private DestroyScript() {}

    /** The input for {@link #BODY}, sorted so that the snapshots of a dataset are destroyed together. */
    public static List<String> input(Collection<Snapshot> snapshots) {
        return snapshots.stream()
                .map(snapshot -> snapshot.name() + "\t" + snapshot.guid())
                .distinct()
                .sorted()
                .toList();
    }
}
