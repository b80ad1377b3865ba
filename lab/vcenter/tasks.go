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

// A real vCenter forgets a finished task's object after about this time.
const taskLife = 10 * time.Minute

// TaskManager adds tasks that belong to an extension.
type TaskManager struct {
	simulator.TaskManager

	v *vcenter

	own   sync.Mutex
	last  int
	tasks []*Task
}

// Lock does nothing, on purpose: the registry would hold the manager's own
// mutex during a call, and wait for it again when a task is put.
func (*TaskManager) Lock() {}

// Unlock does nothing; see Lock.
func (*TaskManager) Unlock() {}

func installTasks(v *vcenter) *TaskManager {
	ref := *simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.TaskManager
	original := simulator.Map.Get(ref).(*simulator.TaskManager)
	manager := &TaskManager{v: v}
	manager.TaskManager.TaskManager = original.TaskManager
	simulator.Map.Put(manager)
	simulator.Map.AddHandler(manager)
	return manager
}

// CreateTask makes a task of a type that a registered extension declares.
func (m *TaskManager) CreateTask(ctx *simulator.Context, req *types.CreateTask) soap.HasFault {
	body := new(methods.CreateTaskBody)
	if !m.v.extensions.declaresTask(req.TaskTypeId) {
		body.Fault_ = simulator.Fault("A specified parameter was not correct: taskType",
			&types.InvalidArgument{InvalidProperty: "taskType"})
		return body
	}
	entity, ok := simulator.Map.Get(req.Obj).(mo.Entity)
	if !ok {
		body.Fault_ = simulator.Fault("The object has already been deleted or has not been completely created",
			&types.ManagedObjectNotFound{Obj: req.Obj})
		return body
	}
	by := req.InitiatedBy
	if by == "" {
		by = userOf(ctx)
	}
	task := m.add(entity, types.TaskInfo{
		DescriptionId: req.TaskTypeId, Cancelable: req.Cancelable, ParentTaskKey: req.ParentTaskKey, ActivationId: req.ActivationId,
		Reason: &types.TaskReasonUser{UserName: by},
	})
	body.Res = &types.CreateTaskResponse{Returnval: task.Info}
	return body
}

func userOf(ctx *simulator.Context) string {
	if ctx == nil || ctx.Session == nil {
		return "lab"
	}
	return ctx.Session.UserName
}

// add makes a queued task of what is given and shows it in Recent Tasks.
func (m *TaskManager) add(entity mo.Entity, info types.TaskInfo) *Task {
	m.own.Lock()
	m.last++
	task := &Task{cancelled: make(chan struct{})}
	task.Self = types.ManagedObjectReference{Type: "Task", Value: fmt.Sprintf("task-%d", 1000+m.last)}
	ref := entity.Reference()
	info.Key = task.Self.Value
	info.Task = task.Self
	info.Entity = &ref
	info.EntityName = entity.Entity().Name
	info.State = types.TaskInfoStateQueued
	info.QueueTime = time.Now()
	info.EventChainId = int32(1000 + m.last)
	task.Info = info
	stale := m.prune(time.Now())
	m.tasks = append(m.tasks, task)
	m.own.Unlock()

	for _, old := range stale {
		simulator.Map.Remove(old.Self)
	}
	simulator.Map.Put(task)
	return task
}

func (m *TaskManager) prune(now time.Time) (stale []*Task) {
	var kept []*Task
	for _, task := range m.tasks {
		var end *time.Time
		simulator.Map.WithLock(task, func() { end = task.Info.CompleteTime })
		if end != nil && now.Sub(*end) > taskLife {
			stale = append(stale, task)
		} else {
			kept = append(kept, task)
		}
	}
	m.tasks = kept
	return stale
}

func (m *TaskManager) infos() []types.TaskInfo {
	m.own.Lock()
	tasks := append([]*Task{}, m.tasks...)
	m.own.Unlock()
	var infos []types.TaskInfo
	for _, task := range tasks {
		simulator.Map.WithLock(task, func() { infos = append(infos, task.Info) })
	}
	return infos
}

