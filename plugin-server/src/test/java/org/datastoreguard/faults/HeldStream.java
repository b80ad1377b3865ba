package org.datastoreguard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.lab.Machine;

/**
 * A transfer that was stopped at a known byte by halting the source's ssh, so that a fault strikes there however fast
 * or busy the machines are. The line is slowed down until then, since the byte is watched for only every few hundredths
 * of a second.
 *
 * @param run its id
 */
record HeldStream(String run, Machine source, String ssh) {
    private static final String SLOW = "tc qdisc replace dev eth0 root tbf rate 40mbit burst 64k latency 100ms";
    private static final String FAST = "tc qdisc del dev eth0 root 2>/dev/null || true";
    private static final String CAUGHT = "/tmp/held-stream";

    /** Short buffers: what ssh wrote has nearly arrived. What it read need not: it reads ahead by its window of 2 MB. */
    private static final String SHORT_BUFFERS = "sysctl -qw net.ipv4.tcp_wmem='4096 65536 65536'";

    private static final String WATCH = """
            rm -f %1$s
            nohup sh -c '
              all=
              for i in $(seq 4000); do
                [ -n "$all" ] && [ $((i %% 10)) -ne 0 ] || all=$(pgrep -f "^ssh .*[H]ostKeyAlias=datastore-guard-%2$s")
                for p in $all; do
                  n=$(sed -n "s/^wchar: //p" /proc/$p/io 2>/dev/null)
                  if [ "${n:-0}" -ge %3$d ]; then kill -STOP $p && echo $p >%1$s; exit; fi
                done
                sleep 0.03
              done
            ' >/dev/null 2>&1 </dev/null &
            """;

    private static final String AWAIT =
            "for i in $(seq 600); do [ ! -s %1$s ] || { cat %1$s; exit; }; sleep 0.1; done; exit 1".formatted(CAUGHT);

    /** Laid before the run starts. */
    record Trap(Machine source) {
        HeldStream caught(String run) {
            return new HeldStream(run, source, source.shell(AWAIT));
        }
    }

    static Trap trap(Machine source, String targetId, long bytes) {
        source.shell(SLOW + " && " + SHORT_BUFFERS + "\n" + WATCH.formatted(CAUGHT, targetId, bytes));
        return new Trap(source);
    }

    /** Lets it go on, at the line's full speed. */
    void go() {
        source.shell(FAST + "; kill -CONT " + ssh);
    }

    /** Undoes what a trap changed on the machine; harmless where nothing was. */
    static void tidy(Machine source) {
        source.shell(FAST + "; sysctl -qw net.ipv4.tcp_wmem='4096 16384 4194304'; rm -f " + CAUGHT);
    }

    /** Bytes that the source put on its line while {@code action} went on. */
    static long sentDuring(Machine source, Action action) throws Exception {
        long before = sent(source);
        action.run();
        long sent = sent(source) - before;
        assertThat(sent).as("bytes on the line").isPositive();
        return sent;
    }

    private static long sent(Machine source) {
        return Long.parseLong(source.shell("cat /sys/class/net/eth0/statistics/tx_bytes"));
    }

    interface Action {
        void run() throws Exception;
    }
}
