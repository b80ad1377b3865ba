package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends what a former run of the same task left running, after a server was killed or a link was cut: before both sides are
 * listed, no process of the task may still change them. Only processes whose shell carries the task's exact name are
 * touched, with the process group each of them leads.
 */
final class Leftovers {
    /**
     * A piece of POSIX sh; its argument, the name, stands first and is shifted away. Where Linux tells at once that no
     * process has that word, as nearly always, {@code ps} is not asked: it takes longer than the listing that follows.
     */
    static final String END = """
            some() {
              [ -r /proc/self/cmdline ] || return 0
              grep -qszxF -e "$1" /proc/[0-9]*/cmdline
              [ $? -ne 1 ]
            }
            leftovers() {
              some "$1" || return 0
              ps -A -o pid= -o pgid= -o args= 2>/dev/null | grep -F -- " $1 " | while read -r pid group command; do
                case $command in
                "sh -c "*|"/bin/sh -c "*) [ "$pid" != "$group" ] || printf '%s\\n' "$pid" ;;
                esac
              done
            }
            marker=$1
            shift
            for signal in TERM TERM KILL; do
              old=$(leftovers "$marker")
              [ -n "$old" ] || break
              for leader in $old; do kill -s "$signal" -- "-$leader"; done 2>/dev/null
              sleep 1
            done
            """;

    private Leftovers() {}

    static List<String> arguments(Marker marker, List<String> rest) {
        List<String> arguments = new ArrayList<>();
        arguments.add(marker.tag());
        arguments.addAll(rest);
        return arguments;
    }
}
