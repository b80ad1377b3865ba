package org.datastoreguard.api;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.replication.TargetOverlap;
import org.datastoreguard.replication.TransportRules;
import org.datastoreguard.security.Role;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.zfs.DatasetName;

/** What must hold before a replication task is saved. Thread-safe. */
public final class ReplicationTaskRules {
    private final SourceRules sources;
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final NasSystems nasSystems;
    private final Inventory inventory;
    private final ToolCheck tools;

    public ReplicationTaskRules(
            SourceRules sources,
            SnapshotTasks snapshotTasks,
            ReplicationTasks replicationTasks,
            NasSystems nasSystems,
            Inventory inventory,
            ToolCheck tools) {
        this.sources = sources;
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.nasSystems = nasSystems;
        this.inventory = inventory;
        this.tools = tools;
    }

    /**
     * Saves a task that breaks no rule. One at a time: of two tasks saved at the same moment, neither would see the other's
     * target.
     *
     * @return what {@code store} says is stored now
     * @throws org.datastoreguard.error.GuardException with every broken rule
     */
    ReplicationTask save(ReplicationTask task, Rights rights, UnaryOperator<ReplicationTask> store) {
        check(task);
        return replicationTasks.alone(() -> {
            checkOverlap(task, rights);
            return store.apply(task);
        });
    }

    private void check(ReplicationTask task) {
        FormErrors errors = new FormErrors();
        sources.check(task.source(), errors);
        if (nasSystems.find(task.remote().nasSystemId()).isEmpty()) {
            errors.add("remote.nasSystemId", "there is no such NAS system");
        }
        checkSnapshotTasks(task, errors);
        Optional<String> sourceNas = datasets(task.source()).map(Source.OfDatasets::nasSystemId);
        errors.addAll(ErrorCode.INVALID_FIELD, TransportRules.of(task, sourceNas));
        errors.throwIfAny();
        checkTools(task, sourceNas);
    }

    private void checkTools(ReplicationTask task, Optional<String> sourceNas) {
        FormErrors errors = new FormErrors();
        sourceNas.ifPresent(nas -> errors.addAll(ErrorCode.NAS_TOOL_MISSING, tools.missingOnSource(task, nas)));
        errors.addAll(ErrorCode.NAS_TOOL_MISSING, tools.missingOnTarget(task));
        errors.throwIfAny();
    }

    /** With the datasets behind a datastore as they are known now, so that a datastore is not sent into itself. */
    private void checkOverlap(ReplicationTask task, Rights rights) {
        FormErrors errors = new FormErrors();
        ReplicationTask resolved =
                datasets(task.source()).map(source -> withSource(task, source)).orElse(task);
        errors.addAll(
                ErrorCode.TARGET_OVERLAP,
                TargetOverlap.of(resolved, replicationTasks.all(), other -> rights.allow(Role.VIEW, Places.of(other))));
        errors.throwIfAny();
    }

    /** A snapshot task that the caller may not see is refused in the words for one that does not exist. */
    void checkVisible(ReplicationTask task, Rights rights) {
        FormErrors errors = new FormErrors();
        for (int i = 0; i < task.snapshotTaskIds().size(); i++) {
            Optional<SnapshotTask> bound =
                    snapshotTasks.find(task.snapshotTaskIds().get(i));
            if (bound.filter(found -> !rights.allow(Role.VIEW, Places.of(found)))
                    .isPresent()) {
                noSuchSnapshotTask(i, errors);
            }
        }
        errors.throwIfAny();
    }

    private static void noSuchSnapshotTask(int index, FormErrors errors) {
        errors.add("snapshotTaskIds[" + index + "]", "there is no such snapshot task");
    }

    private void checkSnapshotTasks(ReplicationTask task, FormErrors errors) {
        for (int i = 0; i < task.snapshotTaskIds().size(); i++) {
            int index = i;
            String field = "snapshotTaskIds[" + i + "]";
            snapshotTasks
                    .find(task.snapshotTaskIds().get(i))
                    .ifPresentOrElse(
                            bound -> checkCovers(field, bound, task, errors), () -> noSuchSnapshotTask(index, errors));
        }
    }

    /** A bound task that takes no snapshots of the source would start runs that never find anything to send. */
    private void checkCovers(String field, SnapshotTask bound, ReplicationTask task, FormErrors errors) {
        if (!bound.source().equals(task.source()) && !coversDatasets(bound, task)) {
            errors.add(field, "the snapshot task " + bound.name() + " does not take snapshots of this task's source");
        } else if (task.recursive() && !bound.recursive()) {
            errors.add(
                    field,
                    "the snapshot task " + bound.name()
                            + " is not recursive, so child datasets would have nothing to send");
        }
    }

    private boolean coversDatasets(SnapshotTask bound, ReplicationTask task) {
        Optional<Source.OfDatasets> taken = datasets(bound.source());
        Optional<Source.OfDatasets> wanted = datasets(task.source());
        return taken.isPresent()
                && wanted.isPresent()
                && taken.get().nasSystemId().equals(wanted.get().nasSystemId())
                && wanted.get().datasets().stream()
                        .allMatch(dataset -> taken.get().datasets().stream()
                                .anyMatch(
                                        root -> root.equals(dataset) || (bound.recursive() && root.contains(dataset))));
    }

    private Optional<Source.OfDatasets> datasets(Source source) {
        if (source instanceof Source.OfDatastore datastore) {
            return inventory
                    .datastore(datastore.datastoreId())
                    .map(MappedDatastore::mapping)
                    .flatMap(ReplicationTaskRules::datasets);
        }
        return Optional.of((Source.OfDatasets) source);
    }

    private static Optional<Source.OfDatasets> datasets(Mapping mapping) {
        List<DatasetName> datasets = mapping.datasets();
        return mapping.nasSystemId() == null || datasets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Source.OfDatasets(mapping.nasSystemId(), datasets));
    }

    private static ReplicationTask withSource(ReplicationTask t, Source source) {
        return new ReplicationTask(
                t.id(),
                t.name(),
                source,
                t.snapshotTaskIds(),
                t.includeSnapshots(),
                t.namingSchemas(),
                t.direction(),
                t.transport(),
                t.remote(),
                t.remoteDataset(),
                t.recursive(),
                t.exclude(),
                t.deleteStaleSnapshots(),
                t.compression(),
                t.limitKBps(),
                t.window(),
                t.timeZone(),
                t.pauseAtEnd(),
                t.trigger(),
                t.schedule(),
                t.cipher(),
                t.includeProperties(),
                t.propertyOverrides(),
                t.propertyExcludes(),
                t.raw(),
                t.onDivergence(),
                t.fromScratch(),
                t.targetRetention(),
                t.holdPending(),
                t.retries(),
                t.stallTimeout(),
                t.catchUp(),
                t.allowedLag(),
                t.enabled(),
                t.version());
    }
}
