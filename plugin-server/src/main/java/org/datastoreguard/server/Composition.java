package org.datastoreguard.server;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.datastoreguard.api.ApiApplication;
import org.datastoreguard.api.ApiServices;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.CachedInventory;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.jobs.Concerns;
import org.datastoreguard.jobs.EngineTasks;
import org.datastoreguard.jobs.EngineWorks;
import org.datastoreguard.jobs.JobsSettings;
import org.datastoreguard.jobs.LagWatch;
import org.datastoreguard.jobs.ReplicationLag;
import org.datastoreguard.jobs.RunsInVcenter;
import org.datastoreguard.jobs.SchedulerJobs;
import org.datastoreguard.jobs.StoredNeeds;
import org.datastoreguard.jobs.StoredRunsUnderWay;
import org.datastoreguard.jobs.VmSnapshotWatch;
import org.datastoreguard.jobs.WorkPlaces;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.SshNasConnections;
import org.datastoreguard.notify.Delivery;
import org.datastoreguard.notify.Gathering;
import org.datastoreguard.notify.Links;
import org.datastoreguard.notify.MailSender;
import org.datastoreguard.notify.Postman;
import org.datastoreguard.notify.WebhookSender;
import org.datastoreguard.recovery.Recovery;
import org.datastoreguard.security.AesGcmSecretBox;
import org.datastoreguard.security.DelegatedSessions;
import org.datastoreguard.security.Logins;
import org.datastoreguard.security.MasterKeyFile;
import org.datastoreguard.security.SecretBox;
import org.datastoreguard.snapshot.VmCleaner;
import org.datastoreguard.snapshot.VmTools;
import org.datastoreguard.store.Database;
import org.datastoreguard.vcenter.FollowedDatastores;
import org.datastoreguard.vcenter.PersonalSessions;
import org.datastoreguard.vcenter.VijavaPersonalSessions;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.vcenter.VisibleWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the server together by plain constructors. This is the only place that knows which class stands behind which
 * port. What is started here is stopped in the reverse order: first nothing is accepted any more, then runs are ended
 * resumably, at last the connections and the database are closed.
 */
final class Composition {
    private static final Logger LOG = LoggerFactory.getLogger(Composition.class);

    private final Config config;
    private final Application application;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

    Composition(Config config, Application application) {
        this.config = config;
        this.application = application;
    }

    /** Who is signed in. */
    private record People(DelegatedSessions delegated, Logins logins) {}

    private People people(Stores stores) {
        PersonalSessions sessions = new VijavaPersonalSessions();
        People people = new People(
                application.started(new DelegatedSessions(stores.vcenterServers(), sessions, clock)),
                application.started(new Logins(stores.vcenterServers(), sessions, clock, random)));
        Housekeeping sweeping = application.started(new Housekeeping());
        sweeping.everyMinute(people.delegated()::sweep);
        sweeping.everyMinute(people.logins()::sweep);
        return people;
    }

    /** What works on machines. */
    private record Rooms(
            NasConnections nas,
            VijavaVcenters vcenters,
            CachedInventory inventory,
            VmTools vmTools,
            Recovery recovery,
            Postman postman,
            SchedulerJobs jobs) {}

    Application.Running start() {
        Installation installation = application.started(Installation.open(config.dataDir()));
        Door door = application.started(new Door(config, clock, random));
        Stores stores = stores(installation);
        String nodeId = installation.nodeId(config);
        Rooms rooms = rooms(stores, nodeId, new Links(door.url()));
        AtomicBoolean complete = new AtomicBoolean();
        open(door, stores, rooms, () -> complete.get() && rooms.jobs.running());
        CommandLineAccess.grant(installation, stores.tokens(), nodeId, door);
        rooms.inventory.start();
        cleanVms(rooms.vmTools);
        tellWhatIsWrong(stores, rooms, door);
        rooms.jobs.start();
        complete.set(true);
        return running(door);
    }

