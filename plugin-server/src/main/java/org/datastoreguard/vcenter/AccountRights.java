package org.datastoreguard.vcenter;

import com.vmware.vim25.EntityPrivilege;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PrivilegeAvailability;
import com.vmware.vim25.UserSession;
import java.rmi.RemoteException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.Vcenters.AccountRight;

/** What the stored account may do at its vCenter, compared with what this product uses. */
final class AccountRights {
    /** As docs/guides/vcenter-service-account.md lists them. */
    static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
            "Alarm.Create", "the alarms for failures, when the plugin is registered",
            "Alarm.Delete", "taking them away",
            "Extension.Register", "registering the plugin",
            "Extension.Update", "updating the registration, also by itself after a renewed certificate",
            "Extension.Unregister", "taking the registration away",
            "Task.Create", "showing runs under Recent Tasks",
            "Task.Update", "showing their progress",
            "Global.LogEvent", "posting events",
            "VirtualMachine.State.CreateSnapshot", "VM-consistent snapshots",
            "VirtualMachine.State.RemoveSnapshot", "VM-consistent snapshots"));
    /** Not used by anything here: who holds these is probably an administrator. */
    static final Set<String> TOO_MUCH = Set.of(
            "Authorization.ModifyPermissions",
            "Datastore.DeleteFile",
            "Host.Config.Storage",
            "VirtualMachine.Interact.PowerOff");

    private final Session session;

    AccountRights(Session session) {
        this.session = session;
    }

    List<AccountRight> read() throws RemoteException {
        Set<String> held = held();
        return Stream.concat(
                        NEEDED.entrySet().stream()
                                .map(need ->
                                        new AccountRight(need.getKey(), need.getValue(), held.contains(need.getKey()))),
                        TOO_MUCH.stream()
                                .sorted()
                                .filter(held::contains)
                                .map(privilege -> new AccountRight(privilege, null, true)))
                .toList();
    }

    private Set<String> held() throws RemoteException {
        String[] asked =
                Stream.concat(NEEDED.keySet().stream(), TOO_MUCH.stream()).toArray(String[]::new);
        EntityPrivilege[] answers = session.port()
                .hasPrivilegeOnEntities(
                        session.content().getAuthorizationManager(),
                        new ManagedObjectReference[] {session.content().getRootFolder()},
                        key(),
                        asked);
        return Stream.ofNullable(answers)
                .flatMap(Arrays::stream)
                .flatMap(answer ->
                        Stream.ofNullable(answer.getPrivAvailability()).flatMap(Arrays::stream))
                .filter(PrivilegeAvailability::isIsGranted)
                .map(PrivilegeAvailability::getPrivId)
                .collect(Collectors.toSet());
    }

    private String key() throws RemoteException {
        return new VmReading(session)
                .property(session.content().getSessionManager(), "currentSession", UserSession.class)
                .map(UserSession::getKey)
                .orElse("");
    }
}
