package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const maxOutage = 2 * time.Minute

// problem is an answer of the control API that is not 200.
type problem struct {
	status int
	text   string
}

func (p problem) Error() string { return p.text }

func bad(format string, args ...interface{}) error {
	return problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// control is the API by which tests ask for faults and look inside. The header
// keeps web pages and the product itself from using it by accident.
func (v *vcenter) control() http.Handler {
	routes := map[string]func(*http.Request) (interface{}, error){
		"GET /lab":                  v.showLab,
		"POST /lab/slow":            v.postSlow,
		"POST /lab/vm-faults":       v.postVMFault,
		"POST /lab/sessions":        v.postSession,
		"POST /lab/sessions/expire": v.postExpire,
		"POST /lab/disconnect":      v.postDisconnect,
		"POST /lab/deny":            v.postDeny,
		"DELETE /lab/deny":          v.deleteDeny,
		"POST /lab/users":           v.postUser,
		"GET /lab/calls":            v.getCalls,
		"DELETE /lab/calls":         v.deleteCalls,
		"GET /lab/vm-snapshots":     v.getSnapshots,
		"GET /lab/datastores":       v.getDatastores,
		"POST /lab/datastores":      v.postDatastore,
		"GET /lab/compute":          v.getCompute,
		"POST /lab/bulk":            v.postBulk,
		"GET /lab/extensions":       v.getExtensions,
		"GET /lab/alarms":           v.getAlarms,
		"GET /lab/tasks":            v.getTasks,
		"GET /lab/events":           v.getEvents,
		"POST /lab/certificate":     v.postCertificate,
		"POST /lab/reset":           v.postReset,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Lab") != "1" {
			writeJSON(w, http.StatusForbidden, map[string]string{"error": "header X-Lab: 1 is required"})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		name := strings.TrimPrefix(r.URL.Path, "/lab/datastores/")
		handle := routes[r.Method+" "+r.URL.Path]
		if handle == nil && r.Method == http.MethodDelete && name != r.URL.Path {
			handle = func(*http.Request) (interface{}, error) { return v.deleteDatastore(name) }
		}
		if handle == nil {
			writeJSON(w, http.StatusNotFound, map[string]string{"error": "no such control"})
			return
		}
		answer, err := handle(r)
		var refused problem
		switch {
		case err == nil:
			writeJSON(w, http.StatusOK, answer)
		case errors.As(err, &refused):
			writeJSON(w, refused.status, map[string]string{"error": refused.text})
		default:
			writeJSON(w, http.StatusInternalServerError, map[string]string{"error": err.Error()})
		}
	})
}

// read takes a JSON body, or none, and refuses members it does not know.
func read(r *http.Request, into interface{}) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && err != io.EOF {
		return bad("body: %v", err)
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, answer interface{}) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

type fields map[string]interface{}

func (v *vcenter) showLab(*http.Request) (interface{}, error) {
	return fields{
		"guid": v.identity.GUID, "fingerprint": v.identity.fingerprint(), "sessions": v.sessions.size(),
		"faults": v.faults.current(), "denials": v.access.currentDenials(),
	}, nil
}

