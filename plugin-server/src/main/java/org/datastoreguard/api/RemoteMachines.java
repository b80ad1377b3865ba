package org.datastoreguard.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.RemoteDocument;
import org.datastoreguard.api.document.ReplicationTaskDocument;
import org.datastoreguard.api.document.ReplicationTaskForm;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.nas.NasDraft;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/**
 * Machines that are described within a replication task. Each becomes a NAS system, so that there is one place where a
 * host key is pinned and renewed, and one key pair to install; described a second time, it is the same one. Thread-safe.
 */
public final class RemoteMachines {
    private static final Map<String, String> FIELDS = Map.of(
            "host", "remote.hostname",
            "port", "remote.port",
            "user", "remote.user",
            "hostKey", "remote.hostKey");
    private static final int LONGEST_NAME = 64;
    private static final int SSH_PORT = 22;

    private final NasDesk desk;
    private final Documents documents;

    public RemoteMachines(NasDesk desk, Documents documents) {
        this.desk = desk;
        this.documents = documents;
    }

    /**
     * Saves a task with a remote that is known by then. A machine that was only added for it goes again when the task is not
     * saved.
     *
     * @throws GuardException FORBIDDEN without {@link Role#CONFIGURE} for a machine that is not known; INVALID_FIELD;
     *     NAS_HOST_KEY_UNKNOWN with the keys it offers when none is given; what {@code save} throws
     */
    <T> T known(
            ReplicationTaskDocument given,
            Rights rights,
            FormErrors errors,
            Function<ReplicationTaskDocument, T> save) {
        RemoteDocument remote = given.remote();
        if (remote == null || !remote.describes()) {
            return save.apply(given);
        }
        ReplicationTaskForm.toTask(naming(given, "described"), "described", 1, errors);
        NasDraft draft = draft(remote);
        Optional<NasSystem> there = alike(draft);
        if (there.isPresent()) {
            refuseDifference(draft, there.get());
            return save.apply(naming(given, there.get().id()));
        }
        rights.need(Role.CONFIGURE, Place.INSTALLATION);
        NasSystem added = add(draft);
        try {
            return save.apply(naming(given, added.id()));
        } catch (RuntimeException e) {
            desk.remove(added);
            throw e;
        }
    }

    private ReplicationTaskDocument naming(ReplicationTaskDocument task, String nasSystemId) {
        ObjectNode remote = JsonNodeFactory.instance.objectNode().put("nasSystemId", nasSystemId);
        List.of("hostname", "port", "user", "hostKey", "sudo").forEach(remote::putNull);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("remote", remote);
        return documents.patch(task, patch, ReplicationTaskDocument.class, new FormErrors());
    }

    private static NasDraft draft(RemoteDocument remote) {
        String host = String.valueOf(remote.hostname());
        String user = remote.user() == null ? "root" : remote.user();
        int port = remote.port() == null ? SSH_PORT : remote.port();
        boolean sudo = Boolean.TRUE.equals(remote.sudo());
        NasDraft draft = new NasDraft("remote", host, port, user, sudo, remote.hostKey(), List.of());
        return inFieldsOfTheTask(draft::checked);
    }

    /** A task says {@code remote.hostname} for what a NAS system calls {@code host}. */
    private static <T> T inFieldsOfTheTask(Supplier<T> work) {
        try {
            return work.get();
        } catch (GuardException e) {
            if (e.fields().isEmpty()) {
                throw e;
            }
            throw GuardException.ofFields(
                    e.code(),
                    e.fields().stream()
                            .map(error -> new FieldError(
                                    FIELDS.getOrDefault(error.field(), "remote.hostname"), error.message()))
                            .toList());
        }
    }

    private Optional<NasSystem> alike(NasDraft draft) {
        return desk.all().stream()
                .filter(system -> new HostName(system.host()).value().equals(draft.host())
                        && system.port() == draft.port()
                        && system.user().equals(draft.user()))
                .findFirst();
    }

    /** What was pinned once is changed where it was pinned, never by the way. */
    private static void refuseDifference(NasDraft draft, NasSystem known) {
        FormErrors errors = new FormErrors();
        if (draft.hostKey() != null && !draft.hostKey().equals(known.hostKey())) {
            errors.add(
                    "remote.hostKey",
                    "differs from what is pinned for the NAS system " + known.name()
                            + "; when the machine has a new key, change it there");
        }
        if (draft.sudo() != known.sudo()) {
            errors.add("remote.sudo", "differs from that of the NAS system " + known.name() + "; change it there");
        }
        errors.throwIfAny();
    }

    private NasSystem add(NasDraft draft) {
        String name = Stream.of(draft.host(), draft.host() + " " + draft.user() + " " + draft.port())
                .map(wish -> wish.replace(':', '-').replace('@', '-'))
                .map(wish -> wish.substring(0, Math.min(LONGEST_NAME, wish.length())))
                .filter(wish -> desk.all().stream().noneMatch(one -> one.name().equalsIgnoreCase(wish)))
                .findFirst()
                .orElse(draft.host());
        return inFieldsOfTheTask(() -> desk.add(new NasDraft(
                name, draft.host(), draft.port(), draft.user(), draft.sudo(), draft.hostKey(), draft.addresses())));
    }
}
