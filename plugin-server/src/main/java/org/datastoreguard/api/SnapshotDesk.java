package org.datastoreguard.api;

import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.SnapshotDocument;
import org.datastoreguard.api.document.SnapshotDocument.ReplicaDocument;
import org.datastoreguard.api.document.SnapshotOrderDocument;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.inventory.SourceResolver.Resolved;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.SnapshotRemoval;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.OneTimeSnapshot;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.ReplicationMarks;
import org.datastoreguard.snapshot.SnapshotCatalog;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.snapshot.SnapshotLists;
import org.datastoreguard.snapshot.SnapshotNow;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.VmResult;
import org.datastoreguard.snapshot.VmResults;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.zfs.DestroyAnswer;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/** Shows, takes and deletes the snapshots of a datastore. Thread-safe. */
public final class SnapshotDesk {
    private static final Pattern GUID = Pattern.compile("[0-9]{1,20}");

    private final Inventory inventory;
    private final SourceResolver resolver;
    private final NasConnections connections;
    private final ReplicationTasks replicationTasks;
    private final VmResults vmResults;
    private final OneTimeSnapshots oneTimeSnapshots;
    private final Clock clock;
    private final SnapshotLists lists = new SnapshotLists();

    public SnapshotDesk(
            Inventory inventory,
            VcenterServers vcenters,
            NasConnections connections,
            ReplicationTasks replicationTasks,
            VmResults vmResults,
            OneTimeSnapshots oneTimeSnapshots,
            Clock clock) {
        this.inventory = inventory;
        this.resolver = new SourceResolver(inventory, vcenters);
        this.connections = connections;
        this.replicationTasks = replicationTasks;
        this.vmResults = vmResults;
        this.oneTimeSnapshots = oneTimeSnapshots;
        this.clock = clock;
    }

    /** Where a datastore's snapshots are. */
    private record Place(Nas nas, Resolved resolved) {
        SnapshotCatalog catalog() {
            return new SnapshotCatalog(nas, resolved.datasets());
        }
    }

    /** @throws GuardException NOT_FOUND; DATASTORE_UNMAPPED with the reason */
    private Place place(String datastoreId) {
        if (inventory.datastore(datastoreId).isEmpty()) {
            throw Answers.notFound("datastore");
        }
        Resolved resolved = resolver.resolve(new Source.OfDatastore(datastoreId));
        return new Place(connections.nas(resolved.nasSystemId()), resolved);
    }

    /**
     * A page of those that are wanted, newest first. The machine describes those of the page only.
     */
    Page<SnapshotDocument> page(String datastoreId, SnapshotNames wanted, PageRequest request) {
        Place place = place(datastoreId);
        Listing listing = list(place);
        List<Keyed> all = all(listing, wanted).stream().map(Keyed::of).toList();
        Page<Snapshot> page = Page.of(all, Keyed::key, request).map(Keyed::snapshot);
        return new Page<>(documents(place, listing, page.items()), page.nextCursor());
    }

    /** For who only looks; what is changed is looked at anew. */
    private Listing list(Place place) {
        return lists.list(place.nas(), place.resolved().datasets());
    }

    /** With its place in the list, which is worth computing once only where there are thousands. */
    private record Keyed(String key, Snapshot snapshot) {
        /** Sorts the newest first within a pool; transaction groups of two pools cannot be compared. */
        static Keyed of(Snapshot snapshot) {
            String age = HexFormat.of().toHexDigits(Long.MAX_VALUE - snapshot.createtxg());
            String pool = snapshot.name().dataset().pool();
            return new Keyed(
                    String.join(
                            "\n",
                            pool,
                            age,
                            snapshot.name().toString(),
                            snapshot.guid().toString()),
                    snapshot);
        }
    }

    private static List<Snapshot> all(Listing listing, SnapshotNames wanted) {
        return listing.byName().values().stream()
                .flatMap(dataset -> dataset.snapshots().stream())
                .filter(snapshot -> wanted.match(snapshot.label()))
                .toList();
    }

    private List<SnapshotDocument> documents(Place place, Listing listing, List<Snapshot> snapshots) {
        ReplicationMarks marks = new ReplicationMarks(listing);
        Map<String, List<VmResult>> results = vmResults(place, snapshots);
        return place.catalog().details(snapshots).stream()
                .map(details -> SnapshotDocument.of(
                        details,
                        results.getOrDefault(details.snapshot().guid().toString(), List.of()),
                        replicas(marks, details)))
                .toList();
    }

    private Map<String, List<VmResult>> vmResults(Place place, List<Snapshot> snapshots) {
        Set<String> guids =
                snapshots.stream().map(snapshot -> snapshot.guid().toString()).collect(Collectors.toSet());
        return vmResults.find(place.resolved().nasSystemId(), guids);
    }

    private List<ReplicaDocument> replicas(ReplicationMarks marks, SnapshotDetails details) {
        return marks.replicas(details.snapshot()).stream()
                .map(replica -> new ReplicaDocument(
                        replica.taskId(),
                        replicationTasks
                                .find(replica.taskId())
                                .map(ReplicationTask::name)
                                .orElse(null),
                        replica.exact()))
                .toList();
    }

