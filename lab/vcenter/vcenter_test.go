package main_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/session"
	"github.com/vmware/govmomi/task"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// These checks speak to a started simulator as a client would. ./check runs them.

const configuration = `{"datastores":[
 {"name":"vm-nfs","type":"NFS","remoteHost":"10.77.0.11","remotePath":"/tank/vm","vms":["web01","db01"]},
 {"name":"vm-nfs41","type":"NFS41","remoteHostNames":["10.77.0.11","nas1.lab"],"remotePath":"/tank/nfs41"},
 {"name":"vm-iscsi","type":"VMFS","extents":["naa.6001405aaaaaaaaaaaaaaaaaaaaaaaaa"],"vms":["erp01","db01"]},
 {"name":"local1","type":"VMFS","local":true,"vms":["loc01"]},
 {"name":"vsan1","type":"VSAN"},{"name":"vvol1","type":"VVOL"}],"bulk":2000}`

var (
	background = context.Background()
	lab        fixture
)

const (
	administrator = "administrator@vsphere.local"
	viewer        = "viewer@vsphere.local"
)

// fixture is the simulator under test.
type fixture struct {
	dir string
	env map[string]string
}

func TestMain(m *testing.M) { os.Exit(runWithLab(m)) }

func runWithLab(m *testing.M) int {
	dir, err := os.MkdirTemp("", "vcenter-check-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	lab.dir = dir
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(configuration), 0600); err != nil {
		panic(err)
	}
	lab.start()
	defer lab.stop()
	return m.Run()
}

func (f *fixture) start() {
	output, err := exec.Command("./start", os.Getenv("VCENTER_BINARY"), filepath.Join(f.dir, "state"), filepath.Join(f.dir, "config.json")).CombinedOutput()
	if err != nil {
		panic(fmt.Sprintf("start: %v\n%s", err, output))
	}
	text, err := os.ReadFile(filepath.Join(f.dir, "state", "vcenter.env"))
	if err != nil {
		panic(err)
	}
	f.env = map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		name, value, _ := strings.Cut(line, "=")
		f.env[name] = value
	}
}

func (f *fixture) stop() {
	pid, err := os.ReadFile(filepath.Join(f.dir, "state", "vcenter.pid"))
	if err != nil {
		panic(err)
	}
	text := strings.TrimSpace(string(pid))
	_ = exec.Command("kill", text).Run()
	for i := 0; i < 100 && exec.Command("kill", "-0", text).Run() == nil; i++ {
		time.Sleep(50 * time.Millisecond)
	}
}

func (f *fixture) client(t *testing.T) *vim25.Client {
	t.Helper()
	sdk, err := url.Parse(f.env["LAB_VCENTER_URL"])
	if err != nil {
		t.Fatal(err)
	}
	transport := soap.NewClient(sdk, true)
	client, err := vim25.NewClient(background, transport)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (f *fixture) login(t *testing.T, user, password string) *govmomi.Client {
	t.Helper()
	plain := f.client(t)
	manager := session.NewManager(plain)
	if err := manager.Login(background, url.UserPassword(user, password)); err != nil {
		t.Fatal(err)
	}
	return &govmomi.Client{Client: plain, SessionManager: manager}
}

func (f *fixture) admin(t *testing.T) *govmomi.Client {
	t.Helper()
	return f.login(t, f.env["LAB_VCENTER_USER"], f.env["LAB_VCENTER_PASSWORD"])
}

var insecure = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}

func (f *fixture) request(t *testing.T, method, address, body string, header map[string]string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	answer, err := insecure.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text)
}

