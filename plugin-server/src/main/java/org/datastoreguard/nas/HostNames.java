package org.datastoreguard.nas;

/** The part of a script that tells a machine's own names and addresses; needs the shell function {@code t}. */
final class HostNames {
    static final String SCRIPT = """
            t hostname "$(hostname 2>/dev/null || uname -n)"
            t hostname "$(hostname -f 2>/dev/null)"
            { ip -o addr show 2>/dev/null || ifconfig -a 2>/dev/null; } | while read -r line; do
              set -- $line
              while [ $# -gt 1 ]; do
                case $1 in inet|inet6) t address "${2%%[/%]*}";; esac
                shift
              done
            done
            """;

    private HostNames() {}
}
