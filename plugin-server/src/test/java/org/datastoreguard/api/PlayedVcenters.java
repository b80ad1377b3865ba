package org.datastoreguard.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.Registration;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.Vcenters;

/** A vCenter that knows one password and one certificate. */
final class PlayedVcenters implements Vcenters {
    static final String PASSWORD = "correct-horse-battery";
    static final String FINGERPRINT = "AB:".repeat(31) + "AB";
    static final String UUID = "11111111-2222-3333-4444-555555555555";

    final List<String> checked = new ArrayList<>();
    /** What hosts and clusters have mounted, by their urns. */
    final Map<String, Set<String>> mounted = new HashMap<>();

    private final Map<String, Registration> registrations = new HashMap<>();

    @Override
    public List<Datastore> datastores(String vcenterId) {
        return List.of();
    }

    @Override
    public About check(VcenterServer server, String password) {
        checked.add(server.url() + " " + password);
        if (!server.fingerprint().equals(FINGERPRINT)) {
            throw new GuardException(
                    ErrorCode.VCENTER_FINGERPRINT_MISMATCH,
                    "pinned " + server.fingerprint() + ", offered " + FINGERPRINT);
        }
        if (!password.equals(PASSWORD)) {
            throw new GuardException(ErrorCode.VCENTER_LOGIN_FAILED, "The vCenter refused user or password");
        }
        return new About("VMware vCenter Server 8.0.3", "8.0.3", UUID);
    }

    @Override
    public Set<String> datastoresOf(String vcenterId, ObjectId holder) {
        return mounted.getOrDefault(holder.toString(), Set.of());
    }

    @Override
    public Registration registration(String vcenterId, PluginAddress plugin) {
        return registrations.getOrDefault(
                vcenterId, new Registration(Registration.State.NOT_REGISTERED, null, null, null, List.of(), List.of()));
    }

    @Override
    public Registration register(String vcenterId, PluginAddress plugin) {
        Registration now = new Registration(
                Registration.State.REGISTERED,
                plugin.version(),
                plugin.manifestUrl(),
                plugin.fingerprint(),
                List.of(),
                List.of());
        registrations.put(vcenterId, now);
        return now;
    }

    @Override
    public void unregister(String vcenterId) {
        registrations.remove(vcenterId);
    }

    @Override
    public Registration register(String vcenterId, PluginAddress plugin, OneTimeLogin login) {
        refuseUnlessAdministrator(login);
        return register(vcenterId, plugin);
    }

    @Override
    public void unregister(String vcenterId, OneTimeLogin login) {
        refuseUnlessAdministrator(login);
        unregister(vcenterId);
    }

    private static void refuseUnlessAdministrator(OneTimeLogin login) {
        if (!login.username().equals("administrator@vsphere.local")
                || !login.password().equals(PASSWORD)) {
            throw new GuardException(ErrorCode.VCENTER_LOGIN_FAILED, "user or password is wrong");
        }
    }

    @Override
    public List<AccountRight> accountRights(String vcenterId) {
        return List.of(
                new AccountRight("Task.Create", "showing runs under Recent Tasks", false),
                new AccountRight("Datastore.DeleteFile", null, true));
    }

    @Override
    public void forget(String vcenterId) {}

    @Override
    public void close() {}
}
