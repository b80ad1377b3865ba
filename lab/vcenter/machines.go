package main

import (
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// snapshotDuration is how long a snapshot takes when nothing is wrong.
const snapshotDuration = 60 * time.Millisecond

// snapshotRecord is one VM snapshot, as it is kept across restarts.
type snapshotRecord struct {
	ID          int32     `xml:"id"`
	VM          string    `xml:"vm"`
	Parent      int32     `xml:"parent,omitempty"`
	Current     bool      `xml:"current,omitempty"`
	Name        string    `xml:"name"`
	Description string    `xml:"description"`
	Quiesced    bool      `xml:"quiesced"`
	Memory      bool      `xml:"memory"`
	Created     time.Time `xml:"created"`
}

func (s *snapshotRecord) ref() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "VirtualMachineSnapshot", Value: fmt.Sprintf("snapshot-%d", s.ID)}
}

// machines is all VMs and the numbering of their snapshots.
type machines struct {
	v *vcenter

	mu   sync.Mutex
	list []*VirtualMachine
	last int32
}

func newMachines(v *vcenter) *machines { return &machines{v: v} }

// adopt puts our kind of VM in the place of vcsim's.
func (m *machines) adopt(ref types.ManagedObjectReference) *VirtualMachine {
	original := simulator.Map.Get(ref).(*simulator.VirtualMachine)
	vm := &VirtualMachine{VirtualMachine: *original, v: m.v}
	simulator.Map.Put(vm)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.list = append(m.list, vm)
	return vm
}

func (m *machines) find(name string) *VirtualMachine {
	for _, vm := range m.all() {
		if vm.Name == name || vm.Self.Value == name {
			return vm
		}
	}
	return nil
}

func (m *machines) all() []*VirtualMachine {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]*VirtualMachine{}, m.list...)
}

func (m *machines) forget(vm *VirtualMachine) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, other := range m.list {
		if other == vm {
			m.list = append(m.list[:i:i], m.list[i+1:]...)
			return
		}
	}
}

func (m *machines) nextID() int32 {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last++
	return m.last
}

func (m *machines) records() []snapshotRecord {
	var all []snapshotRecord
	for _, vm := range m.all() {
		simulator.Map.WithLock(vm, func() {
			for _, record := range vm.snapshots {
				all = append(all, *record)
			}
		})
	}
	return all
}

// restore puts snapshots back that were there before a restart.
func (m *machines) restore(records []snapshotRecord) {
	for i := range records {
		record := records[i]
		if record.ID > m.last {
			m.last = record.ID
		}
		if vm := m.find(record.VM); vm != nil {
			simulator.Map.WithLock(vm, func() {
				vm.snapshots = append(vm.snapshots, &record)
				vm.putSnapshot(&record)
			})
		}
	}
	for _, vm := range m.all() {
		if len(vm.snapshots) > 0 {
			simulator.Map.WithLock(vm, vm.showSnapshots)
		}
	}
}

// clear removes every snapshot of every VM, after what is still going on.
func (m *machines) clear() {
	for _, vm := range m.all() {
		vm.operations.Wait()
		simulator.Map.WithLock(vm, func() {
			for _, record := range vm.snapshots {
				simulator.Map.Remove(record.ref())
			}
			vm.snapshots = nil
			vm.showSnapshots()
		})
	}
	m.v.save()
}

// VirtualMachine takes snapshots in the background, one at a time, as a real
// one does, and can fail at it.
type VirtualMachine struct {
	simulator.VirtualMachine

	v          *vcenter
	snapshots  []*snapshotRecord
	busy       *Task
	operations sync.WaitGroup // what still runs in the background
}

// VirtualMachineSnapshot is the object behind a record.
type VirtualMachineSnapshot struct {
	mo.VirtualMachineSnapshot

	vm     *VirtualMachine
	record *snapshotRecord
}

// CreateSnapshotTask starts a snapshot.
func (vm *VirtualMachine) CreateSnapshotTask(ctx *simulator.Context, req *types.CreateSnapshot_Task) soap.HasFault {
	body := new(methods.CreateSnapshot_TaskBody)
	task, fault := vm.create(ctx, snapshotRecord{
		Name: req.Name, Description: req.Description, Memory: req.Memory, Quiesced: req.Quiesce && !req.Memory,
	})
	if fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = &types.CreateSnapshot_TaskResponse{Returnval: task.Self}
	return body
}

