package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;

/**
 * How large the streams of a plan would be, as the source estimates them; asked for a plan that somebody looks at,
 * and for the progress of a transfer that lasts. What takes too long stays unknown.
 */
final class SendSizes {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 50;
    private static final int MOST = 1000;
    private static final long CREDIBLE = 1L << 62;

    /** Input: lines {@code NUMBER KIND FLAGS BASE SUBJECT}. Answers {@code size NUMBER BYTES}. */
    private static final String BODY = """
            tab=$(printf '\\t'); set -f
            printf '%s\\n' "$input" | while IFS=$tab read -r number kind flags base subject; do
              case $kind in
              full) said=$(zfs send -n -P $flags "$subject" </dev/null 2>&1) ;;
              one) said=$(zfs send -n -P $flags -i "$base" "$subject" </dev/null 2>&1) ;;
              all) said=$(zfs send -n -P $flags -I "$base" "$subject" </dev/null 2>&1) ;;
              resume) said=$(zfs send -n -P -t "$subject" </dev/null 2>&1) ;;
              *) continue ;;
              esac
              printf 'size\\t%s\\t%s\\n' "$number" "$(printf '%s\\n' "$said" | sed -n "s/^size$tab *//p")"
            done
            exit 0
            """;

    private final Nas source;

    SendSizes(Nas source) {
        this.source = source;
    }

    /** @return bytes by step, by identity; a step whose size is not known is absent */
    Map<Step, Long> of(List<Step.Send> sends) {
        Map<Step, Long> sizes = new IdentityHashMap<>();
        List<Step.Send> asked = sends.subList(0, Math.min(MOST, sends.size()));
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            List<Step.Send> share = asked.subList(from, Math.min(from + AT_ONCE, asked.size()));
            try {
                ask(share, sizes);
            } catch (GuardException e) {
                if (e.code() != ErrorCode.NAS_COMMAND_TIMEOUT) {
                    throw e;
                }
                return sizes;
            }
        }
        return sizes;
    }

    private void ask(List<Step.Send> sends, Map<Step, Long> sizes) {
        List<String> input = new ArrayList<>();
        for (int i = 0; i < sends.size(); i++) {
            input.add(i + "\t" + line(sends.get(i)));
        }
        Script script = new Script("datastore-guard:sizes", BODY, List.of(), input);
        source.run(script, DEADLINE)
                .stdout()
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(fields -> {
                    if (fields.length == 3 && fields[1].matches("\\d{1,4}") && fields[2].matches("\\d{1,18}")) {
                        long bytes = Long.parseLong(fields[2]);
                        if (bytes < CREDIBLE) {
                            sizes.put(sends.get(Integer.parseInt(fields[1])), bytes);
                        }
                    }
                });
    }

    private static String line(Step.Send send) {
        Step.Base base = send.base();
        if (send.resume() != null) {
            return "resume\t-\t-\t" + send.resume().text();
        }
        String kind = base == null ? "full" : send.snapshots().size() > 1 ? "all" : "one";
        List<String> flags = send.flags().arguments();
        return kind + "\t" + (flags.isEmpty() ? "-P" : String.join(" ", flags)) + "\t"
                + (base == null ? "-" : base.name()) + "\t" + send.to().name();
    }
}
