package org.datastoreguard.nas;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.ProbeReport.Pool;

/** Looks a storage machine over with one script. Changes nothing there. Thread-safe. */
public final class NasProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Set<String> TOOLS =
            Set.of("lz4", "pigz", "plzip", "zstd", "mbuffer", "pv", "rsync", "ssh", "ssh-keygen");

    /** Pools are asked for rights only two levels deep: a delegation stands near the top, and each question costs time. */
    private static final String BODY = """
            t() { printf '%s\\t%s\\n' "$1" "$2"; }
            t clock "$(date +%s)"
            t system "$(uname -sr)"
            t uid "$(id -u)"
            t groups "$(id -Gn)"
            t zfs "$(zfs version 2>/dev/null | head -n 1)"
            t module "$(cat /sys/module/zfs/version 2>/dev/null || sysctl -n vfs.zfs.version.module 2>/dev/null)"
            for tool in "$@"; do if command -v "$tool" >/dev/null 2>&1; then t tool "$tool"; fi; done
            """ + HostNames.SCRIPT + """
            if command -v midclt >/dev/null 2>&1; then t truenas yes; fi
            error=$(zfs list -H -o name -d 0 2>&1 >/dev/null) || t error "$(printf %s "$error" | tr '\\n\\t' '  ')"
            zpool list -Hp -o name,size,free,health 2>/dev/null | while IFS= read -r line; do t pool "$line"; done
            zpool get -Hp -o name,property,value all 2>/dev/null | while IFS= read -r line; do
              case $line in *feature@*) t feature "$line";; esac
            done
            zfs list -H -o name -d 1 2>/dev/null | head -n 40 | while IFS= read -r dataset; do
              zfs allow "$dataset" 2>/dev/null | while IFS= read -r line; do t allow "$dataset	$line"; done
            done
            exit 0
            """;

    private final Clock clock;

    public NasProbe(Clock clock) {
        this.clock = clock;
    }

    /** @throws GuardException NAS_* when the machine cannot be talked to, NAS_TOOL_MISSING when it has no OpenZFS */
    public ProbeReport probe(Nas nas) {
        Instant before = clock.instant();
        Output output = Answers.orThrow(
                nas.system(),
                nas.run(
                        new Script(
                                "datastore-guard:probe",
                                BODY,
                                TOOLS.stream().sorted().toList(),
                                List.of()),
                        DEADLINE));
        return report(
                nas.system(),
                output,
                before.plus(Duration.between(before, clock.instant()).dividedBy(2)));
    }

    static ProbeReport report(NasSystem system, Output output, Instant askedAt) {
        String version = first(output, "zfs").replaceFirst("^zfs-", "").replaceFirst("-.*$", "");
        String module = first(output, "module").replaceFirst("-.*$", "");
        if (version.isEmpty()
                && module.isEmpty()
                && Answers.words(output, "error").findAny().isEmpty()) {
            throw new GuardException(ErrorCode.NAS_TOOL_MISSING, system.name() + " has no OpenZFS");
        }
        return new ProbeReport(
                version,
                module,
                first(output, "system"),
                Answers.words(output, "truenas").findAny().isPresent(),
                Answers.words(output, "hostname").distinct().toList(),
                Answers.words(output, "address").distinct().toList(),
                pools(output),
                Answers.words(output, "tool").collect(Collectors.toSet()),
                Rights.missing(system, output),
                clockDifference(first(output, "clock"), askedAt));
    }

    private static List<Pool> pools(Output output) {
        Map<String, Set<String>> features = Answers.lines(output, "feature")
                .filter(fields -> fields.size() == 3 && !fields.get(2).equals("disabled"))
                .collect(Collectors.groupingBy(
                        fields -> fields.get(0),
                        Collectors.mapping(fields -> fields.get(1).replace("feature@", ""), Collectors.toSet())));
        return Answers.lines(output, "pool")
                .filter(fields -> fields.size() == 4)
                .map(fields -> new Pool(
                        fields.get(0),
                        Numbers.orMinusOne(fields.get(1)),
                        Numbers.orMinusOne(fields.get(2)),
                        fields.get(3),
                        features.getOrDefault(fields.get(0), Set.of())))
                .toList();
    }

    private static Duration clockDifference(String epochSeconds, Instant askedAt) {
        long there = Numbers.orMinusOne(epochSeconds);
        return there < 0 ? Duration.ZERO : Duration.ofSeconds(there - askedAt.getEpochSecond());
    }

    private static String first(Output output, String word) {
        return Answers.words(output, word).findFirst().orElse("");
    }
}