    private Rooms rooms(Stores stores, String nodeId, Links links) {
        NasConnections nas = application.started(new SshNasConnections(stores.nasSystems()));
        VijavaVcenters vcenters = application.started(new VijavaVcenters(stores.vcenterServers(), clock));
        FollowedDatastores followed = application.started(vcenters.followedDatastores());
        CachedInventory inventory = application.started(new CachedInventory(
                vcenters,
                followed,
                stores.vcenterServers(),
                nas,
                stores.nasSystems(),
                clock,
                config.inventoryRefresh()));
        VmTools vmTools = vmTools(stores, vcenters, nodeId);
        Recovery recovery = recovery(stores, inventory, nas, vmTools);
        Postman postman = application.started(postman(links));
        Delivery delivery = new Delivery(stores.channels(), stores.outbox(), postman, clock);
        EngineWorks works = works(stores, inventory, nas, vmTools, recovery);
        return new Rooms(
                nas,
                vcenters,
                inventory,
                vmTools,
                recovery,
                postman,
                application.started(jobs(stores, works, delivery, vmTools.nodeId())));
    }

    private Postman postman(Links links) {
        try {
            SSLContext trust = SSLContext.getDefault();
            return new Postman(new MailSender(trust, links, clock), new WebhookSender(trust, links));
        } catch (NoSuchAlgorithmException e) {
            throw new GuardException(ErrorCode.CONFIG_INVALID, "Java's trust store cannot be read: " + e, e);
        }
    }

    private Recovery recovery(Stores stores, Inventory inventory, NasConnections nas, VmTools vmTools) {
        SourceResolver sources = new SourceResolver(inventory, stores.vcenterServers());
        return new Recovery(new Recovery.Parts(
                inventory,
                stores.vcenterServers(),
                vmTools.vcenters()::on,
                nas,
                stores.snapshotTasks()::all,
                stores.replicationTasks()::all,
                new StoredNeeds(stores.replicationTasks(), sources, nas),
                new StoredRunsUnderWay(stores.runs()),
                stores.restoreOrders(),
                clock));
    }

    private Stores stores(Installation installation) {
        SecretBox secrets =
                new AesGcmSecretBox(new MasterKeyFile(installation.masterKey()).readOrCreate(random), random);
        return Stores.of(application.started(Database.open(config.databaseOrEmbedded())), secrets, clock, random);
    }

    private VmTools vmTools(Stores stores, VijavaVcenters vcenters, String nodeId) {
        return new VmTools(
                vcenters.vmSnapshots(),
                stores.vmJournal(),
                stores.vmResults(),
                clock,
                nodeId,
                VmTools.Patience.DEFAULT);
    }

    /** On a thread of its own, since a vCenter that does not answer may hold it for minutes. */
    private void cleanVms(VmTools vmTools) {
        VmCleaner cleaner = new VmCleaner(vmTools);
        cleaner.takeOver();
        application.started(new Housekeeping()).everyMinute(cleaner::clean);
    }

    private EngineWorks works(
            Stores stores, Inventory inventory, NasConnections nas, VmTools vmTools, Recovery recovery) {
        return new EngineWorks(
                stores.snapshotTasks(),
                stores.oneTimeSnapshots(),
                stores.replicationTasks(),
                recovery,
                new SourceResolver(inventory, stores.vcenterServers()),
                nas,
                clock,
                vmTools,
                config.runs().datasetsAtOnce());
    }

    private SchedulerJobs jobs(Stores stores, EngineWorks works, Delivery delivery, String nodeId) {
        return new SchedulerJobs(
                stores.database().dataSource(),
                stores.runs(),
                new EngineTasks(
                        stores.snapshotTasks(),
                        stores.oneTimeSnapshots(),
                        stores.replicationTasks(),
                        stores.restoreOrders()),
                works,
                clock,
                JobsSettings.of(nodeId, config.runs().perNas(), config.runs().perServer()),
                delivery);
    }

