package org.datastoreguard.inventory;

import org.datastoreguard.vcenter.Datastore;

/** A datastore and what stands behind it. */
public record MappedDatastore(Datastore datastore, Mapping mapping) {}
