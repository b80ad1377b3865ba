package org.datastoreguard.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that is served, as long as it is about to expire: 30, 7 and 1 days before, and when it has. Told at each
 * vCenter's root folder and in the log. Thread-safe.
 */
final class CertificateWatch implements Supplier<List<Concern>> {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    /** The next one counts once it is reached. */
    private static final List<Integer> DAYS = List.of(0, 1, 7, 30);

    private final Supplier<Instant> expiry;
    private final VcenterServers servers;
    private final Clock clock;
    private final AtomicReference<String> logged = new AtomicReference<>("");

    /** @param expiry of the certificate that is served at the moment */
    CertificateWatch(Supplier<Instant> expiry, VcenterServers servers, Clock clock) {
        this.expiry = expiry;
        this.servers = servers;
        this.clock = clock;
    }

    /** At each vCenter. */
    @Override
    public List<Concern> get() {
        return once().stream()
                .flatMap(concern -> servers.all().stream()
                        .map(VcenterServer::instanceUuid)
                        .flatMap(Stream::ofNullable)
                        .map(uuid -> at(uuid, concern)))
                .toList();
    }

    /** Without regard to vCenters, of which there may be none. */
    List<Concern> once() {
        Instant end = expiry.get();
        Duration left = Duration.between(clock.instant(), end);
        return DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst()
                .map(days -> concern(end, days))
                .stream()
                .toList();
    }

    private Concern concern(Instant end, int days) {
        String date = DAY.format(end);
        String stage = days + " days before " + date;
        if (!stage.equals(logged.getAndSet(stage))) {
            LOG.warn("The served certificate {} on {}", days == 0 ? "expired" : "expires", date);
        }
        return new Concern(
                "certificate",
                stage,
                List.of(),
                Notice.CERTIFICATE_EXPIRING,
                Notice.CERTIFICATE_RENEWED,
                Map.of("date", date));
    }

    private static Concern at(String vcenter, Concern concern) {
        return new Concern(
                concern.subject() + "/" + vcenter,
                concern.stage(),
                List.of(ObjectId.root(vcenter)),
                concern.begun(),
                concern.over(),
                concern.words());
    }
}
