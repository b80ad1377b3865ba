package org.datastoreguard.replication;

/**
 * The two scripts of a direct transfer. The source's runs under the leash of this server; inside it, one ssh to the target
 * runs the other, whose stdin carries orders and streams in turn: a line says what comes next, and each {@code zfs recv}
 * reads exactly its one stream. Either side stops at its first failure, so that nothing is ever received out of place.
 *
 * <p>What the server shall read begins with {@code dg} and a tab, so that a chatty login shell does no harm.
 */
final class TransferScripts {
    static final String MARK = "dg\t";

    /**
     * Drops old bookmarks beside the transfer and makes new ones after it; uses {@code named}, {@code $tag} and {@code $tab}. {@code zfs destroy}
     * takes datasets and snapshots just as well, so it is only ever given what can be nothing but a bookmark of this task.
     *
     * <p>A channel program makes all bookmarks of a pool at once, or none of them: 20 took 0.12 s on the lab, and 1.9 s one
     * by one. Only root may run one; others, and whoever meets a bookmark that cannot be made, go one by one.
     */
    static final String MARKS = """
            note() { words=$("$@" 2>&1 </dev/null) || printf 'dg\tnote\t%s\n' "$(printf %s "$words" | tr '\t\n' '  ')"; }
            few() { count=$((count + 1)); [ $((count % 4)) -ne 0 ] || wait; }
            drop() {
              case $1 in
              *@*) ;;
              ?*"#datastore-guard-${tag#*:}-"?*) note zfs destroy "$1"; return ;;
              esac
              printf 'dg\tnote\t%s\n' "Not a bookmark of this task, so not destroyed: $1"
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

    /**
     * Arguments: hold tag, property that tells of holds, user, host, port, host key alias, pinned host key, the target's
     * command line, and where below {@code $HOME} the source's own private key lies. Input: lines {@code root DATASET}, {@code hold SNAPSHOT}, {@code tree SNAPSHOT}
     * for one with all of that name below, {@code keep SNAPSHOT BOOKMARK},
     * {@code drop BOOKMARK}, and in order {@code tell LINE} and {@code send NUMBER KIND FLAGS BASE TO}.
     *
     * <p>The exit status of every stage is kept: a shell's {@code a | b} forgets a's. Holds come while ssh is still
     * shaking hands, and go only when the target has answered. A bookmark says that its snapshot arrived, so it is made only
     * then.
     */
    static final String SOURCE = """
            tag=$1 holding=$2 user=$3 host=$4 port=$5 alias=$6 pin=$7 there=$8
            tab=$(printf '\\t')
            key=$HOME/$9
            [ -r "$key" ] || { printf 'dg\\tno-key\\n'; exit 72; }
            umask 077
            known=$(mktemp "${TMPDIR:-/tmp}/datastore-guard.XXXXXX") || exit 73
            trap 'rm -f "$known"' EXIT
            trap 'exit 143' HUP INT TERM
            printf '%s %s\\n' "$alias" "$pin" >"$known"
            named() { printf '%s\\n' "$input" | sed -n "s/^$1$tab//p"; }
            each() {
              words=$#
              while IFS= read -r one; do set -- "$@" "$one"; done
              [ $# -eq "$words" ] || "$@" </dev/null
            }
            hold() { named tree | each zfs hold -r "$tag" && named hold | each zfs hold "$tag"; }
            release() {
              named tree | each zfs release -r "$tag" && named hold | each zfs release "$tag" &&
                named root | each zfs inherit "$holding"
            }
            """ + MARKS + """
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
            rehold() {
              named tree | while IFS= read -r one; do zfs release -r "$tag" "$one" </dev/null; done 2>/dev/null
              named hold | while IFS= read -r one; do zfs release "$tag" "$one" </dev/null; done 2>/dev/null
              hold
            }
            feed() {
              named root | each zfs set "$holding=on" || return 74
              hold || rehold || return 75
              printf '%s\\n' "$input" | while IFS= read -r line; do
                case $line in
                "tell$tab"*) printf '%s\\n' "${line#*"$tab"}" ;;
                "send$tab"*) send "${line#*"$tab"}" || exit $? ;;
                esac
              done
            }
            deliver() {
              ssh -F /dev/null -T -e none -i "$key" -l "$user" -p "$port" \\
                -o IdentitiesOnly=yes -o BatchMode=yes -o PreferredAuthentications=publickey \\
                -o StrictHostKeyChecking=yes -o "HostKeyAlias=$alias" -o CheckHostIP=no -o UpdateHostKeys=no \\
                -o "UserKnownHostsFile=$known" -o GlobalKnownHostsFile=/dev/null \\
                -o ControlPath=none -o ClearAllForwardings=yes -o Compression=no -o LogLevel=ERROR \\
                -o Ciphers=^aes256-gcm@openssh.com,aes128-gcm@openssh.com \\
                -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -- "$host" "$there"
            }
            drop_old </dev/null &
            exec 7>&1
            eval "$(exec 8>&1 >&7 7>&-
            { feed 8>&-; echo "sent=$?" >&8; } | { deliver 8>&-; echo "delivered=$?" >&8; })"
            wait
            [ "$sent$delivered" != 00 ] || mark_new </dev/null
            release
            printf 'dg\\tsent\\t%s\\n' "$sent"
            printf 'dg\\tdelivered\\t%s\\n' "$delivered"
            [ "$sent$delivered" = 00 ]
            """;

    /**
     * Stdin: lines {@code create DATASET}, {@code abort DATASET}, {@code recv NUMBER KIND PROPERTY DATASET} followed by a
     * stream, {@code want SNAPSHOT}, and {@code end}, whose absence means that the source stopped early. Answers
     * {@code received NUMBER}, {@code refused NUMBER WORDS}, and for each wanted snapshot {@code have NAME GUID}.
     */
    static final String TARGET = """
            tab=$(printf '\\t')
            over= number=0 words=
            refuse() {
              printf '%s\\n' "$words" | while IFS= read -r word; do printf 'dg\\trefused\\t%s\\t%s\\n' "$number" "$word"; done
              exit 81
            }
            receive() {
              IFS=$tab; set -f; set -- $1; unset IFS
              number=$1
              case $2 in
              filesystem) words=$(zfs recv -s -u -o readonly=on -o canmount=noauto -o "$3" "$4" 2>&1) ;;
              volume) words=$(zfs recv -s -u -o readonly=on -o "$3" "$4" 2>&1) ;;
              more) words=$(zfs recv -s -u "$4" 2>&1) ;;
              esac || refuse
              printf 'dg\\treceived\\t%s\\n' "$number"
            }
            set --
            while IFS= read -r line; do
              rest=${line#*"$tab"}
              case $line in
              "create$tab"*) words=$(zfs create -o canmount=off "$rest" 2>&1 </dev/null) || refuse ;;
              "abort$tab"*) words=$(zfs recv -A "$rest" 2>&1 </dev/null) || refuse ;;
              "recv$tab"*) receive "$rest" ;;
              "want$tab"*) set -- "$@" "$rest" ;;
              end) over=1; break ;;
              *) words='The stream is out of step'; refuse ;;
              esac
            done
            [ -n "$over" ] || exit 82
            [ $# -eq 0 ] || zfs list -Hp -t snapshot -o name,guid "$@" </dev/null | sed "s/^/dg${tab}have${tab}/"
            """;

    private TransferScripts() {}
}