// Task can be driven from outside and cancelled, which vcsim's cannot.
type Task struct {
	mo.Task

	cancelled chan struct{} // closed by CancelTask
}

func (t *Task) ended() bool {
	return t.Info.State == types.TaskInfoStateSuccess || t.Info.State == types.TaskInfoStateError
}

// SetTaskState moves the task on; an ended task stays ended.
func (t *Task) SetTaskState(req *types.SetTaskState) soap.HasFault {
	body := new(methods.SetTaskStateBody)
	failed := req.State == types.TaskInfoStateError
	switch {
	case t.ended() || req.State == types.TaskInfoStateQueued && t.Info.State != types.TaskInfoStateQueued:
		body.Fault_ = invalidState("The task has ended or cannot go back.")
		return body
	case failed && req.Fault == nil:
		body.Fault_ = simulator.Fault("A specified parameter was not correct: fault", &types.InvalidArgument{InvalidProperty: "fault"})
		return body
	}
	t.move(req.State, req.Result, req.Fault)
	body.Res = new(types.SetTaskStateResponse)
	return body
}

func (t *Task) move(state types.TaskInfoState, result types.AnyType, fault *types.LocalizedMethodFault) {
	now := time.Now()
	changes := []types.PropertyChange{{Name: "info.state", Val: state}}
	if t.Info.StartTime == nil && state != types.TaskInfoStateQueued {
		changes = append(changes, types.PropertyChange{Name: "info.startTime", Val: now})
	}
	if state == types.TaskInfoStateSuccess || state == types.TaskInfoStateError {
		changes = append(changes, types.PropertyChange{Name: "info.completeTime", Val: now})
	}
	if result != nil {
		changes = append(changes, types.PropertyChange{Name: "info.result", Val: result})
	}
	if fault != nil {
		changes = append(changes, types.PropertyChange{Name: "info.error", Val: *fault})
	}
	simulator.Map.Update(t, changes)
}

// UpdateProgress takes 0 to 100 while the task runs.
func (t *Task) UpdateProgress(req *types.UpdateProgress) soap.HasFault {
	body := new(methods.UpdateProgressBody)
	switch {
	case req.PercentDone < 0 || req.PercentDone > 100:
		body.Fault_ = simulator.Fault("percentDone is out of range", &types.OutOfBounds{ArgumentName: "percentDone"})
	case t.Info.State != types.TaskInfoStateRunning:
		body.Fault_ = invalidState("The task is not running.")
	default:
		simulator.Map.Update(t, []types.PropertyChange{{Name: "info.progress", Val: req.PercentDone}})
		body.Res = new(types.UpdateProgressResponse)
	}
	return body
}

// SetTaskDescription changes the line that says what the task does now.
func (t *Task) SetTaskDescription(req *types.SetTaskDescription) soap.HasFault {
	simulator.Map.Update(t, []types.PropertyChange{{Name: "info.description", Val: req.Description}})
	return &methods.SetTaskDescriptionBody{Res: new(types.SetTaskDescriptionResponse)}
}

// CancelTask marks the task; ending it is up to whoever runs it.
func (t *Task) CancelTask(*types.CancelTask) soap.HasFault {
	body := new(methods.CancelTaskBody)
	switch {
	case !t.Info.Cancelable:
		body.Fault_ = simulator.Fault("The task cannot be cancelled.", new(types.NotSupported))
	case t.ended():
		body.Fault_ = invalidState("The task has ended.")
	default:
		if !t.Info.Cancelled {
			simulator.Map.Update(t, []types.PropertyChange{{Name: "info.cancelled", Val: true}})
			close(t.cancelled)
		}
		body.Res = new(types.CancelTaskResponse)
	}
	return body
}

func invalidState(text string) *soap.Fault {
	return simulator.Fault(text, new(types.InvalidState))
}
