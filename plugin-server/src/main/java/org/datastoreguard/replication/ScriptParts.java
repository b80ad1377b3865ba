package org.datastoreguard.replication;

/** Pieces of POSIX sh of which {@link TransferScripts} are put together; each says what it needs from the others. */
final class ScriptParts {
    /** Reads {@code $input} by the first word of its lines. */
    static final String INPUT = """
            tab=$(printf '\\t')
            named() { printf '%s\\n' "$input" | sed -n "s/^$1$tab//p"; }
            each() {
              words=$#
              while IFS= read -r one; do set -- "$@" "$one"; done
              [ $# -eq "$words" ] || "$@" </dev/null
            }
            """;

    /** Holds and their note, made and released; needs {@link #INPUT}, {@code $tag} and {@code $holding}. */
    static final String HOLDS = """
            hold() { named tree | each zfs hold -r "$tag" && named hold | each zfs hold "$tag"; }
            release() {
              named tree | each zfs release -r "$tag" && named hold | each zfs release "$tag" &&
                named root | each zfs inherit "$holding"
            }
            rehold() {
              named tree | while IFS= read -r one; do zfs release -r "$tag" "$one" </dev/null; done 2>/dev/null
              named hold | while IFS= read -r one; do zfs release "$tag" "$one" </dev/null; done 2>/dev/null
              hold
            }
            secure() {
              named root | each zfs set "$holding=on" || return 74
              hold || rehold || return 75
            }
            """;

    /**
     * Drops old bookmarks and makes new ones; needs {@link #INPUT} and {@code $tag}. A bookmark says that its snapshot
     * arrived, so it is made only then. {@code zfs destroy} takes datasets and snapshots just as well,
     * so it is only ever given what can be nothing but a bookmark of this task.
     *
     * <p>A channel program makes all bookmarks of a pool at once, or none of them: 20 took 0.12 s on the lab, and 1.9 s one
     * by one. Only root may run one; others, and whoever meets a bookmark that cannot be made, go one by one.
     */
    static final String MARKS = """
            note() { words=$("$@" 2>&1 </dev/null) || printf 'dg\\tnote\\t%s\\n' "$(printf %s "$words" | tr '\\t\\n' '  ')"; }
            few() { count=$((count + 1)); [ $((count % 4)) -ne 0 ] || wait; }
            drop() {
              case $1 in
              *@*) ;;
              ?*"#datastore-guard-${tag#*:}-"?*) note zfs destroy "$1"; return ;;
              esac
              printf 'dg\\tnote\\t%s\\n' "Not a bookmark of this task, so not destroyed: $1"
            }
            drop_old() {
              named drop | { count=0; while IFS= read -r mark; do drop "$mark" & few; done; wait; }
            }
            mark_new() {
              named keep | sed 's/[/@].*//' | sort -u | while IFS= read -r pool; do keep "$pool"; done
            }
            keep() {
              pool=$1
              set --
              while IFS="$tab" read -r snapshot mark; do
                case $snapshot in "$pool"[/@]*) set -- "$@" "$snapshot" "$mark" ;; esac
              done <<EOF
            $(named keep)
            EOF
              at_once "$pool" "$@" >/dev/null 2>&1 || one_by_one "$@"
            }
            at_once() {
              zfs program "$1" - "$@" <<'EOF'
            marks = (...)["argv"]
            for i = 2, #marks, 2 do
              if zfs.check.bookmark(marks[i], marks[i + 1]) ~= 0 then error(marks[i + 1]) end
            end
            for i = 2, #marks, 2 do zfs.sync.bookmark(marks[i], marks[i + 1]) end
            EOF
            }
            one_by_one() {
              count=0
              while [ $# -gt 1 ]; do
                note zfs bookmark "$1" "$2" &
                few
                shift 2
              done
              wait
            }
            """;

