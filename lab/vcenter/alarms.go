package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// AlarmManager keeps alarm definitions; vcsim 0.24.2 has only its reference.
type AlarmManager struct {
	mo.AlarmManager

	v *vcenter

	mu     sync.Mutex // guards what follows
	last   int
	alarms []*Alarm
}

// Alarm is one definition.
type Alarm struct {
	mo.Alarm

	v *vcenter
}

type alarmRecord struct {
	Key    string                       `xml:"key"`
	Entity types.ManagedObjectReference `xml:"entity"`
	Spec   types.AlarmSpec              `xml:"spec"`
}

func installAlarms(v *vcenter) *AlarmManager {
	manager := &AlarmManager{v: v, last: 100}
	manager.Self = *simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.AlarmManager
	simulator.Map.Put(manager)
	return manager
}

// CreateAlarm refuses a name that is taken, whatever object the other is on.
func (m *AlarmManager) CreateAlarm(ctx *simulator.Context, req *types.CreateAlarm) soap.HasFault {
	body := new(methods.CreateAlarmBody)
	if _, ok := simulator.Map.Get(req.Entity).(mo.Entity); !ok {
		body.Fault_ = simulator.Fault("The object has already been deleted or has not been completely created",
			&types.ManagedObjectNotFound{Obj: req.Entity})
		return body
	}
	spec := *req.Spec.GetAlarmSpec()
	if spec.Name == "" || len(spec.Name) > 80 {
		body.Fault_ = simulator.Fault("The name is not valid", &types.InvalidName{Name: spec.Name, Entity: &req.Entity})
		return body
	}
	for _, other := range m.all() {
		if other.Info.Name == spec.Name {
			body.Fault_ = simulator.Fault(fmt.Sprintf("The name '%s' already exists.", spec.Name),
				&types.DuplicateName{Name: spec.Name, Object: other.Self})
			return body
		}
	}
	alarm := m.put(alarmRecord{Key: m.next(), Entity: req.Entity, Spec: spec}, userOf(ctx))
	m.v.save()
	body.Res = &types.CreateAlarmResponse{Returnval: alarm.Self}
	return body
}

func (m *AlarmManager) next() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last++
	return fmt.Sprintf("alarm-%d", m.last)
}

func (m *AlarmManager) put(record alarmRecord, user string) *Alarm {
	if record.Spec.SystemName == "" {
		record.Spec.SystemName = record.Spec.Name
	}
	alarm := &Alarm{v: m.v}
	alarm.Self = types.ManagedObjectReference{Type: "Alarm", Value: record.Key}
	alarm.Info = types.AlarmInfo{
		AlarmSpec: record.Spec, Key: record.Key, Alarm: alarm.Self, Entity: record.Entity,
		LastModifiedTime: time.Now(), LastModifiedUser: user,
	}
	simulator.Map.Put(alarm)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.alarms = append(m.alarms, alarm)
	return alarm
}

// GetAlarm lists the definitions on an object, all when none is named.
func (m *AlarmManager) GetAlarm(req *types.GetAlarm) soap.HasFault {
	answer := new(types.GetAlarmResponse)
	for _, alarm := range m.all() {
		if req.Entity == nil || alarm.Info.Entity == *req.Entity {
			answer.Returnval = append(answer.Returnval, alarm.Self)
		}
	}
	return &methods.GetAlarmBody{Res: answer}
}

// RemoveAlarm takes a definition away.
func (a *Alarm) RemoveAlarm(*types.RemoveAlarm) soap.HasFault {
	a.v.alarms.remove(a)
	a.v.save()
	return &methods.RemoveAlarmBody{Res: new(types.RemoveAlarmResponse)}
}

func (m *AlarmManager) remove(alarm *Alarm) {
	m.mu.Lock()
	var kept []*Alarm
	for _, other := range m.alarms {
		if other != alarm {
			kept = append(kept, other)
		}
	}
	m.alarms = kept
	m.mu.Unlock()
	simulator.Map.Remove(alarm.Self)
}

func (m *AlarmManager) all() []*Alarm {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]*Alarm{}, m.alarms...)
}

func (m *AlarmManager) records() []alarmRecord {
	var records []alarmRecord
	for _, alarm := range m.all() {
		records = append(records, alarmRecord{Key: alarm.Self.Value, Entity: alarm.Info.Entity, Spec: alarm.Info.AlarmSpec})
	}
	return records
}

func (m *AlarmManager) restore(records []alarmRecord) {
	for _, record := range records {
		m.put(record, "lab")
		var number int
		if _, err := fmt.Sscanf(record.Key, "alarm-%d", &number); err == nil && number > m.last {
			m.last = number
		}
	}
}

func (m *AlarmManager) clear() {
	for _, alarm := range m.all() {
		m.remove(alarm)
	}
	m.v.save()
}

// show lists definitions with the state of each object that an event of an
// extension has brought about since; the last event counts.
func (m *AlarmManager) show() []fields {
	posted := events()
	list := []fields{}
	for _, alarm := range m.all() {
		states := map[string]string{}
		for _, event := range posted {
			if event.CreatedTime.Before(alarm.Info.LastModifiedTime.Add(-time.Second)) {
				continue
			}
			if status := triggered(alarm.Info.Expression, event); status != "" {
				states[event.ObjectId] = status
			}
		}
		list = append(list, fields{
			"alarm": alarm.Self.Value, "name": alarm.Info.Name, "entity": alarm.Info.Entity.Value,
			"enabled": alarm.Info.Enabled, "states": states,
		})
	}
	return list
}

// triggered is the state that an event brings about, empty for none.
func triggered(expression types.BaseAlarmExpression, event *types.EventEx) string {
	switch e := expression.(type) {
	case *types.OrAlarmExpression:
		for _, part := range e.Expression {
			if status := triggered(part, event); status != "" {
				return status
			}
		}
	case *types.EventAlarmExpression:
		if e.EventType == "EventEx" && e.EventTypeId == event.EventTypeId && e.ObjectType == event.ObjectType {
			return string(e.Status)
		}
	}
	return ""
}