// CreateSnapshotExTask starts a snapshot; a quiesceSpec means quiesced.
func (vm *VirtualMachine) CreateSnapshotExTask(ctx *simulator.Context, req *types.CreateSnapshotEx_Task) soap.HasFault {
	body := new(methods.CreateSnapshotEx_TaskBody)
	task, fault := vm.create(ctx, snapshotRecord{
		Name: req.Name, Description: req.Description, Memory: req.Memory, Quiesced: req.QuiesceSpec != nil && !req.Memory,
	})
	if fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = &types.CreateSnapshotEx_TaskResponse{Returnval: task.Self}
	return body
}

func (vm *VirtualMachine) create(ctx *simulator.Context, record snapshotRecord) (*Task, *soap.Fault) {
	return vm.start(ctx, operation{
		entity: vm, name: "CreateSnapshot_Task", id: "VirtualMachine.createSnapshot", kind: createOperation, quiesced: record.Quiesced,
		apply: func() types.AnyType {
			record.ID = vm.v.machines.nextID()
			record.VM = vm.Name
			record.Created = time.Now()
			for _, other := range vm.snapshots {
				if other.Current {
					record.Parent = other.ID
				}
				other.Current = false
			}
			record.Current = true
			vm.snapshots = append(vm.snapshots, &record)
			vm.putSnapshot(&record)
			vm.showSnapshots()
			return record.ref()
		},
	})
}

// RemoveAllSnapshotsTask starts removing every snapshot.
func (vm *VirtualMachine) RemoveAllSnapshotsTask(ctx *simulator.Context, _ *types.RemoveAllSnapshots_Task) soap.HasFault {
	body := new(methods.RemoveAllSnapshots_TaskBody)
	task, fault := vm.start(ctx, operation{
		entity: vm, name: "RemoveAllSnapshots_Task", id: "VirtualMachine.removeAllSnapshots", kind: removeOperation,
		apply: func() types.AnyType {
			for _, record := range vm.snapshots {
				simulator.Map.Remove(record.ref())
			}
			vm.snapshots = nil
			vm.showSnapshots()
			return nil
		},
	})
	if fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = &types.RemoveAllSnapshots_TaskResponse{Returnval: task.Self}
	return body
}

// RemoveSnapshotTask starts removing one snapshot, its children too if asked.
func (s *VirtualMachineSnapshot) RemoveSnapshotTask(ctx *simulator.Context, req *types.RemoveSnapshot_Task) soap.HasFault {
	body := new(methods.RemoveSnapshot_TaskBody)
	var task *Task
	var fault *soap.Fault
	simulator.Map.WithLock(s.vm, func() {
		task, fault = s.vm.start(ctx, operation{
			entity: s.vm, name: "RemoveSnapshot_Task", id: "vm.Snapshot.remove", kind: removeOperation,
			apply: func() types.AnyType { s.vm.remove(s.record, req.RemoveChildren); return nil },
		})
	})
	if fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = &types.RemoveSnapshot_TaskResponse{Returnval: task.Self}
	return body
}

// remove keeps the children, unless told otherwise, by giving them the parent.
func (vm *VirtualMachine) remove(gone *snapshotRecord, children bool) {
	var kept []*snapshotRecord
	for _, record := range vm.snapshots {
		switch {
		case record == gone:
		case record.Parent == gone.ID && children:
			defer vm.remove(record, true)
			kept = append(kept, record)
		default:
			kept = append(kept, record)
		}
	}
	vm.snapshots = kept
	for _, record := range kept {
		if record.Parent == gone.ID && !children {
			record.Parent = gone.Parent
		}
		if gone.Current && record.ID == gone.Parent {
			record.Current = true
		}
	}
	simulator.Map.Remove(gone.ref())
	vm.showSnapshots()
}

func (vm *VirtualMachine) putSnapshot(record *snapshotRecord) {
	snapshot := &VirtualMachineSnapshot{vm: vm, record: record}
	snapshot.Self = record.ref()
	snapshot.Vm = vm.Self
	snapshot.Config = *vm.Config
	simulator.Map.Put(snapshot)
}

