package org.datastoreguard.api;

import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.nas.NasSystems;

/** Checks that what a task wants to protect is there. Thread-safe. */
public final class SourceRules {
    private final Inventory inventory;
    private final NasSystems nasSystems;

    public SourceRules(Inventory inventory, NasSystems nasSystems) {
        this.inventory = inventory;
        this.nasSystems = nasSystems;
    }

    void check(Source source, FormErrors errors) {
        if (source instanceof Source.OfDatastore datastore) {
            inventory
                    .datastore(datastore.datastoreId())
                    .ifPresentOrElse(found -> checkMapping(found, errors), () -> noSuchDatastore(errors));
        } else if (source instanceof Source.OfDatasets datasets) {
            if (nasSystems.find(datasets.nasSystemId()).isEmpty()) {
                errors.add("source.nasSystemId", "there is no such NAS system");
            }
        }
    }

    static void noSuchDatastore(FormErrors errors) {
        errors.add("datastoreId", "is no datastore of a known vCenter; try a refresh");
    }

    /** One that is unreachable at the moment was mapped before or may be soon; one that is not ours never will be. */
    private static void checkMapping(MappedDatastore found, FormErrors errors) {
        Mapping mapping = found.mapping();
        if (mapping.status() == Mapping.Status.UNMAPPED || mapping.status() == Mapping.Status.AMBIGUOUS) {
            errors.add(
                    ErrorCode.DATASTORE_UNMAPPED,
                    "datastoreId",
                    "no dataset is known behind " + found.datastore().name() + ": " + mapping.reason());
        }
    }
}
