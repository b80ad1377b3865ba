package org.datastoreguard.api;

import java.util.List;
import org.datastoreguard.api.document.CloneOrderDocument;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.RollBackOrderDocument;
import org.datastoreguard.api.document.RollBackPreviewDocument;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.recovery.Recovery;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/** Shows and takes orders for ways back. Thread-safe. */
public final class RestoreDesk {
    private final Recovery recovery;

    public RestoreDesk(Recovery recovery) {
        this.recovery = recovery;
    }

    /** @throws GuardException NOT_FOUND; FORBIDDEN; DATASTORE_UNMAPPED; NAS_*; ZFS_FAILED */
    RollBackPreviewDocument preview(String datastoreId, String guid, Rights rights) {
        needOnAll(datastoreId, guid, rights);
        return RollBackPreviewDocument.of(recovery.preview(datastoreId, guid, id -> sees(id, rights)));
    }

    /** @throws GuardException as {@link #preview}; INVALID_FIELD with what would be lost; VERSION_CONFLICT; IN_USE */
    RestoreOrder rollBack(String datastoreId, String guid, RollBackOrderDocument order, Rights rights) {
        needOnAll(datastoreId, guid, rights);
        return recovery.orderRollBack(
                datastoreId,
                guid,
                new Recovery.Consent(order.confirm(), order.newestGuid(), Boolean.TRUE.equals(order.force())),
                id -> sees(id, rights));
    }

    private static boolean sees(String datastoreId, Rights rights) {
        return rights.allow(Role.VIEW, new Place.OfDatastore(datastoreId));
    }

    /** Whoever may change one datastore may not change those that happen to lie on the same dataset. */
    private void needOnAll(String datastoreId, String guid, Rights rights) {
        List<Place> places = recovery.concerned(datastoreId, guid).stream()
                .map(id -> (Place) new Place.OfDatastore(id))
                .toList();
        if (!rights.allowAll(Role.RESTORE, places)) {
            throw new GuardException(
                    ErrorCode.FORBIDDEN,
                    "Other datastores lie on the same dataset and would go back too. That needs the role RESTORE on each"
                            + " of them");
        }
    }

    /** @throws GuardException NOT_FOUND; DATASTORE_UNMAPPED; NOT_YET_SUPPORTED; INVALID_FIELD; NAME_TAKEN; NAS_* */
    RestoreOrder cloneOf(String datastoreId, String guid, CloneOrderDocument order, FormErrors errors) {
        List<String> mountOn = order.mountOn();
        if (mountOn != null && !mountOn.isEmpty()) {
            errors.add(
                    ErrorCode.NOT_YET_SUPPORTED,
                    "mountOn",
                    "is not supported yet; the run's log says what to do to mount the clone");
        }
        errors.throwIfAny();
        return recovery.orderClone(datastoreId, guid, order.name());
    }
}