// showSnapshots renders the records as the VM's snapshot property.
func (vm *VirtualMachine) showSnapshots() {
	if len(vm.snapshots) == 0 {
		simulator.Map.Update(&vm.VirtualMachine, []types.PropertyChange{
			{Name: "snapshot", Val: nil}, {Name: "rootSnapshot", Val: []types.ManagedObjectReference{}},
		})
		return
	}
	info := types.VirtualMachineSnapshotInfo{RootSnapshotList: vm.tree(0)}
	roots := []types.ManagedObjectReference{}
	for _, record := range vm.snapshots {
		if record.Current {
			ref := record.ref()
			info.CurrentSnapshot = &ref
		}
		if record.Parent == 0 {
			roots = append(roots, record.ref())
		}
		if snapshot, ok := simulator.Map.Get(record.ref()).(*VirtualMachineSnapshot); ok {
			snapshot.ChildSnapshot = vm.children(record.ID)
		}
	}
	simulator.Map.Update(&vm.VirtualMachine, []types.PropertyChange{
		{Name: "snapshot", Val: info}, {Name: "rootSnapshot", Val: roots},
	})
}

func (vm *VirtualMachine) children(parent int32) []types.ManagedObjectReference {
	var refs []types.ManagedObjectReference
	for _, record := range vm.snapshots {
		if record.Parent == parent {
			refs = append(refs, record.ref())
		}
	}
	return refs
}

func (vm *VirtualMachine) tree(parent int32) []types.VirtualMachineSnapshotTree {
	var nodes []types.VirtualMachineSnapshotTree
	for _, record := range vm.snapshots {
		if record.Parent != parent {
			continue
		}
		nodes = append(nodes, types.VirtualMachineSnapshotTree{
			Snapshot: record.ref(), Vm: vm.Self, Name: record.Name, Description: record.Description,
			Id: record.ID, CreateTime: record.Created, State: vm.Runtime.PowerState, Quiesced: record.Quiesced,
			ChildSnapshotList: vm.tree(record.ID), ReplaySupported: types.NewBool(false),
		})
	}
	return nodes
}

const (
	createOperation = "create"
	removeOperation = "remove"
)

// operation is a snapshot operation that runs as a vCenter task.
type operation struct {
	entity   mo.Entity
	name     string
	id       string
	kind     string
	quiesced bool
	apply    func() types.AnyType // with the VM locked
}

// start begins an operation unless another one is going on. The caller holds
// the VM's lock, as the registry takes it for every call.
func (vm *VirtualMachine) start(ctx *simulator.Context, o operation) (*Task, *soap.Fault) {
	if vm.busy != nil {
		return nil, simulator.Fault("The operation is not allowed: another task is already in progress.",
			&types.TaskInProgress{Task: vm.busy.Self})
	}
	task := vm.v.tasks.add(o.entity, types.TaskInfo{
		Name: o.name, DescriptionId: o.id, Cancelable: o.kind == createOperation, Reason: &types.TaskReasonUser{UserName: userOf(ctx)},
	})
	vm.busy = task
	vm.operations.Add(1)
	go vm.run(task, o)
	return task, nil
}

func (vm *VirtualMachine) run(task *Task, o operation) {
	defer vm.operations.Done()
	vm.step(task, func() { task.move(types.TaskInfoStateRunning, nil, nil) })
	fault := vm.v.faults.snapshot(vm.Name, o, task.cancelled)
	if fault == nil {
		select {
		case <-task.cancelled:
			fault = new(types.RequestCanceled)
		case <-time.After(snapshotDuration):
		}
	}
	var result types.AnyType
	simulator.Map.WithLock(vm, func() {
		if fault == nil {
			result = o.apply()
		}
		vm.busy = nil
	})
	vm.v.save()
	vm.step(task, func() {
		if fault == nil {
			task.move(types.TaskInfoStateSuccess, result, nil)
			return
		}
		name := reflect.TypeOf(fault).Elem().Name()
		task.move(types.TaskInfoStateError, nil, &types.LocalizedMethodFault{Fault: fault, LocalizedMessage: snapshotFaultText(name, vm.Name)})
	})
}

func (vm *VirtualMachine) step(task *Task, change func()) { simulator.Map.WithLock(task, change) }

func snapshotFaultText(kind, vm string) string {
	switch kind {
	case "ApplicationQuiesceFault":
		return "An error occurred while quiescing the virtual machine " + vm + ". See the virtual machine's event log for details."
	case "RequestCanceled":
		return "The task was canceled by a user."
	}
	return "An error occurred while taking or removing a snapshot of " + vm + "."
}
