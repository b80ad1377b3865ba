package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/** Good requests, to be spoilt one member at a time. */
final class Bodies {
    static final String DATASTORE = "urn:vmomi:Datastore:datastore-11:" + PlayedVcenters.UUID;
    static final String LOCAL_DATASTORE = "urn:vmomi:Datastore:datastore-12:" + PlayedVcenters.UUID;

    private Bodies() {}

    static String snapshotTask() {
        return "{\"name\":\"hourly\",\"datastoreId\":\"%s\",\"interval\":\"PT1H\",\"timeZone\":\"Europe/Berlin\"}"
                .formatted(DATASTORE);
    }

    static String replicationTask() {
        return """
                {"name":"to site two","source":{"nasSystemId":"nas-1","datasets":["tank/vm"]},
                 "remote":{"nasSystemId":"nas-2"},"remoteDataset":"backup/vm"}""";
    }

    /** The body with members set; a value that is not JSON text starts with nothing special, so give JSON. */
    static String with(String body, String... namesAndValues) {
        ObjectNode object = object(body);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.set(namesAndValues[i], json(namesAndValues[i + 1]));
        }
        return object.toString();
    }

    static String without(String body, String... names) {
        return object(body).without(List.of(names)).toString();
    }

    /** The body with the member at a JSON pointer set; null for its removal. */
    static String in(String body, String pointer, @Nullable String value) {
        ObjectNode object = object(body);
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) object.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1);
        if (value == null) {
            parent.remove(name);
        } else {
            parent.set(name, json(value));
        }
        return object.toString();
    }

    private static ObjectNode object(String body) {
        return (ObjectNode) json(body);
    }

    static JsonNode json(String text) {
        try {
            return TestApi.JSON.readTree(text);
        } catch (Exception e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Two machines and two datastores, one of which is a host's own disk. */
    static void machines(TestApi api) {
        api.nasSystems.add(nas("nas-1"), "private one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        api.nasSystems.add(nas("nas-2"), "private two".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        DatasetName dataset = new DatasetName("tank/vm");
        api.datastore(new MappedDatastore(
                new Datastore(
                        DATASTORE,
                        "vc-1",
                        "vm-nfs",
                        new Datastore.Nfs(List.of("10.0.0.5"), "/tank/vm", "NFS"),
                        true,
                        1000,
                        400),
                new Mapping(Mapping.Status.MAPPED, null, "nas-1", dataset, DatasetType.FILESYSTEM, List.of(dataset))));
        api.datastore(new MappedDatastore(
                new Datastore(
                        LOCAL_DATASTORE, "vc-1", "local", new Datastore.Vmfs(List.of("mpx.x"), true), true, 1000, 400),
                new Mapping(Mapping.Status.UNMAPPED, "it is on a host's own disk", null, null, null, List.of())));
    }

    private static NasSystem nas(String id) {
        return new NasSystem(
                id,
                id,
                id + ".example.com",
                22,
                "root",
                false,
                null,
                "ssh-ed25519 AAAA datastore-guard@" + id,
                List.of(),
                1);
    }
}
