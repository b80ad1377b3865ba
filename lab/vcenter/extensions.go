package main

import (
	"bytes"
	"encoding/pem"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// serverInfo has the member that vSphere 8.0.2 added to ExtensionServerInfo.
type serverInfo struct {
	types.ExtensionServerInfo

	ServerCertificate string `xml:"serverCertificate,omitempty"`
}

// extension is types.Extension with the newer serverInfo, members in wire order.
type extension struct {
	types.DynamicData

	Description            types.BaseDescription           `xml:"description,typeattr"`
	Key                    string                          `xml:"key"`
	Company                string                          `xml:"company,omitempty"`
	Type                   string                          `xml:"type,omitempty"`
	Version                string                          `xml:"version"`
	SubjectName            string                          `xml:"subjectName,omitempty"`
	Server                 []serverInfo                    `xml:"server,omitempty"`
	Client                 []types.ExtensionClientInfo     `xml:"client,omitempty"`
	TaskList               []types.ExtensionTaskTypeInfo   `xml:"taskList,omitempty"`
	EventList              []types.ExtensionEventTypeInfo  `xml:"eventList,omitempty"`
	FaultList              []types.ExtensionFaultTypeInfo  `xml:"faultList,omitempty"`
	PrivilegeList          []types.ExtensionPrivilegeInfo  `xml:"privilegeList,omitempty"`
	ResourceList           []types.ExtensionResourceInfo   `xml:"resourceList,omitempty"`
	LastHeartbeatTime      time.Time                       `xml:"lastHeartbeatTime"`
	HealthInfo             *types.ExtensionHealthInfo      `xml:"healthInfo,omitempty"`
	OvfConsumerInfo        *types.ExtensionOvfConsumerInfo `xml:"ovfConsumerInfo,omitempty"`
	ExtendedProductInfo    *types.ExtExtendedProductInfo   `xml:"extendedProductInfo,omitempty"`
	ManagedEntityInfo      []types.ExtManagedEntityInfo    `xml:"managedEntityInfo,omitempty"`
	ShownInSolutionManager *bool                           `xml:"shownInSolutionManager"`
	SolutionManagerInfo    *types.ExtSolutionManagerInfo   `xml:"solutionManagerInfo,omitempty"`
}

// old is the extension as this govmomi knows it, for the extensionList property.
func (e *extension) old() types.Extension {
	plain := types.Extension{
		Description: e.Description, Key: e.Key, Company: e.Company, Type: e.Type, Version: e.Version,
		SubjectName: e.SubjectName, Client: e.Client, TaskList: e.TaskList, EventList: e.EventList,
		FaultList: e.FaultList, PrivilegeList: e.PrivilegeList, ResourceList: e.ResourceList,
		LastHeartbeatTime: e.LastHeartbeatTime, HealthInfo: e.HealthInfo, OvfConsumerInfo: e.OvfConsumerInfo,
		ExtendedProductInfo: e.ExtendedProductInfo, ManagedEntityInfo: e.ManagedEntityInfo,
		ShownInSolutionManager: e.ShownInSolutionManager, SolutionManagerInfo: e.SolutionManagerInfo,
	}
	for _, server := range e.Server {
		plain.Server = append(plain.Server, server.ExtensionServerInfo)
	}
	return plain
}

type registerExtension struct {
	This      types.ManagedObjectReference `xml:"_this"`
	Extension extension                    `xml:"extension"`
}

type updateExtension registerExtension

// FindExtensionResponse gives its name to the element of the answer.
type FindExtensionResponse struct {
	Returnval *extension `xml:"returnval,omitempty"`
}

type findExtensionBody struct {
	Res *FindExtensionResponse
}

// Fault is never set: an unknown key is no fault.
func (*findExtensionBody) Fault() *soap.Fault { return nil }

func init() {
	types.Add("Extension", reflect.TypeOf(extension{}))
	types.Add("ExtensionServerInfo", reflect.TypeOf(serverInfo{}))
	types.Add("RegisterExtension", reflect.TypeOf(registerExtension{}))
	types.Add("UpdateExtension", reflect.TypeOf(updateExtension{}))
}

// ExtensionManager keeps the registrations; vcsim 0.24.2 has none of its methods.
type ExtensionManager struct {
	mo.ExtensionManager

	v *vcenter

	mu         sync.Mutex // guards the slice itself, whose elements never change
	extensions []*extension
}

func installExtensions(v *vcenter) *ExtensionManager {
	manager := &ExtensionManager{v: v}
	manager.Self = *simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.ExtensionManager
	simulator.Map.Put(manager)
	return manager
}

// Reported from the field: vCenter refuses keys with capitals, as well as the
// characters that its paths and filters cannot carry.
var validKey = regexp.MustCompile(`^[^A-Z,/\\#+><=;"\x00-\x1f]+$`)

// list is the registrations at present.
func (m *ExtensionManager) list() []*extension {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.extensions
}

func (m *ExtensionManager) find(key string) int {
	for i, extension := range m.list() {
		if extension.Key == key {
			return i
		}
	}
	return -1
}

// FindExtension answers without a value when there is no such key.
func (m *ExtensionManager) FindExtension(req *types.FindExtension) soap.HasFault {
	answer := &findExtensionBody{Res: new(FindExtensionResponse)}
	if i := m.find(req.ExtensionKey); i >= 0 {
		answer.Res.Returnval = m.list()[i]
	}
	return answer
}

// mistrusted says whether the certificate of a server is not the one that its
// thumbprint names, or is none at all.
func mistrusted(servers []serverInfo) bool {
	for _, server := range servers {
		if server.ServerCertificate == "" {
			continue
		}
		block, rest := pem.Decode([]byte(server.ServerCertificate))
		if block == nil || block.Type != "CERTIFICATE" || len(bytes.TrimSpace(rest)) > 0 {
			return true
		}
		if server.ServerThumbprint != "" && !strings.EqualFold(server.ServerThumbprint, fingerprint(block.Bytes)) {
			return true
		}
	}
	return false
}

func badCertificate() *soap.Fault {
	const property = "extension.server.serverCertificate"
	return simulator.Fault("A specified parameter was not correct: "+property, &types.InvalidArgument{InvalidProperty: property})
}

// RegisterExtension refuses a bad key and one that is taken.
func (m *ExtensionManager) RegisterExtension(req *registerExtension) soap.HasFault {
	body := new(methods.RegisterExtensionBody)
	if !validKey.MatchString(req.Extension.Key) || m.find(req.Extension.Key) >= 0 {
		body.Fault_ = simulator.Fault("A specified parameter was not correct: extension.key",
			&types.InvalidArgument{InvalidProperty: "extension.key"})
		return body
	}
	if mistrusted(req.Extension.Server) {
		body.Fault_ = badCertificate()
		return body
	}
	m.put(append(append([]*extension{}, m.list()...), &req.Extension), req.Extension.Key)
	body.Res = new(types.RegisterExtensionResponse)
	return body
}

// UpdateExtension replaces a registration as a whole.
func (m *ExtensionManager) UpdateExtension(req *updateExtension) soap.HasFault {
	body := new(methods.UpdateExtensionBody)
	i := m.find(req.Extension.Key)
	if i < 0 {
		body.Fault_ = simulator.Fault("The object or item referred to could not be found.", new(types.NotFound))
		return body
	}
	if mistrusted(req.Extension.Server) {
		body.Fault_ = badCertificate()
		return body
	}
	changed := append([]*extension{}, m.list()...)
	changed[i] = &req.Extension
	m.put(changed, req.Extension.Key)
	body.Res = new(types.UpdateExtensionResponse)
	return body
}

// UnregisterExtension takes a registration and its privileges away.
func (m *ExtensionManager) UnregisterExtension(req *types.UnregisterExtension) soap.HasFault {
	body := new(methods.UnregisterExtensionBody)
	i := m.find(req.ExtensionKey)
	if i < 0 {
		body.Fault_ = simulator.Fault("The object or item referred to could not be found.", new(types.NotFound))
		return body
	}
	m.put(append(append([]*extension{}, m.list()[:i]...), m.list()[i+1:]...), req.ExtensionKey)
	body.Res = new(types.UnregisterExtensionResponse)
	return body
}

// put makes a new list of registrations current, of which one key has changed.
func (m *ExtensionManager) put(extensions []*extension, key string) {
	var before []string
	if i := m.find(key); i >= 0 {
		for _, privilege := range m.list()[i].PrivilegeList {
			before = append(before, privilege.PrivID)
		}
	}
	m.mu.Lock()
	m.extensions = extensions
	m.mu.Unlock()
	var after []types.ExtensionPrivilegeInfo
	if i := m.find(key); i >= 0 {
		after = m.list()[i].PrivilegeList
	}
	content := simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content
	simulator.Map.Get(*content.AuthorizationManager).(*AuthorizationManager).define(key, after, before)
	old := make([]types.Extension, 0, len(extensions))
	for _, extension := range extensions {
		old = append(old, extension.old())
	}
	simulator.Map.Update(m, []types.PropertyChange{{Name: "extensionList", Val: old}})
	m.v.save()
}

// clear unregisters everything.
func (m *ExtensionManager) clear() {
	simulator.Map.WithLock(m, func() {
		for list := m.list(); len(list) > 0; list = m.list() {
			m.put(list[1:], list[0].Key)
		}
	})
}

func (m *ExtensionManager) declaresTask(id string) bool {
	for _, extension := range m.list() {
		for _, task := range extension.TaskList {
			if task.TaskID == id {
				return true
			}
		}
	}
	return false
}
