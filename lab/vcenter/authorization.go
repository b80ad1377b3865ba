package main

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// everything stands for all privileges there are, also those of extensions.
const everything = "*"

// account is someone who can log in. Privileges hold on the whole inventory.
type account struct {
	Name       string   `json:"name"`
	Password   string   `json:"password,omitempty"`
	Privileges []string `json:"privileges"`
	builtIn    bool
}

// canonical is the form in which a vCenter reports a user, DOMAIN\name.
func (a *account) canonical() string {
	name, domain, found := strings.Cut(a.Name, "@")
	if !found {
		return a.Name
	}
	return strings.ToUpper(domain) + `\` + name
}

func (a *account) is(name string) bool {
	return strings.EqualFold(a.Name, name) || strings.EqualFold(a.canonical(), name)
}

// denial takes a privilege away at runtime; an empty member means "any".
type denial struct {
	Privilege string `json:"privilege"`
	User      string `json:"user,omitempty"`
	Entity    string `json:"entity,omitempty"`
}

func (d denial) matches(user *account, entity types.ManagedObjectReference, privilege string) bool {
	return (d.Privilege == everything || d.Privilege == privilege) &&
		(d.User == "" || user.is(d.User)) &&
		(d.Entity == "" || d.Entity == entity.Value)
}

// access decides who may do what.
type access struct {
	mu       sync.Mutex
	accounts []*account
	denials  []denial
	known    map[string]bool
	byOthers map[string][]string // privileges of extensions
}

func newAccess(id *identity) *access {
	return &access{
		accounts: []*account{
			{Name: administrator, Password: id.Password, Privileges: []string{everything}, builtIn: true},
			{Name: viewer, Password: id.ViewerPassword, Privileges: []string{"System.Anonymous", "System.View", "System.Read"}, builtIn: true},
		},
		known:    map[string]bool{},
		byOthers: map[string][]string{},
	}
}

func (a *access) login(name, password string) *account {
	user := a.find(name)
	if user == nil || user.Password != password {
		return nil
	}
	return user
}

func (a *access) find(name string) *account {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, user := range a.accounts {
		if user.is(name) {
			return user
		}
	}
	return nil
}

func (a *access) put(user *account) error {
	if user.Name == "" || user.Password == "" {
		return fmt.Errorf("name and password are required")
	}
	if found := a.find(user.Name); found != nil && found.builtIn {
		return fmt.Errorf("%s is built in", user.Name)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.accounts = append(without(a.accounts, func(other *account) bool { return other.is(user.Name) }), user)
	return nil
}

func without(accounts []*account, unwanted func(*account) bool) []*account {
	var kept []*account
	for _, user := range accounts {
		if !unwanted(user) {
			kept = append(kept, user)
		}
	}
	return kept
}

func (a *access) removeAddedAccounts() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.accounts = without(a.accounts, func(user *account) bool { return !user.builtIn })
}

func (a *access) deny(d denial) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.denials = append(a.denials, d)
}

func (a *access) clearDenials() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.denials = nil
}

func (a *access) currentDenials() []denial {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]denial{}, a.denials...)
}

// define makes the privileges of an extension known, or none of them any more.
func (a *access) define(extension string, privileges []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.byOthers[extension] = privileges
}

func (a *access) isKnown(privilege string) bool {
	if a.known[privilege] {
		return true
	}
	for _, privileges := range a.byOthers {
		for _, other := range privileges {
			if other == privilege {
				return true
			}
		}
	}
	return false
}

// grants says whether a user holds a privilege on an object. A privilege that
// nobody defined is held by nobody.
func (a *access) grants(user *account, entity types.ManagedObjectReference, privilege string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if user == nil || !a.isKnown(privilege) {
		return false
	}
	for _, d := range a.denials {
		if d.matches(user, entity, privilege) {
			return false
		}
	}
	for _, held := range user.Privileges {
		if held == everything || held == privilege {
			return true
		}
	}
	return false
}

func (a *access) all(user *account, entity types.ManagedObjectReference) []string {
	a.mu.Lock()
	names := map[string]bool{}
	for name := range a.known {
		names[name] = true
	}
	for _, privileges := range a.byOthers {
		for _, name := range privileges {
			names[name] = true
		}
	}
	a.mu.Unlock()
	var held []string
	for name := range names {
		if a.grants(user, entity, name) {
			held = append(held, name)
		}
	}
	sort.Strings(held)
	return held
}

// refusal is a missing privilege, as a NoPermission fault names it.
type refusal struct {
	entity    types.ManagedObjectReference
	privilege string
}

func (r *refusal) xml() string {
	return fmt.Sprintf(`<object type="%s">%s</object><privilegeId>%s</privilegeId>`,
		escape(r.entity.Type), escape(r.entity.Value), escape(r.privilege))
}

// refusal says which privilege a call lacks, or nil.
func (a *access) refusal(c call) *refusal {
	if c.session == nil {
		return nil
	}
	entity, privilege := required(c)
	if privilege == "" || a.grants(c.session.user, entity, privilege) {
		return nil
	}
	return &refusal{entity: entity, privilege: privilege}
}

// required is what the calls that change something ask for. Reading is not
// checked here: nobody's view of the inventory is narrowed.
func required(c call) (types.ManagedObjectReference, string) {
	root := simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.RootFolder
	switch request := c.method.Body.(type) {
	case *registerExtension:
		return root, "Extension.Register"
	case *updateExtension:
		return root, "Extension.Update"
	case *types.UnregisterExtension:
		return root, "Extension.Unregister"
	case *types.CreateAlarm:
		return request.Entity, "Alarm.Create"
	case *types.RemoveAlarm:
		return root, "Alarm.Delete"
	case *types.CreateTask:
		return request.Obj, "Task.Create"
	case *types.SetTaskState, *types.UpdateProgress, *types.SetTaskDescription:
		return root, "Task.Update"
	case *types.CancelTask:
		return root, "Global.CancelTask"
	case *types.PostEvent:
		return root, "Global.LogEvent"
	case *types.TerminateSession:
		return root, "Sessions.TerminateSession"
	case *types.CreateSnapshot_Task, *types.CreateSnapshotEx_Task:
		return c.method.This, "VirtualMachine.State.CreateSnapshot"
	case *types.RemoveSnapshot_Task, *types.RemoveAllSnapshots_Task:
		return machineOf(c.method.This), "VirtualMachine.State.RemoveSnapshot"
	case *types.RevertToSnapshot_Task, *types.RevertToCurrentSnapshot_Task:
		return machineOf(c.method.This), "VirtualMachine.State.RevertToSnapshot"
	case *types.HasPrivilegeOnEntities:
		return root, validating(c, request.SessionId)
	case *types.HasPrivilegeOnEntity:
		return root, validating(c, request.SessionId)
	}
	return root, ""
}

// validating: asking about one's own session is free.
func validating(c call, sessionID string) string {
	if sessionID == c.session.key {
		return ""
	}
	return "Sessions.ValidateSession"
}

func machineOf(ref types.ManagedObjectReference) types.ManagedObjectReference {
	if snapshot, ok := simulator.Map.Get(ref).(*VirtualMachineSnapshot); ok {
		return snapshot.Vm
	}
	return ref
}

// AuthorizationManager replaces vcsim's answers, which grant everything.
type AuthorizationManager struct {
	simulator.AuthorizationManager
	v *vcenter
}

func installAuthorization(v *vcenter) {
	ref := *simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.AuthorizationManager
	original := simulator.Map.Get(ref).(*simulator.AuthorizationManager)
	manager := &AuthorizationManager{AuthorizationManager: *original, v: v}
	for _, privilege := range object.AuthorizationRoleList(manager.RoleList).ByName("Admin").Privilege {
		v.access.known[privilege] = true
	}
	for name := range v.access.known {
		group := name[:strings.LastIndex(name, ".")]
		manager.PrivilegeList = append(manager.PrivilegeList, types.AuthorizationPrivilege{
			PrivId: name, Name: name[len(group)+1:], PrivGroupName: group,
		})
	}
	sort.Slice(manager.PrivilegeList, func(i, j int) bool { return manager.PrivilegeList[i].PrivId < manager.PrivilegeList[j].PrivId })
	simulator.Map.Put(manager)
}

// HasPrivilegeOnEntities answers for a session, several objects at once.
func (m *AuthorizationManager) HasPrivilegeOnEntities(req *types.HasPrivilegeOnEntities) soap.HasFault {
	body := new(methods.HasPrivilegeOnEntitiesBody)
	session := m.v.sessions.byID(req.SessionId)
	if fault := unanswerable(session, req.Entity); fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = &types.HasPrivilegeOnEntitiesResponse{Returnval: m.answers(session.user, req.Entity, req.PrivId)}
	return body
}

// HasPrivilegeOnEntity answers for a session and one object.
func (m *AuthorizationManager) HasPrivilegeOnEntity(req *types.HasPrivilegeOnEntity) soap.HasFault {
	body := new(methods.HasPrivilegeOnEntityBody)
	session := m.v.sessions.byID(req.SessionId)
	if fault := unanswerable(session, []types.ManagedObjectReference{req.Entity}); fault != nil {
		body.Fault_ = fault
		return body
	}
	body.Res = new(types.HasPrivilegeOnEntityResponse)
	for _, privilege := range req.PrivId {
		body.Res.Returnval = append(body.Res.Returnval, m.v.access.grants(session.user, req.Entity, privilege))
	}
	return body
}

// HasUserPrivilegeOnEntities answers for a user by name.
func (m *AuthorizationManager) HasUserPrivilegeOnEntities(req *types.HasUserPrivilegeOnEntities) soap.HasFault {
	body := new(methods.HasUserPrivilegeOnEntitiesBody)
	if fault := missing(req.Entities); fault != nil {
		body.Fault_ = fault
		return body
	}
	user := m.v.access.find(req.UserName)
	body.Res = &types.HasUserPrivilegeOnEntitiesResponse{Returnval: m.answers(user, req.Entities, req.PrivId)}
	return body
}

// FetchUserPrivilegeOnEntities lists what a user holds.
func (m *AuthorizationManager) FetchUserPrivilegeOnEntities(req *types.FetchUserPrivilegeOnEntities) soap.HasFault {
	body := new(methods.FetchUserPrivilegeOnEntitiesBody)
	if fault := missing(req.Entities); fault != nil {
		body.Fault_ = fault
		return body
	}
	user := m.v.access.find(req.UserName)
	body.Res = new(types.FetchUserPrivilegeOnEntitiesResponse)
	for _, entity := range req.Entities {
		body.Res.Returnval = append(body.Res.Returnval,
			types.UserPrivilegeResult{Entity: entity, Privileges: m.v.access.all(user, entity)})
	}
	return body
}

func (m *AuthorizationManager) answers(user *account, entities []types.ManagedObjectReference, privileges []string) []types.EntityPrivilege {
	var all []types.EntityPrivilege
	for _, entity := range entities {
		answer := types.EntityPrivilege{Entity: entity}
		for _, privilege := range privileges {
			answer.PrivAvailability = append(answer.PrivAvailability,
				types.PrivilegeAvailability{PrivId: privilege, IsGranted: m.v.access.grants(user, entity, privilege)})
		}
		all = append(all, answer)
	}
	return all
}

// define keeps the list of privileges in step with the extensions.
func (m *AuthorizationManager) define(extension string, privileges []types.ExtensionPrivilegeInfo, before []string) {
	var names []string
	list := m.PrivilegeList[:0:0]
	for _, listed := range m.PrivilegeList {
		if !contains(before, listed.PrivId) {
			list = append(list, listed)
		}
	}
	for _, privilege := range privileges {
		names = append(names, privilege.PrivID)
		list = append(list, types.AuthorizationPrivilege{
			PrivId: privilege.PrivID, Name: strings.TrimPrefix(privilege.PrivID, privilege.PrivGroupName+"."), PrivGroupName: privilege.PrivGroupName,
		})
	}
	m.v.access.define(extension, names)
	simulator.Map.Update(m, []types.PropertyChange{{Name: "privilegeList", Val: list}})
}

func contains(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}

func unanswerable(session *session, entities []types.ManagedObjectReference) *soap.Fault {
	if session == nil {
		return simulator.Fault("no such session", &types.InvalidArgument{InvalidProperty: "sessionId"})
	}
	return missing(entities)
}

func missing(entities []types.ManagedObjectReference) *soap.Fault {
	for _, entity := range entities {
		if _, ok := simulator.Map.Get(entity).(mo.Entity); !ok {
			return simulator.Fault("The object has already been deleted or has not been completely created",
				&types.ManagedObjectNotFound{Obj: entity})
		}
	}
	return nil
}
