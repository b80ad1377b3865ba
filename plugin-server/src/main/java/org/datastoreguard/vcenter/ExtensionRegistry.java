package org.datastoreguard.vcenter;

import com.vmware.vim25.Extension;
import com.vmware.vim25.InvalidArgument;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NotFound;
import java.rmi.RemoteException;
import java.time.Instant;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.jspecify.annotations.Nullable;

/**
 * The extension manager of one vCenter, for our key only. Talks to vijava's stub rather than its {@code ExtensionManager},
 * which escapes the {@code &} of a URL a second time.
 */
final class ExtensionRegistry {
    private final Session session;

    ExtensionRegistry(Session session) {
        this.session = session;
    }

    Registration read(PluginAddress plugin) throws RemoteException {
        return RegistrationReading.read(find(), plugin, session.transport().version());
    }

    /** Registers, or updates what is there. Doing it twice leaves what doing it once leaves. */
    void write(PluginAddress plugin, Instant now) throws RemoteException {
        Extension wanted = PluginExtension.of(plugin, now, session.transport().version());
        Extension found = find();
        if (found == null) {
            register(wanted);
        } else {
            refuseForeign(found);
            session.port().updateExtension(registry(), wanted);
        }
    }

    /** Between looking and registering another server of ours may have been quicker. */
    private void register(Extension wanted) throws RemoteException {
        try {
            session.port().registerExtension(registry(), wanted);
        } catch (InvalidArgument e) {
            Extension found = find();
            if (found == null) {
                throw e;
            }
            refuseForeign(found);
            session.port().updateExtension(registry(), wanted);
        }
    }

    void remove() throws RemoteException {
        Extension found = find();
        if (found == null) {
            return;
        }
        refuseForeign(found);
        try {
            session.port().unregisterExtension(registry(), PluginExtension.KEY);
        } catch (NotFound e) {
            // Somebody else removed it meanwhile, which is what was asked for.
            return;
        }
    }

    private static void refuseForeign(Extension found) {
        if (RegistrationReading.isForeign(found)) {
            throw new GuardException(
                    ErrorCode.EXTENSION_OWNED_BY_OTHER,
                    RegistrationReading.owner(found) + "; it is left as it is. Unregister that product first");
        }
    }

    /** Whether nobody else holds the key: it is ours, or free. */
    boolean isOurs() throws RemoteException {
        Extension found = find();
        return found == null || !RegistrationReading.isForeign(found);
    }

    private @Nullable Extension find() throws RemoteException {
        return session.port().findExtension(registry(), PluginExtension.KEY);
    }

    private ManagedObjectReference registry() {
        return session.content().getExtensionManager();
    }
}