// control asks the control API and expects it to agree.
func (f *fixture) control(t *testing.T, method, path, body string, into interface{}) {
	t.Helper()
	status, text := f.request(t, method, f.env["LAB_VCENTER_CONTROL"]+path, body, map[string]string{"X-Lab": "1"})
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

func (f *fixture) reset(t *testing.T) {
	f.control(t, "POST", "/reset", "", nil)
	t.Cleanup(func() { f.control(t, "POST", "/reset", "", nil) })
}

func faultOf(err error) string {
	var kind interface{}
	switch {
	case err == nil:
		return "none"
	case soap.IsSoapFault(err):
		kind = soap.ToSoapFault(err).VimFault()
	default:
		if failed, ok := err.(task.Error); ok {
			kind = failed.Fault()
		} else {
			return err.Error()
		}
	}
	return strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", kind), "*"), "types.")
}

func expectFault(t *testing.T, want string, err error) {
	t.Helper()
	if got := faultOf(err); got != want {
		t.Fatalf("fault: want %s, got %s (%v)", want, got, err)
	}
}

func plugin(key string) types.Extension {
	return types.Extension{
		Description: &types.Description{Label: "Guard", Summary: "lab"}, Key: key, Version: "1.0.0.0", Company: "Lab",
		Server: []types.ExtensionServerInfo{{Url: "https://guard/plugin.json", Description: &types.Description{Label: "Guard", Summary: "s"},
			Company: "Lab", Type: "MANIFEST_SERVER", AdminEmail: []string{"a@example.com"}, ServerThumbprint: "AA:BB"}},
		Client:        []types.ExtensionClientInfo{{Version: "1.0.0.0", Type: "vsphere-client-remote", Url: "https://guard/plugin.json"}},
		TaskList:      []types.ExtensionTaskTypeInfo{{TaskID: key + ".replicate"}},
		PrivilegeList: []types.ExtensionPrivilegeInfo{{PrivID: "DatastoreGuard.View", PrivGroupName: "DatastoreGuard"}},
		ResourceList: []types.ExtensionResourceInfo{{Locale: "en", Module: "task",
			Data: []types.KeyValue{{Key: key + ".replicate.label", Value: "Replicate"}}}},
		LastHeartbeatTime: time.Now().UTC(),
	}
}

func TestExtensionLifeCycle(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	manager, err := object.GetExtensionManager(client.Client)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := manager.Find(background, "org.example.guard"); err != nil || found != nil {
		t.Fatalf("before: %v %v", found, err)
	}
	expectFault(t, "InvalidArgument", manager.Register(background, plugin("org.Example.Guard")))
	expectFault(t, "NotFound", manager.Update(background, plugin("org.example.guard")))
	expectFault(t, "none", manager.Register(background, plugin("org.example.guard")))
	expectFault(t, "InvalidArgument", manager.Register(background, plugin("org.example.guard")))
	changed := plugin("org.example.guard")
	changed.Version = "1.1.0.0"
	expectFault(t, "none", manager.Update(background, changed))
	found, err := manager.Find(background, "org.example.guard")
	if err != nil || found == nil || found.Version != "1.1.0.0" || found.Server[0].ServerThumbprint != "AA:BB" ||
		found.Description.GetDescription().Label != "Guard" || found.ResourceList[0].Data[0].Value != "Replicate" {
		t.Fatalf("after update: %+v %v", found, err)
	}
	if list, err := manager.List(background); err != nil || len(list) != 1 || list[0].Client[0].Type != "vsphere-client-remote" {
		t.Fatalf("list: %+v %v", list, err)
	}
	expectFault(t, "none", manager.Unregister(background, "org.example.guard"))
	expectFault(t, "NotFound", manager.Unregister(background, "org.example.guard"))
	if list, err := manager.List(background); err != nil || len(list) != 0 {
		t.Fatalf("list: %+v %v", list, err)
	}
}

func TestServerCertificateOfAnExtensionComesBack(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	body := `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>`
	register := fmt.Sprintf(body, `<RegisterExtension xmlns="urn:vim25"><_this type="ExtensionManager">ExtensionManager</_this>`+
		`<extension xsi:type="Extension"><description xsi:type="Description"><label>l</label><summary>s</summary></description><key>org.example.cert</key><version>1</version>`+
		`<server xsi:type="ExtensionServerInfo"><url>u</url><description xsi:type="Description"><label>l</label><summary>s</summary></description><company>c</company><type>t</type>`+
		`<adminEmail>a</adminEmail><serverThumbprint>%s</serverThumbprint><serverCertificate>%s</serverCertificate></server><lastHeartbeatTime>2026-11-21T00:00:00Z</lastHeartbeatTime></extension></RegisterExtension>`)
	find := fmt.Sprintf(body, `<FindExtension xmlns="urn:vim25"><_this type="ExtensionManager">ExtensionManager</_this><extensionKey>org.example.cert</extensionKey></FindExtension>`)
	connection, err := tls.Dial("tcp", client.URL().Host, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	leaf := connection.ConnectionState().PeerCertificates[0].Raw
	connection.Close()
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf}))
	for _, bad := range [][]interface{}{{lab.env["LAB_VCENTER_FINGERPRINT"], "PEM"}, {"AA:BB", certificate}} {
		if text := raw(t, client, fmt.Sprintf(register, bad...)); !strings.Contains(text, "serverCertificate") {
			t.Fatal(text)
		}
	}
	if text := raw(t, client, fmt.Sprintf(register, lab.env["LAB_VCENTER_FINGERPRINT"], certificate)); strings.Contains(text, "Fault") {
		t.Fatal(text)
	}
	if text := raw(t, client, find); !strings.Contains(text, "<serverCertificate>-----BEGIN CERTIFICATE-----") || !strings.Contains(text, "<FindExtensionResponse") {
		t.Fatal(text)
	}
}