func (v *vcenter) postSlow(r *http.Request) (interface{}, error) {
	var request struct {
		Methods []string `json:"methods"`
		Millis  int64    `json:"millis"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Millis < 0 {
		return nil, bad("millis must not be negative")
	}
	v.faults.setSlow(request.Methods, time.Duration(request.Millis)*time.Millisecond)
	return v.faults.current(), nil
}

func (v *vcenter) postVMFault(r *http.Request) (interface{}, error) {
	var request struct {
		VM      string `json:"vm"`
		Fault   string `json:"fault"`
		Enabled *bool  `json:"enabled"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	vm := v.machines.find(request.VM)
	if vm == nil {
		return nil, bad("vm: there is no VM %q", request.VM)
	}
	if err := v.faults.setVM(vm.Name, request.Fault, request.Enabled == nil || *request.Enabled); err != nil {
		return nil, bad("%v", err)
	}
	return v.faults.current(), nil
}

func (v *vcenter) postSession(r *http.Request) (interface{}, error) {
	request := struct {
		User string `json:"user"`
	}{administrator}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	user := v.access.find(request.User)
	if user == nil {
		return nil, bad("user: there is no user %q", request.User)
	}
	return fields{"token": v.sessions.issueToken(user), "user": user.canonical()}, nil
}

func (v *vcenter) postExpire(r *http.Request) (interface{}, error) {
	var request struct {
		Tokens bool `json:"tokens"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Tokens {
		v.sessions.dropTokens()
	}
	return fields{"dropped": v.sessions.expire()}, nil
}

func (v *vcenter) postDisconnect(r *http.Request) (interface{}, error) {
	request := struct {
		Mode   string `json:"mode"`
		Millis int64  `json:"millis"`
	}{Mode: outageRefuse}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	length := time.Duration(request.Millis) * time.Millisecond
	if length < 0 || length > maxOutage {
		return nil, bad("millis must be 0 to %d", maxOutage.Milliseconds())
	}
	switch request.Mode {
	case outageRefuse, outageReset, outageSilent:
		if length == 0 {
			v.listener.dropAll(connectionOf(r))
		} else if err := v.listener.outage(request.Mode, length, connectionOf(r)); err != nil {
			return nil, problem{http.StatusConflict, err.Error()}
		}
	case "503":
		v.faults.setAway(length)
	default:
		return nil, bad("mode must be refuse, reset, silent or 503")
	}
	return fields{"mode": request.Mode, "millis": request.Millis}, nil
}

func (v *vcenter) postDeny(r *http.Request) (interface{}, error) {
	var request denial
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Privilege == "" {
		return nil, bad("privilege is required; * stands for all")
	}
	if request.User != "" && v.access.find(request.User) == nil {
		return nil, bad("user: there is no user %q", request.User)
	}
	v.access.deny(request)
	return fields{"denials": v.access.currentDenials()}, nil
}

func (v *vcenter) deleteDeny(*http.Request) (interface{}, error) {
	v.access.clearDenials()
	return fields{"denials": []denial{}}, nil
}

func (v *vcenter) postUser(r *http.Request) (interface{}, error) {
	var request account
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if err := v.access.put(&request); err != nil {
		return nil, bad("%v", err)
	}
	return fields{"name": request.Name, "userName": request.canonical(), "privileges": request.Privileges}, nil
}

func (v *vcenter) getCalls(*http.Request) (interface{}, error) {
	methods, total := v.calls.snapshot()
	return fields{"calls": methods, "total": total}, nil
}

func (v *vcenter) deleteCalls(*http.Request) (interface{}, error) {
	v.calls.reset()
	return fields{"calls": fields{}, "total": 0}, nil
}

func (v *vcenter) getAlarms(*http.Request) (interface{}, error) {
	return v.alarms.show(), nil
}

func (v *vcenter) getSnapshots(*http.Request) (interface{}, error) {
	list := []fields{}
	for _, s := range v.machines.records() {
		list = append(list, fields{
			"vm": s.VM, "snapshot": s.ref().Value, "name": s.Name, "description": s.Description,
			"quiesced": s.Quiesced, "memory": s.Memory, "createdAt": s.Created.UTC(),
		})
	}
	return list, nil
}

func (v *vcenter) getDatastores(*http.Request) (interface{}, error) {
	list := []fields{}
	for _, entity := range simulator.Map.All("Datastore") {
		if ds, ok := entity.(*simulator.Datastore); ok {
			list = append(list, v.showDatastore(ds))
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i]["name"].(string) < list[j]["name"].(string) })
	return list, nil
}

func (v *vcenter) showDatastore(ds *simulator.Datastore) fields {
	return fields{
		"moid": ds.Self.Value, "name": ds.Name, "type": ds.Summary.Type, "vms": len(ds.Vm),
		"id": fmt.Sprintf("urn:vmomi:Datastore:%s:%s", ds.Self.Value, v.identity.GUID),
	}
}

// getCompute lists clusters, then hosts.
func (v *vcenter) getCompute(*http.Request) (interface{}, error) {
	list := []fields{}
	show := func(entity mo.ManagedEntity, datastores int) {
		self := entity.Self
		list = append(list, fields{
			"moid": self.Value, "name": entity.Name, "type": self.Type, "datastores": datastores,
			"id": fmt.Sprintf("urn:vmomi:%s:%s:%s", self.Type, self.Value, v.identity.GUID),
		})
	}
	for _, entity := range simulator.Map.All("ClusterComputeResource") {
		cluster := entity.(*simulator.ClusterComputeResource)
		show(cluster.ManagedEntity, len(cluster.Datastore))
	}
	for _, entity := range simulator.Map.All("HostSystem") {
		host := entity.(*simulator.HostSystem)
		show(host.ManagedEntity, len(host.Datastore))
	}
	sort.Slice(list, func(i, j int) bool {
		return fmt.Sprint(list[i]["type"], list[i]["name"]) < fmt.Sprint(list[j]["type"], list[j]["name"])
	})
	return list, nil
}

func (v *vcenter) postDatastore(r *http.Request) (interface{}, error) {
	var request datastoreConfig
	if err := read(r, &request); err != nil {
		return nil, err
	}
	ds, err := v.inventory.addWithMachines(request)
	if err != nil {
		return nil, bad("%v", err)
	}
	return v.showDatastore(ds), nil
}

func (v *vcenter) postBulk(r *http.Request) (interface{}, error) {
	var request bulk
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if request.Count < 1 || request.Count > maxBulk {
		return nil, bad("count must be 1 to %d", maxBulk)
	}
	if err := v.inventory.addBulk(request); err != nil {
		return nil, problem{http.StatusConflict, err.Error()}
	}
	return fields{"added": request.Count}, nil
}

func (v *vcenter) deleteDatastore(name string) (interface{}, error) {
	ds := v.inventory.named(name)
	if ds == nil {
		return nil, problem{http.StatusNotFound, "there is no such datastore"}
	}
	v.inventory.remove(ds)
	return fields{"removed": ds.Self.Value}, nil
}

func (v *vcenter) getExtensions(*http.Request) (interface{}, error) {
	return append([]*extension{}, v.extensions.list()...), nil
}

func (v *vcenter) getTasks(*http.Request) (interface{}, error) {
	list := []fields{}
	for _, info := range v.tasks.infos() {
		shown := fields{
			"task": info.Key, "type": info.DescriptionId, "entity": info.Entity.Value, "entityName": info.EntityName,
			"state": info.State, "progress": info.Progress, "cancelable": info.Cancelable, "cancelled": info.Cancelled,
		}
		if user, ok := info.Reason.(*types.TaskReasonUser); ok {
			shown["user"] = user.UserName
		}
		if info.Description != nil {
			shown["description"] = info.Description.Message
		}
		if info.Error != nil {
			shown["error"] = info.Error.LocalizedMessage
		}
		list = append(list, shown)
	}
	return list, nil
}

func (v *vcenter) getEvents(*http.Request) (interface{}, error) {
	list := []fields{}
	for _, event := range events() {
		shown := fields{
			"key": event.Key, "type": event.EventTypeId, "severity": event.Severity, "message": event.Message, "user": event.UserName,
			"objectId": event.ObjectId, "objectType": event.ObjectType, "objectName": event.ObjectName, "createdAt": event.CreatedTime.UTC(),
		}
		if event.Ds != nil {
			shown["datastore"] = event.Ds.Datastore.Value
		}
		arguments := fields{}
		for _, argument := range event.Arguments {
			arguments[argument.Key] = argument.Value
		}
		shown["arguments"] = arguments
		list = append(list, shown)
	}
	return list, nil
}

func (v *vcenter) postCertificate(r *http.Request) (interface{}, error) {
	if err := v.identity.renewCertificate(); err != nil {
		return nil, err
	}
	if err := v.identity.publish(v.listener.port()); err != nil {
		return nil, err
	}
	v.listener.dropAll(connectionOf(r))
	return fields{"fingerprint": v.identity.fingerprint()}, nil
}

// What a reset can put back; all of it when nothing is named.
var resettable = []string{"faults", "denials", "calls", "vm-snapshots", "extensions", "alarms", "datastores", "users"}

func (v *vcenter) postReset(r *http.Request) (interface{}, error) {
	var request struct {
		Only []string `json:"only"`
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	if len(request.Only) == 0 {
		request.Only = resettable
	}
	for _, what := range request.Only {
		if !contains(resettable, what) {
			return nil, bad("only: one of %s", strings.Join(resettable, ", "))
		}
	}
	if contains(request.Only, "vm-snapshots") && !contains(request.Only, "faults") && v.faults.hanging() {
		return nil, problem{http.StatusConflict, "a VM hangs: reset the faults, too"}
	}
	actions := map[string]func(){
		"faults": v.faults.clear, "denials": v.access.clearDenials, "calls": v.calls.reset, "vm-snapshots": v.machines.clear,
		"extensions": v.extensions.clear, "alarms": v.alarms.clear, "datastores": v.inventory.removeAdded, "users": v.access.removeAddedAccounts,
	}
	for _, what := range resettable { // in this order: faults first, so that nothing hangs
		if contains(request.Only, what) {
			actions[what]()
		}
	}
	return fields{"reset": request.Only}, nil
}