    /** Orders and streams in turn on stdout; needs {@link #INPUT}, and {@code orders}, which says them. */
    static final String STREAM = """
            send() {
              IFS=$tab; set -f; set -- $1; unset IFS
              printf 'dg\\tstep\\t%s\\n' "$1" >&2
              case $2 in
              full) zfs send $3 "$5" ;;
              one) zfs send $3 -i "$4" "$5" ;;
              all) zfs send $3 -I "$4" "$5" ;;
              resume) zfs send -v -P -t "$5" ;;
              esac </dev/null
            }
            stream() {
              orders | while IFS= read -r line; do
                case $line in
                "tell$tab"*) printf '%s\\n' "${line#*"$tab"}" ;;
                "send$tab"*) send "${line#*"$tab"}" || exit $? ;;
                esac
              done
            }
            """;

    /** A shell's {@code a | b} forgets the status of {@code a}; each stage tells its own on descriptor 8. */
    static final String STAGE = """
            stage() { stage=$1; shift; "$@" 8>&-; echo "$stage=$?" >&8; }
            """;

    /**
     * Runs {@code carry}, which performs {@code $lane} and returns whether it came to its end, for each lane of the input: the
     * trunk, 0, first, then all others side by side. What a lane says is told with its number and whole line by whole
     * line, since they all write to one pipe. Lanes that begin side by side have {@code prepare} done before them; a lane that
     * begins alone finds {@code $begun} empty. {@code $last} is the number of the last one. Needs {@link #INPUT}.
     */
    static final String LANES = """
            told() { while IFS= read -r word; do printf 'dg\\tlane\\t%s\\t%s\\n' "$lane" "$word"; done; }
            perform() {
              lane=$1
              { { carry || echo "$lane" >&6; } 2>&1 >&9 | told >&2; } 9>&1 | told
            }
            together() {
              exec 5>&1
              failed=$(exec 6>&1 >&5 5>&-
              for one; do perform "$one" & done
              wait)
              [ -z "$failed" ]
            }
            perform_all() {
              set -- $(printf '%s\\n' "$input" | sed -n "s/^\\([0-9][0-9]*\\)$tab.*/\\1/p" | sort -un)
              begun=
              for last; do :; done
              if [ "${1:-}" = 0 ]; then together 0 || return; begun=yes; shift; fi
              [ $# -lt 2 ] || [ -n "$begun" ] || { prepare && begun=yes; } || return
              [ $# -eq 0 ] || together "$@"
            }
            """;

    /**
     * What a function writes, as it goes on the wire; needs {@link #STAGE}, {@code $pack}, the command that packs or
     * nothing, and {@code $limit} in units of 1024 bytes a second or 0. The limit comes last: it is meant for the wire.
     */
    static final String FLOW = """
            lacks() { printf 'dg\\tno-tool\\tsource\\t%s\\n' "$1" >&2; exit 76; }
            has() { command -v "$1" >/dev/null 2>&1; }
            [ -z "$pack" ] || has "${pack%% *}" || lacks "${pack%% *}"
            [ "$limit" -eq 0 ] || has pv || has mbuffer || lacks 'pv or mbuffer'
            slow() { if has pv; then pv -q -L "$((limit * 1024))"; else mbuffer -q -s 16k -m 1M -R "${limit}k"; fi; }
            flow() {
              case ${pack:+packed}$((limit > 0)) in
              0) stage sent "$1" ;;
              1) stage sent "$1" | stage limited slow ;;
              packed0) stage sent "$1" | stage packed $pack ;;
              packed1) stage sent "$1" | stage packed $pack | stage limited slow ;;
              esac
            }
            packed=0 limited=0
            """;

    /** The way to the other machine; needs {@code $user $host $port $alias $pin $key $ciphers}, and what runs there. */
    static final String LINK = """
            key=$HOME/$key
            [ -r "$key" ] || { printf 'dg\\tno-key\\n'; exit 72; }
            umask 077
            known=$(mktemp "${TMPDIR:-/tmp}/datastore-guard.XXXXXX") || exit 73
            trap 'rm -f "$known"' EXIT
            trap 'exit 143' HUP INT TERM
            printf '%s %s\\n' "$alias" "$pin" >"$known"
            link() {
              ssh -F /dev/null -T -e none -i "$key" -l "$user" -p "$port" \\
                -o IdentitiesOnly=yes -o BatchMode=yes -o PreferredAuthentications=publickey \\
                -o StrictHostKeyChecking=yes -o "HostKeyAlias=$alias" -o CheckHostIP=no -o UpdateHostKeys=no \\
                -o "UserKnownHostsFile=$known" -o GlobalKnownHostsFile=/dev/null \\
                -o ControlPath=none -o ClearAllForwardings=yes -o Compression=no -o LogLevel=ERROR \\
                -o "Ciphers=^$ciphers" \\
                -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -- "$host" "$there"
            }
            """;

