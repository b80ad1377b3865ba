package org.datastoreguard.api;

import java.util.List;
import java.util.Objects;
import org.datastoreguard.api.document.VcenterForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Registration;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters;
import org.datastoreguard.vcenter.Vcenters.AccountRight;
import org.datastoreguard.vcenter.Vcenters.OneTimeLogin;
import org.jspecify.annotations.Nullable;

/** Adds, changes and removes vCenters, so that what is stored could always be logged in to. Thread-safe. */
public final class VcenterDesk {
    private final VcenterServers servers;
    private final Vcenters vcenters;
    private final Usage usage;
    private final ServerFacts facts;

    public VcenterDesk(VcenterServers servers, Vcenters vcenters, Usage usage, ServerFacts facts) {
        this.servers = servers;
        this.vcenters = vcenters;
        this.usage = usage;
        this.facts = facts;
    }

    List<VcenterServer> all() {
        return servers.all();
    }

    VcenterServer find(String id) {
        return servers.find(id).orElseThrow(() -> Answers.notFound("vCenter"));
    }

    /** @throws GuardException VCENTER_*, NAME_TAKEN; nothing is kept then */
    VcenterServer add(VcenterServer wanted, String password) {
        VcenterServer added = checked(wanted, password);
        servers.add(added, password);
        return added;
    }

    /**
     * @param password null to keep the stored one
     * @throws GuardException VCENTER_*, VERSION_CONFLICT; nothing is changed then
     */
    VcenterServer change(VcenterServer current, VcenterServer wanted, @Nullable String password) {
        if (password == null && !current.url().equals(wanted.url())) {
            // Otherwise whoever may edit an address could have the stored password sent to a machine of theirs.
            throw GuardException.invalid("password", "is required when url changes");
        }
        VcenterServer checked = checked(wanted, password == null ? servers.password(current.id()) : password);
        VcenterServer stored = servers.update(checked);
        if (password != null) {
            servers.changePassword(current.id(), password);
        }
        vcenters.forget(current.id());
        return stored;
    }

    private VcenterServer checked(VcenterServer wanted, String password) {
        if (wanted.fingerprint().equals(VcenterForm.NOT_COMPARED)) {
            throw fingerprintToCompare(wanted);
        }
        String uuid = vcenters.check(wanted, password).instanceUuid();
        servers.all().stream()
                .filter(other ->
                        uuid.equals(other.instanceUuid()) && !other.id().equals(wanted.id()))
                .findFirst()
                .ifPresent(other -> {
                    throw new GuardException(ErrorCode.NAME_TAKEN, "This vCenter is already known as " + other.name());
                });
        if (wanted.instanceUuid() != null && !Objects.equals(uuid, wanted.instanceUuid())) {
            throw GuardException.invalid("url", "leads to another vCenter; add that one as a new vCenter instead");
        }
        return new VcenterServer(
                wanted.id(),
                wanted.name(),
                wanted.url(),
                wanted.username(),
                wanted.fingerprint(),
                uuid,
                wanted.version());
    }

    /** A fingerprint that came with the connection proves nothing; a person compares it, then sends it. */
    private GuardException fingerprintToCompare(VcenterServer wanted) {
        String offered = "";
        try {
            vcenters.check(wanted, "");
        } catch (GuardException e) {
            if (e.code() != ErrorCode.VCENTER_FINGERPRINT_MISMATCH) {
                return e;
            }
            offered = e.message();
        }
        return GuardException.ofFields(
                ErrorCode.VCENTER_FINGERPRINT_MISMATCH,
                List.of(new FieldError(
                        "fingerprint",
                        "is required: compare the certificate's SHA-256 with the vCenter's own, then send it. "
                                + offered)));
    }

    /** @throws GuardException IN_USE with the names of the tasks */
    void remove(VcenterServer server) {
        usage.refuseIfUsed("vCenter", usage.ofVcenter(server));
        servers.remove(server.id());
        vcenters.forget(server.id());
    }

    Registration registration(VcenterServer server) {
        return vcenters.registration(server.id(), facts.pluginAddress());
    }

    List<AccountRight> accountRights(VcenterServer server) {
        return vcenters.accountRights(server.id());
    }

    /** @param login null for the stored account */
    Registration register(VcenterServer server, @Nullable OneTimeLogin login) {
        return login == null
                ? vcenters.register(server.id(), facts.pluginAddress())
                : vcenters.register(server.id(), facts.pluginAddress(), login);
    }

    /** @param login null for the stored account */
    void unregister(VcenterServer server, @Nullable OneTimeLogin login) {
        if (login == null) {
            vcenters.unregister(server.id());
        } else {
            vcenters.unregister(server.id(), login);
        }
    }
}