    private void open(Door door, Stores stores, Rooms rooms, BooleanSupplier scheduler) {
        People people = people(stores);
        ApiApplication api = application.started(new ApiApplication(services(door, stores, rooms, people)));
        Metrics metrics = application.started(new Metrics(stores.runs()::countByState, stores.vmJournal()::all, clock));
        Probes probes = new Probes(Map.of("database", stores.database()::answers, "scheduler", scheduler), metrics);
        Housekeeping housekeeping = application.started(new Housekeeping());
        housekeeping.daily(() -> {
            Instant kept = clock.instant().minus(config.runs().kept());
            stores.runs().purge(kept);
            stores.oneTimeSnapshots().purge(kept);
            stores.restoreOrders().purge(kept);
            stores.findings().purge(kept);
        });
        housekeeping.everyFewSeconds(door.certificateWatch());
        // On a thread of its own, since a vCenter that does not answer may hold it for minutes.
        Runnable renewal = application
                .started(new Housekeeping())
                .everyMinute(new RegistrationRenewal(
                        stores.vcenterServers(), rooms.vcenters, door::pluginAddress, stores.audit()));
        door.certificateWatch().whenChanged(renewal);
        door.open(Site.of(api, probes, metrics));
        // Once more, because it must be closed before everything that it lets in.
        application.started(door);
    }

    private ApiServices services(Door door, Stores stores, Rooms rooms, People people) {
        return new ApiServices(
                door,
                clock,
                stores.tokens(),
                people.delegated(),
                people.logins(),
                stores.audit(),
                stores.idempotencyKeys(),
                stores.vcenterServers(),
                rooms.vcenters,
                stores.nasSystems(),
                rooms.nas,
                rooms.inventory,
                stores.snapshotTasks(),
                stores.replicationTasks(),
                stores.vmResults(),
                stores.oneTimeSnapshots(),
                rooms.recovery,
                stores.vmJournal(),
                rooms.jobs,
                stores.runs(),
                rooms.jobs,
                stores.channels(),
                stores.outbox(),
                rooms.postman,
                rooms.jobs::hurryErrand);
    }

    /** On threads of their own, since a vCenter that does not answer may hold them for minutes. */
    private void tellWhatIsWrong(Stores stores, Rooms rooms, Door door) {
        WorkPlaces places = new WorkPlaces(
                rooms.inventory, stores.vcenterServers(), stores.snapshotTasks(), stores.replicationTasks());
        LagWatch lag = new LagWatch(stores.replicationTasks(), new ReplicationLag(stores.runs(), clock), places);
        VmSnapshotWatch vmSnapshots = new VmSnapshotWatch(stores.vmJournal(), stores.vcenterServers(), clock);
        CertificateWatch certificate =
                new CertificateWatch(() -> door.certificateWatch().served().expiry(), stores.vcenterServers(), clock);
        Runnable telling = showInVcenter(stores, rooms, places, List.of(lag, vmSnapshots, certificate));
        door.certificateWatch().whenChanged(telling);
        notifyPeople(stores, rooms, List.of(lag, vmSnapshots, certificate::once));
    }

    private void notifyPeople(Stores stores, Rooms rooms, List<Supplier<List<Concern>>> watches) {
        Gathering gathering = new Gathering(
                stores.channels(), stores.findings(), stores.outbox(), watches, rooms.jobs::wantErrand, clock);
        application.started(new Housekeeping()).everyFewSeconds(gathering::runs);
        application.started(new Housekeeping()).everyMinute(gathering::concerns);
    }

    /** @return tells what is wrong at once */
    private Runnable showInVcenter(
            Stores stores, Rooms rooms, WorkPlaces places, List<Supplier<List<Concern>>> watches) {
        VisibleWork vcenters = rooms.vcenters.visibleWork();
        RunsInVcenter view = application.started(new RunsInVcenter(
                stores.runs(),
                rooms.jobs,
                stores.postings(),
                vcenters,
                stores.vcenterServers(),
                places,
                rooms.jobs::cancel,
                clock,
                rooms.vmTools.nodeId()));
        application.started(new Housekeeping()).everyFewSeconds(view);
        return application
                .started(new Housekeeping())
                .everyMinute(new Concerns(watches, stores.toldConcerns(), vcenters, stores.vcenterServers(), clock));
    }

    private Application.Running running(Door door) {
        String fingerprint = door.pluginAddress().fingerprint();
        LOG.info("Datastore Guard {} is ready at {}, certificate {}", door.version(), door.url(), fingerprint);
        return new Application.Running(application, door.url(), fingerprint);
    }
}
