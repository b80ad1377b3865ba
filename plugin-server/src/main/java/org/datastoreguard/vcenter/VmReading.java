package org.datastoreguard.vcenter;

import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.PropertySpec;
import com.vmware.vim25.RetrieveOptions;
import com.vmware.vim25.RetrieveResult;
import com.vmware.vim25.SelectionSpec;
import com.vmware.vim25.TraversalSpec;
import com.vmware.vim25.VirtualMachinePowerState;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.jspecify.annotations.Nullable;

/** Reads VMs, their snapshots and tasks by RetrievePropertiesEx; pages are fetched by their tokens. */
final class VmReading {
    private static final String NAME = "name";
    private static final String POWER = "runtime.powerState";
    private static final String TEMPLATE = "summary.config.template";
    private static final String TOOLS = "guest.toolsRunningStatus";
    private static final Set<Object> TOOLS_RUN = Set.of("guestToolsRunning", "guestToolsExecutingScripts");

    private final Session session;

    VmReading(Session session) {
        this.session = session;
    }

    List<Vm> on(ManagedObjectReference datastore) throws RemoteException {
        TraversalSpec vms = new TraversalSpec();
        vms.setName("vms");
        vms.setType("Datastore");
        vms.setPath("vm");
        vms.setSkip(false);
        ObjectSpec start = new ObjectSpec();
        start.setObj(datastore);
        start.setSkip(true);
        start.setSelectSet(new SelectionSpec[] {vms});
        return read(start, "VirtualMachine", NAME, POWER, TEMPLATE, TOOLS).stream()
                .map(VmReading::vm)
                .toList();
    }

    private static Vm vm(ObjectContent content) {
        Map<String, Object> properties = properties(content);
        String id = content.getObj().getVal();
        return new Vm(
                id,
                properties.get(NAME) instanceof String name ? name : id,
                power(properties.get(POWER)),
                Boolean.TRUE.equals(properties.get(TEMPLATE)),
                TOOLS_RUN.contains(properties.getOrDefault(TOOLS, "")));
    }

    private static Power power(@Nullable Object state) {
        if (state == VirtualMachinePowerState.poweredOn) {
            return Power.ON;
        } else if (state == VirtualMachinePowerState.poweredOff) {
            return Power.OFF;
        }
        return state == VirtualMachinePowerState.suspended ? Power.SUSPENDED : Power.UNKNOWN;
    }

    /** All snapshots of a VM; empty when it has none. */
    Optional<VirtualMachineSnapshotInfo> snapshots(ManagedObjectReference vm) throws RemoteException {
        return property(vm, "snapshot", VirtualMachineSnapshotInfo.class);
    }

    /** One property of one object; empty when it is not set. */
    <T> Optional<T> property(ManagedObjectReference object, String path, Class<T> type) throws RemoteException {
        return read(only(object), object.getType(), path).stream()
                .map(content -> properties(content).get(path))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** One property of several objects of one type, in one call; without those where it is not set. */
    <T> Map<ManagedObjectReference, T> property(String path, Class<T> type, ManagedObjectReference... objects)
            throws RemoteException {
        ObjectSpec[] each = Arrays.stream(objects).map(VmReading::only).toArray(ObjectSpec[]::new);
        Map<ManagedObjectReference, T> found = new HashMap<>();
        for (ObjectContent content : read(each, objects[0].getType(), path)) {
            Object value = properties(content).get(path);
            if (type.isInstance(value)) {
                found.put(content.getObj(), type.cast(value));
            }
        }
        return found;
    }

    private static ObjectSpec only(ManagedObjectReference object) {
        ObjectSpec only = new ObjectSpec();
        only.setObj(object);
        only.setSkip(false);
        return only;
    }

    private static Map<String, Object> properties(ObjectContent content) {
        return Stream.ofNullable(content.getPropSet())
                .flatMap(Arrays::stream)
                .filter(property -> property.getName() != null && property.getVal() != null)
                .collect(Collectors.toMap(DynamicProperty::getName, DynamicProperty::getVal));
    }

    private List<ObjectContent> read(ObjectSpec start, String type, String... paths) throws RemoteException {
        return read(new ObjectSpec[] {start}, type, paths);
    }

    private List<ObjectContent> read(ObjectSpec[] starts, String type, String... paths) throws RemoteException {
        PropertySpec properties = new PropertySpec();
        properties.setType(type);
        properties.setAll(false);
        properties.setPathSet(paths);
        PropertyFilterSpec filter = new PropertyFilterSpec();
        filter.setPropSet(new PropertySpec[] {properties});
        filter.setObjectSet(starts);
        return pages(filter);
    }

    private List<ObjectContent> pages(PropertyFilterSpec filter) throws RemoteException {
        ManagedObjectReference collector = session.content().getPropertyCollector();
        List<ObjectContent> all = new ArrayList<>();
        RetrieveResult page = session.port()
                .retrievePropertiesEx(collector, new PropertyFilterSpec[] {filter}, new RetrieveOptions());
        while (page != null) {
            Stream.ofNullable(page.getObjects()).flatMap(Arrays::stream).forEach(all::add);
            String token = page.getToken();
            page = token == null ? null : session.port().continueRetrievePropertiesEx(collector, token);
        }
        return all;
    }
}
