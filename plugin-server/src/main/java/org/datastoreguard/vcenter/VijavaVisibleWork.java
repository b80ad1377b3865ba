package org.datastoreguard.vcenter;

import com.vmware.vim25.DatastoreEventArgument;
import com.vmware.vim25.EventEx;
import com.vmware.vim25.InvalidArgument;
import com.vmware.vim25.KeyAnyValue;
import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.RequestCanceled;
import com.vmware.vim25.SystemError;
import com.vmware.vim25.TaskInfo;
import com.vmware.vim25.TaskInfoState;
import com.vmware.vim25.VmEventArgument;
import java.rmi.RemoteException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.function.Function;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Tasks and events through vijava. Thread-safe. */
final class VijavaVisibleWork implements VisibleWork {
    private final Function<String, Connection> connections;
    private final Clock clock;

    VijavaVisibleWork(Function<String, Connection> connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public String begin(String vcenterId, ObjectId object, Kind kind, boolean cancelable) {
        Connection connection = connections.apply(vcenterId);
        return connection.call(session -> {
            TaskInfo task = created(session, object, kind, cancelable, connection.name());
            session.port().setTaskState(task.getTask(), TaskInfoState.running, null, null);
            return task.getTask().getVal();
        });
    }

    /** A vCenter knows the types that a registered extension declares, and no other. */
    private static TaskInfo created(Session session, ObjectId object, Kind kind, boolean cancelable, String vcenter)
            throws RemoteException {
        try {
            return session.port()
                    .createTask(
                            session.content().getTaskManager(),
                            reference(session, object),
                            Declared.task(kind).id(),
                            null,
                            cancelable,
                            null,
                            null);
        } catch (InvalidArgument e) {
            throw new GuardException(
                    ErrorCode.VCENTER_FAULT,
                    "vCenter " + vcenter
                            + " does not know the plugin's tasks, so no run shows there under Recent Tasks."
                            + " The plugin is not registered there, or an older version of it is: datastore-guard"
                            + " vcenter register " + vcenter,
                    e);
        }
    }

    @Override
    public boolean isCancelled(String vcenterId, String taskId) {
        return connections
                .apply(vcenterId)
                .call(session -> new VmReading(session)
                        .property(task(taskId), "info", TaskInfo.class)
                        .filter(TaskInfo::isCancelled)
                        .isPresent());
    }

    @Override
    public void progress(String vcenterId, String taskId, int percent) {
        connections.apply(vcenterId).call(session -> {
            session.port().updateProgress(task(taskId), percent);
            return percent;
        });
    }

    @Override
    public void end(String vcenterId, String taskId, @Nullable Failure failure) {
        connections.apply(vcenterId).call(session -> {
            session.port()
                    .setTaskState(
                            task(taskId),
                            failure == null ? TaskInfoState.success : TaskInfoState.error,
                            null,
                            failure == null ? null : fault(failure));
            return taskId;
        });
    }

    private static LocalizedMethodFault fault(Failure failure) {
        LocalizedMethodFault told = new LocalizedMethodFault();
        told.setLocalizedMessage(failure.reason());
        told.setFault(failure.cancelled() ? new RequestCanceled() : systemError(failure.reason()));
        return told;
    }

    private static MethodFault systemError(String reason) {
        SystemError error = new SystemError();
        error.setReason(reason);
        return error;
    }

    @Override
    public void post(String vcenterId, ObjectId object, Kind kind, Happening happening, Map<String, String> arguments) {
        post(vcenterId, object, Declared.event(kind, happening), arguments);
    }

    @Override
    public void post(String vcenterId, ObjectId object, Notice notice, Map<String, String> arguments) {
        post(vcenterId, object, Declared.event(notice), arguments);
    }

    private void post(String vcenterId, ObjectId object, Declared.Event declared, Map<String, String> arguments) {
        connections.apply(vcenterId).call(session -> {
            session.port()
                    .postEvent(
                            session.content().getEventManager(),
                            event(declared, object.type(), reference(session, object), arguments),
                            null);
            return declared;
        });
    }

    private EventEx event(
            Declared.Event declared, String type, ManagedObjectReference object, Map<String, String> arguments) {
        EventEx event = new EventEx();
        event.setEventTypeId(declared.id());
        event.setSeverity(declared.category().text());
        event.setMessage(declared.sentence(arguments));
        event.setObjectId(object.getVal());
        event.setObjectType(type);
        event.setUserName("");
        event.setCreatedTime(GregorianCalendar.from(clock.instant().atZone(ZoneOffset.UTC)));
        attach(event, type, object, arguments);
        event.setArguments(declared.arguments().stream()
                .map(name -> argument(name, arguments.getOrDefault(name, "")))
                .toArray(KeyAnyValue[]::new));
        return event;
    }

    /** Shows the event on its object; one without any is shown at the root folder. */
    private static void attach(
            EventEx event, String type, ManagedObjectReference object, Map<String, String> arguments) {
        if (type.equals("Datastore")) {
            DatastoreEventArgument on = new DatastoreEventArgument();
            on.setName(arguments.getOrDefault("datastore", object.getVal()));
            on.setDatastore(object);
            event.setDs(on);
        } else if (type.equals("VirtualMachine")) {
            VmEventArgument on = new VmEventArgument();
            on.setName(arguments.getOrDefault("vm", object.getVal()));
            on.setVm(object);
            event.setVm(on);
        }
    }

    private static KeyAnyValue argument(String key, String value) {
        KeyAnyValue argument = new KeyAnyValue();
        argument.setKey(key);
        argument.setValue(value);
        return argument;
    }

    private static ManagedObjectReference reference(Session session, ObjectId id) {
        return id.isRoot() ? session.content().getRootFolder() : Scalars.reference(id.type(), id.value());
    }

    private static ManagedObjectReference task(String id) {
        return Scalars.reference("Task", id);
    }
}
