package org.datastoreguard.replication;

/**
 * The scripts of a transfer. One of them runs under the leash of this server; inside it, one ssh to the other machine (none
 * when there is no other) runs the second. In a relay both run under a leash. Between them goes one pipe in which orders and streams take turns: a line
 * says what comes next, and each {@code zfs recv} reads exactly its one stream. Either side stops at its first failure, so
 * that nothing is ever received out of place.
 *
 * <p>What the server shall read begins with {@code dg} and a tab, so that a chatty login shell does no harm.
 */
final class TransferScripts {
    static final String MARK = "dg\t";

    /**
     * How a push goes on, over ssh or not: nothing is sent that is not held, and holds go only when the other side has answered.
     * A lane that is alone makes them while its line is set up; those side by side find them made. Old bookmarks are dropped
     * while the last lane's stream is still being received: each waits for the disks, and so would a {@code zfs send} beside
     * it. The status of every stage is told.
     */
    private static final String CARRY = """
            orders() { named "$lane"; }
            prepare() { secure || { printf 'dg\\t%s\\t%s\\n' sent $? delivered 0; return 1; }; }
            held() { [ -n "$begun" ] || secure >&2 || return; stream; }
            carry() {
              exec 7>&1
              eval "$(exec 8>&1 >&7
              { flow held 7>&-; exec >&7 7>&-; [ "$lane" != "$last" ] || drop_old </dev/null; } | stage delivered deliver 7>&-)"
              printf 'dg\\t%s\\t%s\\n' sent "$sent" packed "$packed" limited "$limited" delivered "$delivered"
              [ "$sent$packed$limited$delivered" = 0000 ]
            }
            perform_all
            arrived=$?
            [ $arrived -ne 0 ] || mark_new </dev/null
            release
            [ $arrived -eq 0 ]
            """;

    private static final String SENDER = ScriptParts.INPUT
            + ScriptParts.HOLDS
            + ScriptParts.MARKS
            + ScriptParts.STREAM
            + ScriptParts.STAGE
            + ScriptParts.LANES;

    /**
     * On the source. Arguments: hold tag, property that tells of holds, command that packs, limit, the target's command
     * line, then user, host, port, host key alias, pinned host key, ciphers, and where below {@code $HOME} the machine's own
     * private key lies. Input: as {@link TransferOrder} writes it.
     */
    static final String PUSH = """
            tag=$1 holding=$2 pack=$3 limit=$4 there=$5
            shift 5
            user=$1 host=$2 port=$3 alias=$4 pin=$5 ciphers=$6 key=$7
            """ + ScriptParts.LINK + SENDER + ScriptParts.FLOW + "deliver() { link; }\n" + CARRY;

    /** On the one machine that is source and target. Arguments and input: the first five of {@link #PUSH}. */
    static final String LOCAL = """
            tag=$1 holding=$2 pack=$3 limit=$4 there=$5
            """ + SENDER + ScriptParts.FLOW + "deliver() { sh -c \"$there\"; }\n" + CARRY;

    /** On the receiving end of a push or a relay. Argument: the command that unpacks. */
    static final String TARGET = "unpack=$1\n" + ScriptParts.TAKE + "unpacked\n";

    /** What a login shell says before goes by unread; a stream begins behind this line. */
    private static final String BEGIN = "begin='datastore-guard stream'\n";

    /**
     * On the target, which fetches. Arguments: the command that unpacks, the source's command line, then as {@link #PUSH} from
     * the user on. Input: the orders, which go on to the source.
     */
    static final String PULL = """
            unpack=$1 there=$2
            shift 2
            user=$1 host=$2 port=$3 alias=$4 pin=$5 ciphers=$6 key=$7
            """ + BEGIN + ScriptParts.INPUT + ScriptParts.LINK + ScriptParts.STAGE + ScriptParts.TAKE
            + ScriptParts.LANES + """
            prepare() { :; }
            fetch() { named "$lane" | link; }
            arrive() {
              while IFS= read -r line; do
                case $line in *"$begin") unpacked; return ;; esac
              done
              return 85
            }
            carry() {
              exec 7>&1
              eval "$(exec 8>&1 >&7 7>&-
              stage fetched fetch | stage delivered arrive)"
              printf 'dg\\t%s\\t%s\\n' fetched "$fetched" delivered "$delivered"
              [ "$fetched$delivered" = 00 ]
            }
            perform_all
            """;

    /** Needs {@code $input}, {@code $pack}, {@code $limit} and {@code orders}. */
    private static final String OUTFLOW = ScriptParts.INPUT + ScriptParts.STREAM + ScriptParts.STAGE + ScriptParts.FLOW;

    /** Stdout is nothing but the stream. */
    private static final String FLOW_OUT = """
            exec 7>&1
            eval "$(exec 8>&1 >&7 7>&-
            flow stream)"
            printf 'dg\\t%s\\t%s\\n' sent "$sent" packed "$packed" limited "$limited" >&2
            [ "$sent$packed$limited" = 000 ]
            """;

    /** On the sending end of a pull; stdin brings the orders. Arguments: the command that packs, the limit. */
    static final String PULLED = "pack=$1 limit=$2 input=$(cat)\norders() { printf '%s\\n' \"$input\"; }\n" + BEGIN
            + OUTFLOW + "printf '%s\\n' \"$begin\"\n" + FLOW_OUT;

    /** On the sending end of a relay. Arguments as {@link #PULLED}, input: the orders of a single lane. */
    static final String RELAYED = "pack=$1 limit=$2\norders() { named 0; }\n" + OUTFLOW + FLOW_OUT;

    private static final String TRACES =
            "tag=$1 holding=$2\n" + ScriptParts.INPUT + ScriptParts.HOLDS + ScriptParts.MARKS;

    /** On the source before a pull or a relay. Arguments: hold tag, property that tells of holds. Input: the traces of an order. */
    static final String SECURE = TRACES + "secure\n";

    /** On the source after one that came to nothing; arguments and input as {@link #SECURE}. */
    static final String RELEASE = TRACES + "release\n";

    /** On the source once all has arrived; arguments and input as {@link #SECURE}. */
    static final String ARRIVED =
            TRACES + "mark_new </dev/null\nrelease\nstatus=$?\ndrop_old </dev/null\nexit $status\n";

    private TransferScripts() {}
}
