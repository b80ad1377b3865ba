package org.datastoreguard.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
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
 * vCenter's root folder and in the log. For one thread.
 */
final class CertificateWatch implements Supplier<List<Concern>> {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    /** The next one counts once it is reached. */
    private static final List<Integer> DAYS = List.of(0, 1, 7, 30);

    private final Supplier<Instant> expiry;
    private final VcenterServers servers;
    private final Clock clock;
    private String logged = "";

    /** @param expiry of the certificate that is served at the moment */
    CertificateWatch(Supplier<Instant> expiry, VcenterServers servers, Clock clock) {
        this.expiry = expiry;
        this.servers = servers;
        this.clock = clock;
    }

    @Override
    public List<Concern> get() {
        Instant end = expiry.get();
        Duration left = Duration.between(clock.instant(), end);
        return DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst()
                .map(days -> concerns(end, days))
                .orElse(List.of());
    }

    private List<Concern> concerns(Instant end, int days) {
        String stage = days + " days before " + DAY.format(end);
        if (!stage.equals(logged)) {
            logged = stage;
            LOG.warn("The served certificate {} on {}", days == 0 ? "expired" : "expires", DAY.format(end));
        }
        return servers.all().stream()
                .map(VcenterServer::instanceUuid)
                .flatMap(Stream::ofNullable)
                .map(uuid -> concern(uuid, end, stage))
                .toList();
    }

    private static Concern concern(String vcenter, Instant end, String stage) {
        return new Concern(
                "certificate/" + vcenter,
                stage,
                List.of(ObjectId.root(vcenter)),
                Notice.CERTIFICATE_EXPIRING,
                Notice.CERTIFICATE_RENEWED,
                Map.of("date", DAY.format(end)));
    }
}
