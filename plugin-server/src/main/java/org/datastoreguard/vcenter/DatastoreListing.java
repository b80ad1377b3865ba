package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.PropertySpec;
import com.vmware.vim25.RetrieveOptions;
import com.vmware.vim25.RetrieveResult;
import com.vmware.vim25.SelectionSpec;
import com.vmware.vim25.TraversalSpec;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all datastores of a vCenter by one RetrievePropertiesEx over a container view; when the vCenter pages its answer,
 * the pages are fetched by their tokens.
 *
 * <p>{@code info} is asked for as a whole although only a few of its members are needed: the path {@code info.nas} exists
 * in one subtype only, and a vCenter checks paths against the declared type and refuses the whole call for an unknown
 * one. It costs about 1.5 KB per datastore.
 */
final class DatastoreListing {
    private static final Logger log = LoggerFactory.getLogger(DatastoreListing.class);
    private static final String[] PROPERTIES = {
        "name", "summary.type", "summary.accessible", "summary.capacity", "summary.freeSpace", "info"
    };

    private final Session session;

    DatastoreListing(Session session) {
        this.session = session;
    }

    /** Whether it is one of the paths that are asked for. */
    static boolean reads(String path) {
        return Arrays.asList(PROPERTIES).contains(path);
    }

    /** The properties of every datastore the account may see. */
    List<ObjectContent> read() throws RemoteException {
        ManagedObjectReference view = view(session);
        try {
            return pages(view);
        } finally {
            destroy(view);
        }
    }

    /** All datastores, now and later; to be destroyed. */
    static ManagedObjectReference view(Session session) throws RemoteException {
        return session.port()
                .createContainerView(
                        session.content().getViewManager(),
                        session.content().getRootFolder(),
                        new String[] {"Datastore"},
                        true);
    }

    private List<ObjectContent> pages(ManagedObjectReference view) throws RemoteException {
        ManagedObjectReference collector = session.content().getPropertyCollector();
        List<ObjectContent> all = new ArrayList<>();
        RetrieveResult page = session.port()
                .retrievePropertiesEx(collector, new PropertyFilterSpec[] {filter(view)}, new RetrieveOptions());
        while (page != null) {
            if (page.getObjects() != null) {
                all.addAll(Arrays.asList(page.getObjects()));
            }
            String token = page.getToken();
            page = token == null ? null : session.port().continueRetrievePropertiesEx(collector, token);
        }
        return all;
    }

    /** What is read of the datastores in a view. */
    static PropertyFilterSpec filter(ManagedObjectReference view) {
        PropertySpec properties = new PropertySpec();
        properties.setType("Datastore");
        properties.setAll(false);
        properties.setPathSet(PROPERTIES);
        TraversalSpec members = new TraversalSpec();
        members.setName("members");
        members.setType("ContainerView");
        members.setPath("view");
        members.setSkip(false);
        ObjectSpec start = new ObjectSpec();
        start.setObj(view);
        start.setSkip(true);
        start.setSelectSet(new SelectionSpec[] {members});
        PropertyFilterSpec filter = new PropertyFilterSpec();
        filter.setPropSet(new PropertySpec[] {properties});
        filter.setObjectSet(new ObjectSpec[] {start});
        return filter;
    }

    /** Otherwise the view would live as long as the session; a failure here does not spoil what was read. */
    private void destroy(ManagedObjectReference view) {
        try {
            session.port().destroyView(view);
        } catch (RemoteException e) {
            log.debug("a container view is left until the session ends", e);
        }
    }
}
