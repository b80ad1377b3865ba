package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.ToldConcerns.Told;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VisibleWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people in vCenter what is wrong, by events: once when it begins, and once when it is over. What a vCenter
 * missed while it was down is told when it is back. Several servers may do so at once. For one thread.
 */
public final class Concerns implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Concerns.class);
    /** A server that took something to tell and has not told it for so long is dead. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final List<Supplier<List<Concern>>> watches;
    private final ToldConcerns told;
    private final VisibleWork vcenters;
    private final VcenterServers servers;
    private final Clock clock;
    private final Complaints complaints = new Complaints(LOG);

    /** @param watches each tells all that is wrong in its eyes at the moment */
    public Concerns(
            List<Supplier<List<Concern>>> watches,
            ToldConcerns told,
            VisibleWork vcenters,
            VcenterServers servers,
            Clock clock) {
        this.watches = List.copyOf(watches);
        this.told = told;
        this.vcenters = vcenters;
        this.servers = servers;
        this.clock = clock;
    }

    /** To be run about every minute. */
    @Override
    public void run() {
        Map<String, Concern> now = new LinkedHashMap<>();
        watches.forEach(watch -> watch.get().forEach(concern -> now.put(concern.subject(), concern)));
        note(now);
        Set<String> away = new HashSet<>();
        for (Told noted : told.all()) {
            Optional<VcenterServer> server = server(noted);
            if (server.isEmpty()) {
                // The vCenter was removed here: nobody is left to tell.
                told.remove(noted);
            } else if (!away.contains(server.get().id())) {
                tell(noted, now.get(noted.subject()), server.get(), away);
            }
        }
    }

    private void note(Map<String, Concern> now) {
        Map<String, List<Told>> known =
                told.all().stream().collect(Collectors.groupingBy(Told::subject, HashMap::new, Collectors.toList()));
        for (Concern concern : now.values()) {
            List<Told> before = known.getOrDefault(concern.subject(), List.of());
            if (before.isEmpty()) {
                concern.objects().forEach(object -> told.note(of(concern, object.toString())));
            }
            before.stream()
                    .filter(noted -> !noted.stage().equals(concern.stage()))
                    .forEach(noted -> told.change(of(concern, noted.objectId())));
        }
    }

    private static Told of(Concern concern, String object) {
        return new Told(concern.subject(), object, concern.stage(), concern.over(), concern.words(), false);
    }

    private Optional<VcenterServer> server(Told noted) {
        return ObjectId.find(noted.objectId())
                .flatMap(id -> servers.all().stream()
                        .filter(server -> Objects.equals(server.instanceUuid(), id.instanceUuid()))
                        .findFirst());
    }

    private void tell(Told noted, @Nullable Concern concern, VcenterServer server, Set<String> away) {
        try {
            if (concern == null) {
                end(noted, server);
            } else if (!noted.told() && claimed(noted)) {
                begin(noted, concern, server);
            }
        } catch (GuardException e) {
            away.add(server.id());
            complaints.wrong(server.id(), "vCenter " + server.name() + " will be told later: " + e.message());
        }
    }

    private boolean claimed(Told noted) {
        Instant now = clock.instant();
        return told.claim(noted, now, now.minus(ABANDONED));
    }

    private void begin(Told noted, Concern concern, VcenterServer server) {
        try {
            post(noted, concern.begun(), concern.words(), server);
            told.told(noted);
        } catch (RuntimeException e) {
            told.release(noted);
            throw e;
        }
    }

    private void end(Told noted, VcenterServer server) {
        if (!told.remove(noted) || !noted.told() || noted.over() == null) {
            return;
        }
        try {
            post(noted, noted.over(), noted.words(), server);
        } catch (RuntimeException e) {
            told.note(noted);
            throw e;
        }
    }

    /** What the vCenter refuses for good is left out: the object is gone, or a privilege is missing. */
    private void post(Told noted, VisibleWork.Notice notice, Map<String, String> words, VcenterServer server) {
        String about = server.id() + " refused";
        try {
            vcenters.post(server.id(), ObjectId.parse(noted.objectId()), notice, words);
            complaints.well(server.id(), "vCenter " + server.name() + " answers again and is told what it missed");
            complaints.well(about, "vCenter " + server.name() + " takes events again");
        } catch (GuardException e) {
            if (!Complaints.isForGood(e)) {
                throw e;
            }
            complaints.wrong(about, "Not told in vCenter: " + e.message());
        }
    }
}