    /**
     * Receives what {@code flow} wrote; needs {@code $unpack}, the command that unpacks or nothing. Stdin: lines
     * {@code create DATASET}, {@code abort DATASET}, {@code want SNAPSHOT GUID} before the {@code recv NUMBER KIND PROPERTY
     * DATASET OPTION...} that brings it, which is followed by a stream, and {@code end}, whose absence means that the source stopped
     * early. Answers {@code received NUMBER}, {@code refused NUMBER WORDS}, and however it ended, for each wanted snapshot
     * that is there {@code have NAME GUID}. Ends with 0 only when that is all of them.
     */
    static final String TAKE = """
            take() (
              tab=$(printf '\\t')
              status=82 number=0 words=
              refused() {
                printf '%s\\n' "$words" | while IFS= read -r word; do printf 'dg\\trefused\\t%s\\t%s\\n' "$number" "$word"; done
                status=81
              }
              receive() {
                IFS=$tab; set -f; set -- $1; unset IFS
                number=$1 kind=$2 flags=$3 into=$4
                shift 4
                case $kind in
                filesystem) words=$(zfs recv -s -u -o readonly=on -o canmount=noauto -o "$flags" "$@" "$into" 2>&1) ;;
                volume) words=$(zfs recv -s -u -o readonly=on -o "$flags" "$@" "$into" 2>&1) ;;
                more) words=$(zfs recv -s -u "$@" "$into" 2>&1) ;;
                esac || return
                printf 'dg\\treceived\\t%s\\n' "$number"
              }
              have() { [ $# -eq 0 ] || zfs list -Hp -t snapshot -o name,guid "$@" </dev/null; }
              read_back() {
                printf '%s\\n' "$@" | cut -f 1 | {
                  set --
                  while IFS= read -r one; do
                    set -- "$@" "$one"
                    [ $# -lt 500 ] || { have "$@"; set --; }
                  done
                  have "$@"
                }
              }
              confirm() {
                [ $status -eq 0 ] || exec 2>/dev/null
                there=$(read_back "$@")
                [ -z "$there" ] || printf '%s\\n' "$there" | sed "s/^/dg${tab}have${tab}/"
                [ "$(printf '%s\\n' "$there" | sort)" = "$(printf '%s\\n' "$@" | sort)" ] || [ $status -ne 0 ] || status=86
              }
              set --
              while IFS= read -r line; do
                rest=${line#*"$tab"}
                case $line in
                "create$tab"*) words=$(zfs create -o canmount=off "$rest" 2>&1 </dev/null) || refused ;;
                "abort$tab"*) words=$(zfs recv -A "$rest" 2>&1 </dev/null) || refused ;;
                "want$tab"*) set -- "$@" "$rest" ;;
                "recv$tab"*) receive "$rest" || refused ;;
                end) status=0 ;;
                *) words='The stream is out of step'; refused ;;
                esac
                [ $status -eq 82 ] || break
              done
              [ $# -eq 0 ] || confirm "$@"
              exit $status
            )
            unpacked() {
              [ -n "$unpack" ] || { take; return; }
              command -v "${unpack%% *}" >/dev/null 2>&1 || {
                printf 'dg\\tno-tool\\ttarget\\t%s\\n' "${unpack%% *}"
                return 84
              }
              exec 6>&1
              eval "$(exec 5>&1 >&6 6>&-
              { $unpack 5>&-; echo "opened=$?" >&5; } | { take 5>&-; echo "taken=$?" >&5; })"
              [ "$taken" -eq 0 ] || return "$taken"
              [ "$opened" -eq 0 ] || { printf 'dg\\tunpacked\\t%s\\n' "$opened"; return 83; }
            }
            """;

    private ScriptParts() {}
}
