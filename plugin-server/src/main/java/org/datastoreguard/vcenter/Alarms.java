package org.datastoreguard.vcenter;

import com.vmware.vim25.AlarmExpression;
import com.vmware.vim25.AlarmInfo;
import com.vmware.vim25.AlarmSetting;
import com.vmware.vim25.AlarmSpec;
import com.vmware.vim25.DuplicateName;
import com.vmware.vim25.EventAlarmExpression;
import com.vmware.vim25.ManagedEntityStatus;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OrAlarmExpression;
import java.rmi.RemoteException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.vcenter.Declared.Alarm;

/**
 * Our alarm definitions at one vCenter, on its root folder. One that is there is left as it is, since people add mails and
 * scripts to alarms; those that are missing are made, and all of them go with the registration.
 */
final class Alarms {
    private final Session session;

    Alarms(Session session) {
        this.session = session;
    }

    /** Names of ours that are not there. */
    List<String> missing() throws RemoteException {
        Map<String, ManagedObjectReference> found = found();
        return Declared.ALARMS.stream()
                .map(Alarm::name)
                .filter(name -> !found.containsKey(name))
                .toList();
    }

    void complete() throws RemoteException {
        List<String> missing = missing();
        for (Alarm alarm : Declared.ALARMS) {
            if (missing.contains(alarm.name())) {
                create(alarm);
            }
        }
    }

    private void create(Alarm alarm) throws RemoteException {
        try {
            session.port().createAlarm(manager(), session.content().getRootFolder(), spec(alarm));
        } catch (DuplicateName e) {
            // Another server of ours was quicker, or somebody defined it elsewhere in the inventory.
            return;
        }
    }

    void remove() throws RemoteException {
        for (ManagedObjectReference alarm : found().values()) {
            try {
                session.port().removeAlarm(alarm);
            } catch (ManagedObjectNotFound e) {
                // Somebody else removed it meanwhile, which is what was asked for.
                continue;
            }
        }
    }

    /** Ours by name. The system name stays what it was when somebody gives an alarm another name. */
    private Map<String, ManagedObjectReference> found() throws RemoteException {
        ManagedObjectReference[] all =
                session.port().getAlarm(manager(), session.content().getRootFolder());
        Map<String, ManagedObjectReference> found = new HashMap<>();
        if (all == null || all.length == 0) {
            return found;
        }
        Map<ManagedObjectReference, AlarmInfo> infos = new VmReading(session).property("info", AlarmInfo.class, all);
        for (Alarm ours : Declared.ALARMS) {
            infos.forEach((alarm, info) -> {
                if (ours.name().equals(info.getSystemName()) || ours.name().equals(info.getName())) {
                    found.put(ours.name(), alarm);
                }
            });
        }
        return found;
    }

    private static AlarmSpec spec(Alarm alarm) {
        OrAlarmExpression any = new OrAlarmExpression();
        any.setExpression(
                alarm.triggers().stream().map(trigger -> on(alarm, trigger)).toArray(AlarmExpression[]::new));
        AlarmSetting setting = new AlarmSetting();
        setting.setToleranceRange(0);
        setting.setReportingFrequency(0);
        AlarmSpec spec = new AlarmSpec();
        spec.setName(alarm.name());
        spec.setSystemName(alarm.name());
        spec.setDescription(alarm.description());
        spec.setEnabled(true);
        spec.setExpression(any);
        spec.setActionFrequency(0);
        spec.setSetting(setting);
        return spec;
    }

    private static EventAlarmExpression on(Alarm alarm, Declared.Trigger trigger) {
        EventAlarmExpression on = new EventAlarmExpression();
        on.setEventType("EventEx");
        on.setEventTypeId(Declared.event(trigger.event()).id());
        on.setObjectType(alarm.objectType());
        on.setStatus(ManagedEntityStatus.valueOf(trigger.status()));
        return on;
    }

    private ManagedObjectReference manager() {
        return session.content().getAlarmManager();
    }
}