    /** @throws GuardException NOT_FOUND */
    SnapshotDocument read(String datastoreId, String guid) {
        Place place = place(datastoreId);
        Listing listing = list(place);
        return documents(place, listing, List.of(snapshot(listing, guid))).stream()
                .findFirst()
                .orElseThrow(() -> Answers.notFound("snapshot"));
    }

    private static Snapshot snapshot(Listing listing, String guid) {
        return Optional.of(guid).filter(text -> GUID.matcher(text).matches()).stream()
                .flatMap(text -> all(listing, SnapshotNames.ALL).stream()
                        .filter(snapshot -> snapshot.guid().toString().equals(text)))
                .findFirst()
                .orElseThrow(() -> Answers.notFound("snapshot"));
    }

    /**
     * What a run is to take, since virtual machines are to be quiesced first.
     *
     * @throws GuardException SNAPSHOT_NAME_TAKEN, which the run would otherwise only find out with all machines quiesced;
     *     INVALID_FIELD; NAS_*
     */
    OneTimeSnapshot order(String datastoreId, SnapshotOrderDocument order, FormErrors errors) {
        Place place = place(datastoreId);
        order.check(place.resolved().datasets(), errors);
        String label = label(order);
        if (!all(place.catalog().list(), new SnapshotNames(label, null)).isEmpty()) {
            throw new GuardException(
                    ErrorCode.SNAPSHOT_NAME_TAKEN, "There is a snapshot @" + label + " already; choose another name");
        }
        OneTimeSnapshot ordered = new OneTimeSnapshot(
                UUID.randomUUID().toString(),
                datastoreId,
                label,
                Boolean.TRUE.equals(order.recursive()),
                Objects.requireNonNullElse(order.onVmFailure(), SnapshotTask.OnVmFailure.CONTINUE),
                clock.instant());
        oneTimeSnapshots.add(ordered);
        return ordered;
    }

    private String label(SnapshotOrderDocument order) {
        return Objects.requireNonNullElseGet(order.name(), () -> SnapshotNow.label(clock.instant()));
    }

    /** @throws GuardException SNAPSHOT_NAME_TAKEN; INVALID_FIELD; NAS_* */
    List<SnapshotDocument> take(String datastoreId, SnapshotOrderDocument order, FormErrors errors) {
        Place place = place(datastoreId);
        order.check(place.resolved().datasets(), errors);
        List<Snapshot> taken = new SnapshotNow(place.nas(), place.resolved().datasets())
                .take(label(order), Boolean.TRUE.equals(order.recursive()));
        return place.catalog().details(taken).stream()
                .map(details -> SnapshotDocument.of(details, List.of(), List.of()))
                .toList();
    }

    /**
     * @param confirm must be its name
     * @param force also when the next increment of a replication starts from it
     * @throws GuardException NOT_FOUND; INVALID_FIELD with what would be lost; IN_USE with what keeps it
     */
    void delete(String datastoreId, String guid, @Nullable String confirm, boolean force) {
        Place place = place(datastoreId);
        Listing listing = place.catalog().list();
        Snapshot snapshot = snapshot(listing, guid);
        if (!snapshot.label().equals(confirm)) {
            throw GuardException.invalid("confirm", loss(place.catalog(), snapshot));
        }
        if (!force) {
            refuseBase(listing, snapshot);
        }
        judge(new SnapshotRemoval(place.nas())
                .remove(List.of(snapshot), () -> {})
                .get(0));
    }

    private static String loss(SnapshotCatalog catalog, Snapshot snapshot) {
        String lost = catalog.details(List.of(snapshot)).stream()
                .map(details -> ", the state of " + snapshot.name().dataset() + " at " + details.created()
                        + ", and frees " + details.used() + " bytes")
                .findFirst()
                .orElse("");
        return "must be the snapshot's name, " + snapshot.label() + ". Deleting it cannot be undone: it loses "
                + snapshot.name() + lost;
    }

    /** The bookmark would keep the chain, so this is a question, not a wall. */
    private void refuseBase(Listing listing, Snapshot snapshot) {
        String tasks = new ReplicationMarks(listing)
                .baseOf(snapshot).stream()
                        .flatMap(id -> replicationTasks.find(id).stream())
                        .filter(ReplicationTask::enabled)
                        .map(ReplicationTask::name)
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!tasks.isEmpty()) {
            throw new GuardException(
                    ErrorCode.IN_USE,
                    "The next increment of these replication tasks starts from " + snapshot.name() + ": " + tasks
                            + ". Wait for their next run, or delete it with force=true: a bookmark then stands in for it");
        }
    }

    private static void judge(DestroyAnswer answer) {
        switch (answer.outcome()) {
            case DESTROYED -> {}
            case GONE ->
                throw new GuardException(ErrorCode.NOT_FOUND, answer.name() + " was not deleted: " + answer.reason());
            case KEPT ->
                throw GuardException.ofCommand(
                        keptBy(answer.reason()),
                        answer.name() + " was not deleted: " + answer.reason(),
                        answer.reason());
        }
    }

    private static ErrorCode keptBy(String reason) {
        ErrorCode code = ZfsErrors.classify(reason);
        return code == ErrorCode.NAS_RIGHT_MISSING ? code : ErrorCode.IN_USE;
    }
}
