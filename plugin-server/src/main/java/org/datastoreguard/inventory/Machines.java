package org.datastoreguard.inventory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasContentsReader;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.FollowedDatastores;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.Vcenters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all machines at once and remembers what each said last, so that one that is silent for a while does not take its
 * part of the picture away. Used by one thread at a time.
 */
final class Machines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Machines.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vcenters vcenters;
    private final FollowedDatastores followed;
    private final NasConnections connections;
    private final NasContentsReader reader = new NasContentsReader();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "inventory-question");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<Datastore>> datastores = new HashMap<>();
    private final Map<String, Said> contents = new HashMap<>();

    Machines(Vcenters vcenters, FollowedDatastores followed, NasConnections connections) {
        this.vcenters = vcenters;
        this.followed = followed;
        this.connections = connections;
    }

    /** @param address where it was asked; what another machine said at an old address does not count */
    private record Said(String address, NasContents contents) {}

    /** @param problems why a machine did not answer, by its id */
    record Seen(List<Datastore> datastores, List<KnownNas> nas, Map<String, String> problems) {}

    /** @param afresh whether vCenters are listed again, rather than trusted to have said what changed */
    Seen ask(List<VcenterServer> servers, List<NasSystem> systems, boolean afresh) {
        followed.retain(servers);
        Map<String, Future<List<Datastore>>> vcenterAnswers = new LinkedHashMap<>();
        Map<String, Future<Said>> nasAnswers = new LinkedHashMap<>();
        servers.forEach(server -> vcenterAnswers.put(server.id(), threads.submit(() -> datastores(server, afresh))));
        systems.forEach(system -> nasAnswers.put(system.id(), threads.submit(() -> contents(system))));
        forgetOthers(servers, systems);

        Map<String, String> problems = new HashMap<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        vcenterAnswers.forEach(
                (id, answer) -> take(answer, until, said -> datastores.put(id, said), why -> problems.put(id, why)));
        nasAnswers.forEach(
                (id, answer) -> take(answer, until, said -> contents.put(id, said), why -> problems.put(id, why)));
        return seen(servers, systems, problems);
    }

    private List<Datastore> datastores(VcenterServer server, boolean afresh) {
        return afresh ? vcenters.datastores(server.id()) : followed.of(server.id());
    }

    private Said contents(NasSystem system) {
        return new Said(address(system), reader.read(connections.nas(system.id())));
    }

    private void forgetOthers(List<VcenterServer> servers, List<NasSystem> systems) {
        datastores.keySet().retainAll(servers.stream().map(VcenterServer::id).toList());
        Map<String, String> addresses = new HashMap<>();
        systems.forEach(system -> addresses.put(system.id(), address(system)));
        contents.entrySet().removeIf(entry -> !entry.getValue().address().equals(addresses.get(entry.getKey())));
    }

    private static String address(NasSystem system) {
        return system.host() + ":" + system.port();
    }

    private static <T> void take(Future<T> answer, long until, Consumer<T> said, Consumer<String> problem) {
        try {
            said.accept(answer.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            problem.accept(reason(e.getCause()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            problem.accept("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem.accept("the server is shutting down");
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof GuardException guard) {
            return guard.message();
        }
        LOG.error("Asking a machine failed", cause);
        return "internal error: " + cause;
    }

    private Seen seen(List<VcenterServer> servers, List<NasSystem> systems, Map<String, String> problems) {
        List<Datastore> all = new ArrayList<>();
        servers.forEach(server -> all.addAll(datastores.getOrDefault(server.id(), List.of())));
        List<KnownNas> nas = new ArrayList<>();
        for (NasSystem system : systems) {
            Said said = contents.get(system.id());
            nas.add(new KnownNas(system, said == null ? null : said.contents(), problems.get(system.id())));
        }
        return new Seen(all, nas, problems);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
