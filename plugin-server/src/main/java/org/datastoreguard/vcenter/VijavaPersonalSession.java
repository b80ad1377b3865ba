package org.datastoreguard.vcenter;

import com.vmware.vim25.EntityPrivilege;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PrivilegeAvailability;
import com.vmware.vim25.UserSession;
import java.rmi.RemoteException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One person's session through vijava. Thread-safe. */
final class VijavaPersonalSession implements PersonalSession {
    private static final String[] PRIVILEGES =
            Declared.PRIVILEGES.stream().map(Declared.Privilege::id).toArray(String[]::new);
    /** Objects vanish one by one; more than that at once means that something else is wrong. */
    private static final int MOST_VANISHED = 20;

    private final Failures failures;
    private final Session session;
    private final String key;
    private final String user;

    VijavaPersonalSession(VcenterServer server, Session session, UserSession opened) {
        this.failures = new Failures(server);
        this.session = session;
        this.key = opened.getKey();
        this.user = Objects.requireNonNullElse(opened.getUserName(), "unknown");
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public ObjectId root() {
        ManagedObjectReference folder = session.content().getRootFolder();
        return new ObjectId(folder.getType(), folder.getVal(), session.instanceUuid());
    }

    @Override
    public Map<ObjectId, Set<String>> granted(Collection<ObjectId> objects) {
        Map<String, ObjectId> own = objects.stream()
                .filter(id -> id.instanceUuid().equals(session.instanceUuid()))
                .distinct()
                .collect(Collectors.toMap(ObjectId::value, id -> id, (first, again) -> first, HashMap::new));
        try {
            return ask(own);
        } catch (RemoteException e) {
            throw failures.explain(e);
        }
    }

    /** One object that is gone makes the vCenter refuse the question as a whole. */
    private Map<ObjectId, Set<String>> ask(Map<String, ObjectId> objects) throws RemoteException {
        for (int vanished = 0; !objects.isEmpty(); vanished++) {
            try {
                return read(objects, hasPrivileges(objects.values()));
            } catch (ManagedObjectNotFound e) {
                String gone = e.getObj() == null ? "" : e.getObj().getVal();
                if (vanished == MOST_VANISHED || objects.remove(gone) == null) {
                    throw e;
                }
            }
        }
        return Map.of();
    }

    private EntityPrivilege[] hasPrivileges(Collection<ObjectId> objects) throws RemoteException {
        ManagedObjectReference[] entities = objects.stream()
                .map(id -> Scalars.reference(id.type(), id.value()))
                .toArray(ManagedObjectReference[]::new);
        return session.port()
                .hasPrivilegeOnEntities(session.content().getAuthorizationManager(), entities, key, PRIVILEGES);
    }

    private static Map<ObjectId, Set<String>> read(Map<String, ObjectId> objects, EntityPrivilege... answers) {
        Map<ObjectId, Set<String>> granted = new HashMap<>();
        for (EntityPrivilege answer : answers == null ? new EntityPrivilege[0] : answers) {
            ObjectId asked = objects.get(answer.getEntity().getVal());
            Set<String> names = names(answer);
            if (asked != null && !names.isEmpty()) {
                granted.put(asked, names);
            }
        }
        return granted;
    }

    private static Set<String> names(EntityPrivilege answer) {
        List<String> held = Stream.ofNullable(answer.getPrivAvailability())
                .flatMap(Arrays::stream)
                .filter(PrivilegeAvailability::isIsGranted)
                .map(PrivilegeAvailability::getPrivId)
                .toList();
        return Declared.PRIVILEGES.stream()
                .filter(privilege -> held.contains(privilege.id()))
                .map(Declared.Privilege::name)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        session.logout();
    }
}
