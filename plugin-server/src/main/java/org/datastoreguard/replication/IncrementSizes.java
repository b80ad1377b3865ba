package org.datastoreguard.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roughly how much increments bring: what was written from snapshot to snapshot, which the source knows by heart, while
 * {@code zfs send -nP} walks through each of them. Only good for dealing out the work: what could not be learned is absent,
 * and no error comes of it.
 */
final class IncrementSizes {
    private static final Logger LOG = LoggerFactory.getLogger(IncrementSizes.class);
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    /** So many are worth more than one lane in any case. */
    private static final int MOST = 200;

    /** Datasets that hold less cannot bring enough to be worth another lane. */
    private static final long LITTLE = Lanes.WORTH;

    private static final String BODY = ScriptParts.INPUT + """
            printf '%s\\n' "$input" | each zfs list -Hp -t snapshot -o name,written
            exit 0
            """;

    private final Nas source;
    private final Listing listing;

    /** @param listing what the source holds */
    IncrementSizes(Nas source, Listing listing) {
        this.source = source;
        this.listing = listing;
    }

    /** @return bytes by step, by identity */
    Map<Step, Long> of(List<Step> steps) {
        Map<Step, List<String>> between = new IdentityHashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Send send && send.base() != null && send.resume() == null) {
                between.put(send, between(send, send.base()));
            }
        }
        List<String> names =
                between.values().stream().flatMap(List::stream).distinct().toList();
        if (between.size() < 2 || names.size() > MOST || held(between.keySet()) < LITTLE) {
            return Map.of();
        }
        Map<String, Long> written = written(names);
        Map<Step, Long> sizes = new IdentityHashMap<>();
        between.forEach((step, own) -> sizes.put(
                step,
                own.stream().mapToLong(name -> written.getOrDefault(name, 0L)).sum()));
        return sizes;
    }

    /** What a dataset uses includes what is below it. */
    private long held(Set<Step> steps) {
        Set<DatasetName> sources =
                steps.stream().map(step -> ((Step.Send) step).source()).collect(Collectors.toSet());
        return sources.stream()
                .filter(one -> !one.isBelowAnyOf(sources))
                .flatMap(source -> listing.find(source).stream())
                .mapToLong(dataset -> dataset.state().used())
                .sum();
    }

    /** Those that the increment leaps over count too. */
    private List<String> between(Step.Send send, Step.Base base) {
        return listing.find(send.source()).map(Dataset::snapshots).stream()
                .flatMap(List::stream)
                .filter(one -> one.createtxg() > base.createtxg()
                        && one.createtxg() <= send.to().createtxg())
                .map(Snapshot::name)
                .map(Object::toString)
                .toList();
    }

    private Map<String, Long> written(List<String> names) {
        Map<String, Long> written = new HashMap<>();
        try {
            Script script = new Script("datastore-guard:written", BODY, List.of(), names);
            source.run(script, DEADLINE)
                    .stdout()
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(fields -> fields.length == 2 && fields[1].matches("\\d{1,18}"))
                    .forEach(fields -> written.put(fields[0], Long.valueOf(fields[1])));
        } catch (GuardException e) {
            LOG.debug("{} does not say what was written", source.system().name(), e);
        }
        return written;
    }
}