func raw(t *testing.T, client *govmomi.Client, body string) string {
	t.Helper()
	request, _ := http.NewRequest("POST", client.URL().String(), bytes.NewBufferString(body))
	var text []byte
	err := client.Client.Client.Do(background, request, func(answer *http.Response) (err error) {
		text, err = io.ReadAll(answer.Body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func createTask(client *govmomi.Client, entity types.ManagedObjectReference, id string) (*types.TaskInfo, error) {
	request := types.CreateTask{This: *client.ServiceContent.TaskManager, Obj: entity, TaskTypeId: id, Cancelable: true}
	answer, err := methods.CreateTask(background, client.Client, &request)
	if err != nil {
		return nil, err
	}
	return &answer.Returnval, nil
}

func taskInfo(t *testing.T, client *govmomi.Client, ref types.ManagedObjectReference) types.TaskInfo {
	t.Helper()
	var read mo.Task
	if err := property.DefaultCollector(client.Client).RetrieveOne(background, ref, []string{"info"}, &read); err != nil {
		t.Fatal(err)
	}
	return read.Info
}

func TestTaskOfAnUndeclaredTypeIsRefusedAndADeclaredOneCanBeDriven(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	ds := byName(t, client)["vm-nfs"].Self
	_, err := createTask(client, ds, "org.example.guard.replicate")
	expectFault(t, "InvalidArgument", err)
	manager, _ := object.GetExtensionManager(client.Client)
	expectFault(t, "none", manager.Register(background, plugin("org.example.guard")))
	_, err = createTask(client, types.ManagedObjectReference{Type: "Datastore", Value: "datastore-9"}, "org.example.guard.replicate")
	expectFault(t, "ManagedObjectNotFound", err)
	info, err := createTask(client, ds, "org.example.guard.replicate")
	expectFault(t, "none", err)
	if info.State != "queued" || info.EntityName != "vm-nfs" || info.Reason.(*types.TaskReasonUser).UserName != `VSPHERE.LOCAL\administrator` {
		t.Fatalf("%+v", info)
	}
	progress := func(percent int32) error {
		_, err := methods.UpdateProgress(background, client.Client, &types.UpdateProgress{This: info.Task, PercentDone: percent})
		return err
	}
	state := func(s types.TaskInfoState, fault *types.LocalizedMethodFault) error {
		_, err := methods.SetTaskState(background, client.Client, &types.SetTaskState{This: info.Task, State: s, Fault: fault})
		return err
	}
	expectFault(t, "InvalidState", progress(10))
	expectFault(t, "none", state("running", nil))
	expectFault(t, "none", progress(42))
	expectFault(t, "OutOfBounds", progress(101))
	_, err = methods.SetTaskDescription(background, client.Client, &types.SetTaskDescription{This: info.Task,
		Description: types.LocalizableMessage{Key: "k", Message: "sending"}})
	expectFault(t, "none", err)
	_, err = methods.CancelTask(background, client.Client, &types.CancelTask{This: info.Task})
	expectFault(t, "none", err)
	read := taskInfo(t, client, info.Task)
	if read.Progress != 42 || !read.Cancelled || read.Description.Message != "sending" || read.State != "running" {
		t.Fatalf("%+v", read)
	}
	expectFault(t, "InvalidArgument", state("error", nil))
	expectFault(t, "none", state("error", &types.LocalizedMethodFault{Fault: &types.RequestCanceled{}, LocalizedMessage: "stopped"}))
	expectFault(t, "InvalidState", state("success", nil))
	if read := taskInfo(t, client, info.Task); read.Error.LocalizedMessage != "stopped" || read.CompleteTime == nil {
		t.Fatalf("%+v", read)
	}
	var recent mo.TaskManager
	_ = property.DefaultCollector(client.Client).RetrieveOne(background, *client.ServiceContent.TaskManager, []string{"recentTask"}, &recent)
	if !strings.Contains(fmt.Sprint(recent.RecentTask), info.Task.Value) {
		t.Fatalf("not in recent tasks: %v", recent.RecentTask)
	}
}

func byName(t *testing.T, client *govmomi.Client) map[string]mo.Datastore {
	t.Helper()
	container, err := view.NewManager(client.Client).CreateContainerView(background, client.ServiceContent.RootFolder, []string{"Datastore"}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer container.Destroy(background)
	var list []mo.Datastore
	if err := container.Retrieve(background, []string{"Datastore"}, []string{"name", "summary", "info", "host", "vm", "capability"}, &list); err != nil {
		t.Fatal(err)
	}
	named := map[string]mo.Datastore{}
	for _, ds := range list {
		named[ds.Name] = ds
	}
	return named
}

func TestDatastoresLookLikeThoseOfAVCenterAndComeInOneCall(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	lab.control(t, "DELETE", "/calls", "", nil)
	list := byName(t, client)
	var counted struct{ Calls map[string]int }
	lab.control(t, "GET", "/calls", "", &counted)
	if counted.Calls["RetrieveProperties"]+counted.Calls["RetrievePropertiesEx"] != 1 {
		t.Fatalf("calls: %v", counted.Calls)
	}
	if len(list) != 2006 {
		t.Fatalf("%d datastores", len(list))
	}
	nfs := list["vm-nfs"]
	nas := nfs.Info.(*types.NasDatastoreInfo).Nas
	if nfs.Self.Value != "datastore-1001" || nfs.Summary.Type != "NFS" || nas.RemoteHost != "10.77.0.11" || nas.RemotePath != "/tank/vm" ||
		!nfs.Summary.Accessible || !*nfs.Summary.MultipleHostAccess || !strings.HasPrefix(nfs.Summary.Url, "ds:///vmfs/volumes/") || len(nfs.Host) != 4 || len(nfs.Vm) != 2 {
		t.Fatalf("%+v", nfs)
	}
	if nfs41 := list["vm-nfs41"]; nfs41.Summary.Type != "NFS41" || len(nfs41.Info.(*types.NasDatastoreInfo).Nas.RemoteHostNames) != 2 {
		t.Fatalf("%+v", nfs41)
	}
	vmfs := list["vm-iscsi"].Info.(*types.VmfsDatastoreInfo).Vmfs
	if list["vm-iscsi"].Summary.Type != "VMFS" || vmfs.Extent[0].DiskName != "naa.6001405aaaaaaaaaaaaaaaaaaaaaaaaa" || vmfs.Extent[0].Partition != 1 || *vmfs.Local {
		t.Fatalf("%+v", vmfs)
	}
	if local := list["local1"]; *local.Summary.MultipleHostAccess || len(local.Host) != 1 || !*local.Info.(*types.VmfsDatastoreInfo).Vmfs.Local {
		t.Fatalf("%+v", local)
	}
	if list["vsan1"].Summary.Type != "vsan" || list["vvol1"].Summary.Type != "VVOL" {
		t.Fatalf("%+v %+v", list["vsan1"].Summary, list["vvol1"].Summary)
	}
	vm := machine(t, client, "db01")
	var read mo.VirtualMachine
	if err := property.DefaultCollector(client.Client).RetrieveOne(background, vm.Reference(), []string{"name", "datastore", "runtime", "guest", "config.files"}, &read); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(read.Datastore) != "[Datastore:datastore-1001 Datastore:datastore-1003]" || read.Runtime.PowerState != "poweredOn" || read.Guest.ToolsStatus != "toolsOk" {
		t.Fatalf("%+v %v %+v", read.Datastore, read.Runtime.PowerState, read.Guest)
	}
}

func machine(t *testing.T, client *govmomi.Client, name string) *object.VirtualMachine {
	t.Helper()
	container, err := view.NewManager(client.Client).CreateContainerView(background, client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	if err != nil {
		t.Fatal(err)
	}
	found, err := container.Find(background, []string{"VirtualMachine"}, property.Filter{"name": name})
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v %v", name, found, err)
	}
	return object.NewVirtualMachine(client.Client, found[0])
}

func snapshots(t *testing.T) (names []string) {
	t.Helper()
	var list []struct{ VM, Name string }
	lab.control(t, "GET", "/vm-snapshots", "", &list)
	for _, s := range list {
		names = append(names, s.VM+"/"+s.Name)
	}
	return names
}

func TestVMSnapshotsComeAndGoAndFailOnDemand(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	vm := machine(t, client, "web01")
	create := func(name string, quiesce bool) (types.ManagedObjectReference, error) {
		started, err := vm.CreateSnapshot(background, name, "d", false, quiesce)
		if err != nil {
			return types.ManagedObjectReference{}, err
		}
		info, err := started.WaitForResult(background, nil)
		if err != nil {
			return types.ManagedObjectReference{}, err
		}
		return info.Result.(types.ManagedObjectReference), nil
	}
	remove := func(ref types.ManagedObjectReference, children bool) error {
		answer, err := methods.RemoveSnapshot_Task(background, client.Client, &types.RemoveSnapshot_Task{This: ref, RemoveChildren: children})
		if err != nil {
			return err
		}
		return object.NewTask(client.Client, answer.Returnval).Wait(background)
	}
	first, err := create("first", true)
	expectFault(t, "none", err)
	second, err := create("second", false)
	expectFault(t, "none", err)
	var read mo.VirtualMachine
	if err := vm.Properties(background, vm.Reference(), []string{"snapshot"}, &read); err != nil {
		t.Fatal(err)
	}
	root := read.Snapshot.RootSnapshotList
	if len(root) != 1 || root[0].Name != "first" || !root[0].Quiesced || root[0].ChildSnapshotList[0].Name != "second" || *read.Snapshot.CurrentSnapshot != second {
		t.Fatalf("%+v", read.Snapshot)
	}
	expectFault(t, "none", remove(first, false))
	if got := fmt.Sprint(snapshots(t)); got != "[web01/second]" {
		t.Fatal(got)
	}
	expectFault(t, "ManagedObjectNotFound", remove(first, false))

	lab.control(t, "POST", "/vm-faults", `{"vm":"web01","fault":"quiesceFailure"}`, nil)
	_, err = create("third", true)
	expectFault(t, "ApplicationQuiesceFault", err)
	_, err = create("third", false)
	expectFault(t, "none", err)
	lab.control(t, "POST", "/vm-faults", `{"vm":"web01","fault":"removeFailure"}`, nil)
	expectFault(t, "SnapshotFault", remove(second, false))
	lab.control(t, "POST", "/vm-faults", `{"vm":"web01","fault":"createHang"}`, nil)
	hanging, err := vm.CreateSnapshot(background, "hung", "", false, false)
	expectFault(t, "none", err)
	_, err = vm.CreateSnapshot(background, "too many", "", false, false)
	expectFault(t, "TaskInProgress", err)
	if got := taskInfo(t, client, hanging.Reference()).State; got != "running" {
		t.Fatalf("state %s", got)
	}
	lab.control(t, "POST", "/vm-faults", `{"vm":"web01","fault":"createHang","enabled":false}`, nil)
	expectFault(t, "none", hanging.Wait(background))
	if got := fmt.Sprint(snapshots(t)); got != "[web01/second web01/third web01/hung]" {
		t.Fatal(got)
	}
	lab.control(t, "POST", "/reset", `{"only":["faults"]}`, nil)
	expectFault(t, "none", remove(second, true))
	if got := snapshots(t); len(got) != 0 {
		t.Fatal(got)
	}
	read = mo.VirtualMachine{}
	if err := vm.Properties(background, vm.Reference(), []string{"snapshot"}, &read); err != nil || read.Snapshot != nil {
		t.Fatalf("%+v %v", read.Snapshot, err)
	}
}

func TestWrongPasswordAndStrangersAreRefused(t *testing.T) {
	lab.reset(t)
	plain := lab.client(t)
	expectFault(t, "InvalidLogin", session.NewManager(plain).Login(background, url.UserPassword(administrator, "wrong")))
	expectFault(t, "InvalidLogin", session.NewManager(plain).Login(background, url.UserPassword("nobody@vsphere.local", lab.env["LAB_VCENTER_PASSWORD"])))
	var folder mo.Folder
	expectFault(t, "NotAuthenticated", property.DefaultCollector(plain).RetrieveOne(background, plain.ServiceContent.RootFolder, []string{"name"}, &folder))
}

func TestExpiredSessionsAreNotAuthenticatedEvenForPropertiesAndWaits(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	collector := property.DefaultCollector(client.Client)
	var folder mo.Folder
	expectFault(t, "none", collector.RetrieveOne(background, client.ServiceContent.RootFolder, []string{"name"}, &folder))
	ended := make(chan error, 1)
	go func() {
		ended <- property.Wait(background, collector, client.ServiceContent.RootFolder, []string{"name"}, func([]types.PropertyChange) bool { return false })
	}()
	waiting(t, "WaitForUpdatesEx", 2)
	lab.control(t, "POST", "/sessions/expire", "", nil)
	expectFault(t, "NotAuthenticated", <-ended)
	expectFault(t, "NotAuthenticated", collector.RetrieveOne(background, client.ServiceContent.RootFolder, []string{"name"}, &folder))
	_, err := methods.GetCurrentTime(background, client.Client)
	expectFault(t, "NotAuthenticated", err)
	expectFault(t, "none", client.SessionManager.Login(background, url.UserPassword(administrator, lab.env["LAB_VCENTER_PASSWORD"])))
}

// waiting returns when a method has been called so many times.
func waiting(t *testing.T, method string, times int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var counted struct{ Calls map[string]int }
		lab.control(t, "GET", "/calls", "", &counted)
		if counted.Calls[method] >= times {
			return
		}
	}
	t.Fatalf("%s was not called %d times", method, times)
}

func TestPrivilegesCanBeDeniedPerEntityAndUser(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	manager, _ := object.GetExtensionManager(client.Client)
	list := byName(t, client)
	ask := func(who *govmomi.Client, privilege string) string {
		current, err := who.SessionManager.UserSession(background)
		if err != nil || current == nil {
			t.Fatal(current, err)
		}
		answer, err := methods.HasPrivilegeOnEntities(background, who.Client, &types.HasPrivilegeOnEntities{
			This: *client.ServiceContent.AuthorizationManager, SessionId: current.Key, PrivId: []string{privilege},
			Entity: []types.ManagedObjectReference{list["vm-nfs"].Self, list["vm-iscsi"].Self}})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(answer.Returnval[0].PrivAvailability[0].IsGranted, answer.Returnval[1].PrivAvailability[0].IsGranted)
	}
	reader := lab.login(t, viewer, lab.env["LAB_VCENTER_VIEWER_PASSWORD"])
	for _, step := range []struct{ do, who, privilege, want string }{
		{"", "admin", "DatastoreGuard.View", "false false"},
		{"register", "admin", "DatastoreGuard.View", "true true"},
		{"", "viewer", "DatastoreGuard.View", "false false"},
		{"", "viewer", "System.View", "true true"},
		{`{"privilege":"DatastoreGuard.View","entity":"datastore-1001"}`, "admin", "DatastoreGuard.View", "false true"},
		{`{"privilege":"*","user":"viewer@vsphere.local"}`, "viewer", "System.View", "false false"},
		{"", "admin", "System.View", "true true"},
	} {
		switch step.do {
		case "":
		case "register":
			expectFault(t, "none", manager.Register(background, plugin("org.example.guard")))
		default:
			lab.control(t, "POST", "/deny", step.do, nil)
		}
		who := client
		if step.who == "viewer" {
			who = reader
		}
		if got := ask(who, step.privilege); got != step.want {
			t.Fatalf("%+v: got %s", step, got)
		}
	}
	expectFault(t, "NoPermission", func() error {
		m, _ := object.GetExtensionManager(reader.Client)
		return m.Register(background, plugin("org.example.other"))
	}())
	lab.control(t, "POST", "/deny", `{"privilege":"Task.Create","user":"administrator@vsphere.local"}`, nil)
	_, err := createTask(client, list["vm-nfs"].Self, "org.example.guard.replicate")
	expectFault(t, "NoPermission", err)
	lab.control(t, "DELETE", "/deny", "", nil)
	_, err = createTask(client, list["vm-nfs"].Self, "org.example.guard.replicate")
	expectFault(t, "none", err)
}

func TestCloneTicketIsGoodOnceAndForItsUser(t *testing.T) {
	lab.reset(t)
	var issued struct{ Token string }
	lab.control(t, "POST", "/sessions", `{"user":"viewer@vsphere.local"}`, &issued)
	address := strings.TrimSuffix(lab.env["LAB_VCENTER_URL"], "/sdk") + "/api/ui/vcenter/session/clone-ticket"
	ask := func(token, guid string) (int, string) {
		status, text := lab.request(t, "POST", address, `{"vc_guid":"`+guid+`"}`, map[string]string{"vmware-api-session-id": token})
		var answer struct {
			Ticket string `json:"session_clone_ticket"`
		}
		_ = json.Unmarshal([]byte(text), &answer)
		return status, answer.Ticket
	}
	if status, _ := ask("wrong", lab.env["LAB_VCENTER_GUID"]); status != 401 {
		t.Fatal(status)
	}
	if status, _ := ask(issued.Token, "00000000-0000-0000-0000-000000000000"); status != 404 {
		t.Fatal(status)
	}
	status, ticket := ask(issued.Token, lab.env["LAB_VCENTER_GUID"])
	if status != 200 || ticket == "" {
		t.Fatal(status, ticket)
	}
	plain := lab.client(t)
	clone := func(ticket string) (*types.CloneSessionResponse, error) {
		return methods.CloneSession(background, plain, &types.CloneSession{This: *plain.ServiceContent.SessionManager, CloneTicket: ticket})
	}
	answer, err := clone(ticket)
	expectFault(t, "none", err)
	if answer.Returnval.UserName != `VSPHERE.LOCAL\viewer` {
		t.Fatal(answer.Returnval.UserName)
	}
	_, err = methods.GetCurrentTime(background, plain)
	expectFault(t, "none", err)
	plain = lab.client(t)
	_, err = clone(ticket)
	expectFault(t, "InvalidLogin", err)
	_, err = clone(answer.Returnval.Key)
	expectFault(t, "InvalidLogin", err)
}

func TestEventsOfAnExtensionCanBeReadBack(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	ds := byName(t, client)["vm-nfs"]
	text := fmt.Sprintf("replicated %d", time.Now().UnixNano())
	event := &types.EventEx{EventTypeId: "org.example.guard.succeeded", Severity: "info", Message: text, ObjectId: ds.Self.Value, ObjectType: "Datastore", ObjectName: ds.Name}
	event.Ds = &types.DatastoreEventArgument{Datastore: ds.Self}
	event.Ds.Name = ds.Name
	event.CreatedTime = time.Now()
	_, err := methods.PostEvent(background, client.Client, &types.PostEvent{This: *client.ServiceContent.EventManager, EventToPost: event})
	expectFault(t, "none", err)
	answer, err := methods.QueryEvents(background, client.Client, &types.QueryEvents{This: *client.ServiceContent.EventManager, Filter: types.EventFilterSpec{
		MaxCount: 100, Entity: &types.EventFilterSpecByEntity{Entity: ds.Self, Recursion: types.EventFilterSpecRecursionOptionSelf}}})
	expectFault(t, "none", err)
	last := answer.Returnval[len(answer.Returnval)-1].GetEvent()
	found := false
	for _, one := range answer.Returnval {
		found = found || one.GetEvent().FullFormattedMessage == text
	}
	if !found {
		t.Fatalf("%+v", last)
	}
	var list []struct{ Message, Datastore, User string }
	lab.control(t, "GET", "/events", "", &list)
	if !strings.Contains(fmt.Sprint(list), "{"+text+" datastore-1001 VSPHERE.LOCAL\\administrator}") {
		t.Fatal(list)
	}
}

func TestAlarmsFollowTheEventsOfAnExtensionAndAreGoneWhenRemoved(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	ds := byName(t, client)["vm-nfs"]
	when := func(id string, status types.ManagedEntityStatus) types.BaseAlarmExpression {
		return &types.EventAlarmExpression{EventType: "EventEx", EventTypeId: id, ObjectType: "Datastore", Status: status}
	}
	create := &types.CreateAlarm{This: *client.ServiceContent.AlarmManager, Entity: client.ServiceContent.RootFolder,
		Spec: &types.AlarmSpec{Name: "Check failed", Enabled: true, Expression: &types.OrAlarmExpression{Expression: []types.BaseAlarmExpression{
			when("org.example.guard.failed", types.ManagedEntityStatusRed), when("org.example.guard.well", types.ManagedEntityStatusGreen)}}}}
	created, err := methods.CreateAlarm(background, client.Client, create)
	expectFault(t, "none", err)
	_, err = methods.CreateAlarm(background, client.Client, create)
	expectFault(t, "DuplicateName", err)
	var alarm mo.Alarm
	err = property.DefaultCollector(client.Client).RetrieveOne(background, created.Returnval, []string{"info"}, &alarm)
	expectFault(t, "none", err)
	if alarm.Info.SystemName != "Check failed" || alarm.Info.Entity != client.ServiceContent.RootFolder {
		t.Fatalf("%+v", alarm.Info)
	}
	for _, step := range []struct{ id, want string }{{"failed", "red"}, {"other", "red"}, {"well", "green"}} {
		event := &types.EventEx{EventTypeId: "org.example.guard." + step.id, ObjectId: ds.Self.Value, ObjectType: "Datastore"}
		event.CreatedTime = time.Now()
		_, err := methods.PostEvent(background, client.Client, &types.PostEvent{This: *client.ServiceContent.EventManager, EventToPost: event})
		expectFault(t, "none", err)
		var list []struct{ States map[string]string }
		lab.control(t, "GET", "/alarms", "", &list)
		if len(list) != 1 || list[0].States[ds.Self.Value] != step.want {
			t.Fatalf("after %s: %+v", step.id, list)
		}
	}
	_, err = methods.RemoveAlarm(background, client.Client, &types.RemoveAlarm{This: created.Returnval})
	expectFault(t, "none", err)
	listed, err := methods.GetAlarm(background, client.Client, &types.GetAlarm{This: *client.ServiceContent.AlarmManager})
	expectFault(t, "none", err)
	if len(listed.Returnval) != 0 {
		t.Fatal(listed.Returnval)
	}
	lab.control(t, "POST", "/deny", `{"privilege":"Alarm.Create"}`, nil)
	_, err = methods.CreateAlarm(background, client.Client, create)
	expectFault(t, "NoPermission", err)
}

func TestControlNeedsItsHeaderAndRefusesNonsense(t *testing.T) {
	lab.reset(t)
	if status, _ := lab.request(t, "GET", lab.env["LAB_VCENTER_CONTROL"]+"/calls", "", nil); status != 403 {
		t.Fatal(status)
	}
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/slow", `{"millis":-1}`}, {"POST", "/slow", `{"seconds":1}`}, {"POST", "/vm-faults", `{"vm":"none","fault":"createHang"}`},
		{"POST", "/vm-faults", `{"vm":"web01","fault":"fire"}`}, {"POST", "/disconnect", `{"mode":"gone","millis":1}`}, {"POST", "/deny", `{}`},
		{"POST", "/datastores", `{"name":"x","type":"NFS"}`}, {"POST", "/reset", `{"only":["world"]}`}, {"POST", "/sessions", `{"user":"nobody"}`},
	} {
		if status, text := lab.request(t, c.method, lab.env["LAB_VCENTER_CONTROL"]+c.path, c.body, map[string]string{"X-Lab": "1"}); status != 400 {
			t.Errorf("%+v: %d %s", c, status, text)
		}
	}
}

func TestSlowMethodsAreSlow(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	lab.control(t, "POST", "/slow", `{"methods":["CurrentTime"],"millis":400}`, nil)
	began := time.Now()
	if _, err := methods.GetCurrentTime(background, client.Client); err != nil || time.Since(began) < 400*time.Millisecond {
		t.Fatal(err, time.Since(began))
	}
}

func TestOutagesEndAndSessionsSurviveThem(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	for mode, symptom := range map[string]string{"refuse": "refused", "reset": "reset by peer", "silent": "deadline exceeded", "503": "503"} {
		lab.control(t, "POST", "/disconnect", `{"mode":"`+mode+`","millis":700}`, nil)
		client.Client.Client.Client.CloseIdleConnections()
		short, cancel := context.WithTimeout(background, 300*time.Millisecond)
		_, err := methods.GetCurrentTime(short, client.Client)
		cancel()
		if err == nil || !strings.Contains(err.Error(), symptom) {
			t.Errorf("%s: %v", mode, err)
		}
		for end := time.Now().Add(5 * time.Second); err != nil && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			_, err = methods.GetCurrentTime(background, client.Client)
		}
		if err != nil {
			t.Fatalf("%s did not end: %v", mode, err)
		}
	}
}

func TestDatastoresCanBeAddedAndRemovedAndOpenViewsNotice(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	container, err := view.NewManager(client.Client).CreateContainerView(background, client.ServiceContent.RootFolder, []string{"Datastore"}, true)
	if err != nil {
		t.Fatal(err)
	}
	var added struct{ Moid string }
	lab.control(t, "POST", "/datastores", `{"name":"late","type":"NFS","remoteHost":"10.77.0.12","remotePath":"/tank/late","vms":["late01"]}`, &added)
	if ds := byName(t, client)["late"]; ds.Self.Value != added.Moid || len(ds.Vm) != 1 {
		t.Fatalf("%+v", ds)
	}
	var live mo.ContainerView
	_ = property.DefaultCollector(client.Client).RetrieveOne(background, container.Reference(), []string{"view"}, &live)
	if !strings.Contains(fmt.Sprint(live.View), added.Moid) {
		t.Fatal("the view did not notice")
	}
	lab.control(t, "DELETE", "/datastores/late", "", nil)
	if list := byName(t, client); len(list) != 2006 {
		t.Fatal(len(list))
	}
	if found, _ := container.Find(background, []string{"VirtualMachine"}, property.Filter{"name": "late01"}); len(found) != 0 {
		t.Fatal(found)
	}
}

func TestRestartKeepsPortPasswordCertificateGuidRegistrationsAndVMSnapshots(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	manager, _ := object.GetExtensionManager(client.Client)
	expectFault(t, "none", manager.Register(background, plugin("org.example.guard")))
	started, err := machine(t, client, "web01").CreateSnapshot(background, "kept", "d", false, true)
	expectFault(t, "none", err)
	expectFault(t, "none", started.Wait(background))
	vm := machine(t, client, "web01").Reference()
	before := fmt.Sprint(lab.env)
	pid := func() string {
		text, _ := os.ReadFile(filepath.Join(lab.dir, "state", "vcenter.pid"))
		return string(text)
	}
	first := pid()
	lab.start()
	if pid() != first {
		t.Fatal("starting a running one is not idempotent")
	}
	lab.stop()
	lab.start()
	if after := fmt.Sprint(lab.env); after != before || pid() == first {
		t.Fatalf("%s\n%s", before, after)
	}
	client = lab.admin(t)
	manager, _ = object.GetExtensionManager(client.Client)
	found, err := manager.Find(background, "org.example.guard")
	if err != nil || found == nil || found.TaskList[0].TaskID != "org.example.guard.replicate" {
		t.Fatalf("%+v %v", found, err)
	}
	if got := fmt.Sprint(snapshots(t)); got != "[web01/kept]" || machine(t, client, "web01").Reference() != vm {
		t.Fatal(got)
	}
	var renewed struct{ Fingerprint string }
	lab.control(t, "POST", "/certificate", "", &renewed)
	conn, err := tls.Dial("tcp", client.URL().Host, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	served := conn.ConnectionState().PeerCertificates[0]
	sum := sha256.Sum256(served.Raw)
	if renewed.Fingerprint == lab.env["LAB_VCENTER_FINGERPRINT"] || strings.ReplaceAll(renewed.Fingerprint, ":", "") != fmt.Sprintf("%X", sum) ||
		served.VerifyHostname("localhost") != nil || served.VerifyHostname("127.0.0.1") != nil {
		t.Fatal("certificate not renewed")
	}
}

func TestManyDatastoresComeAndGoAtRuntime(t *testing.T) {
	lab.reset(t)
	client := lab.admin(t)
	if status, text := lab.request(t, "POST", lab.env["LAB_VCENTER_CONTROL"]+"/bulk", `{"count":5}`, map[string]string{"X-Lab": "1"}); status != 409 {
		t.Fatal(status, text) // the configuration has some already
	}
	for n := 1; n <= 20; n++ {
		lab.control(t, "POST", "/datastores", fmt.Sprintf(`{"name":"late-%d","type":"NFS","remoteHost":"h","remotePath":"/p/%d"}`, n, n), nil)
	}
	if list := byName(t, client); len(list) != 2026 {
		t.Fatal(len(list))
	}
	lab.control(t, "POST", "/reset", `{"only":["datastores"]}`, nil)
	if list := byName(t, client); len(list) != 2006 {
		t.Fatal(len(list))
	}
}
