package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	gib             = int64(1) << 30
	defaultCapacity = 1024 * gib
	firstBulkNumber = 10001
	firstLateNumber = 40001 // of those added at runtime
	maxBulk         = 20000
)

// config is the file that says what this vCenter manages.
type config struct {
	APIVersion string            `json:"apiVersion,omitempty"`
	Datastores []datastoreConfig `json:"datastores"`
	Bulk       int               `json:"bulk,omitempty"`
	BulkHost   string            `json:"bulkHost,omitempty"`
	BulkPath   string            `json:"bulkPath,omitempty"`
}

type datastoreConfig struct {
	Name            string   `json:"name"`
	Type            string   `json:"type"`
	RemoteHost      string   `json:"remoteHost,omitempty"`
	RemotePath      string   `json:"remotePath,omitempty"`
	RemoteHostNames []string `json:"remoteHostNames,omitempty"`
	Extents         []string `json:"extents,omitempty"`
	Local           bool     `json:"local,omitempty"`
	Inaccessible    bool     `json:"inaccessible,omitempty"`
	CapacityBytes   int64    `json:"capacityBytes,omitempty"`
	VMs             []string `json:"vms,omitempty"`
}

func readConfig(file string) (*config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var c config
	if err := decoder.Decode(&c); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if c.Bulk < 0 || c.Bulk > maxBulk {
		return nil, fmt.Errorf("%s: bulk must be 0 to %d", file, maxBulk)
	}
	return &c, nil
}

func (c *config) apiVersion() string {
	if c.APIVersion == "" {
		return versions[0]
	}
	return c.APIVersion
}

func (d datastoreConfig) check() error {
	nfs := d.Type == "NFS" || d.Type == "NFS41"
	switch {
	case d.Name == "" || strings.ContainsAny(d.Name, "/[]"):
		return fmt.Errorf("a datastore needs a name without / [ ]")
	case !nfs && d.Type != "VMFS" && d.Type != "VSAN" && d.Type != "VVOL":
		return fmt.Errorf("datastore %s: type must be NFS, NFS41, VMFS, VSAN or VVOL", d.Name)
	case nfs && (d.RemotePath == "" || d.RemoteHost == "" && len(d.RemoteHostNames) == 0):
		return fmt.Errorf("datastore %s: remoteHost or remoteHostNames, and remotePath are required", d.Name)
	case d.Type == "VMFS" && len(d.Extents) == 0 && !d.Local:
		return fmt.Errorf("datastore %s: extents are required", d.Name)
	case len(d.VMs) > 0 && d.Inaccessible:
		return fmt.Errorf("datastore %s: VMs cannot be made on an inaccessible datastore", d.Name)
	}
	return nil
}

// inventory makes datastores and the VMs on them.
type inventory struct {
	v          *vcenter
	client     *vim25.Client
	datacenter *simulator.Datacenter
	hosts      []*simulator.HostSystem
	pool       types.ManagedObjectReference

	mu    sync.Mutex
	last  int
	extra []*simulator.Datastore // added at runtime
}

func newInventory(v *vcenter) *inventory {
	cluster := simulator.Map.Any("ClusterComputeResource").(*simulator.ClusterComputeResource)
	client, err := vim25.NewClient(ownContext().Context, v.service)
	if err != nil {
		panic(err) // in process, it cannot fail
	}
	i := &inventory{v: v, client: client, datacenter: simulator.Map.Any("Datacenter").(*simulator.Datacenter),
		pool: *cluster.ResourcePool, last: 1000}
	for _, ref := range cluster.Host {
		i.hosts = append(i.hosts, simulator.Map.Get(ref).(*simulator.HostSystem))
	}
	return i
}

// enterVolumes starts with empty volumes: vcsim makes the files anew.
func enterVolumes(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0700); err != nil {
		return err
	}
	return os.Chdir(dir)
}

func (i *inventory) populate(c *config) error {
	homes := map[string][]string{}
	var order []string
	for _, d := range c.Datastores {
		if _, err := i.add(d); err != nil {
			return err
		}
		for _, vm := range d.VMs {
			if homes[vm] == nil {
				order = append(order, vm)
			}
			homes[vm] = append(homes[vm], d.Name)
		}
	}
	for _, vm := range order {
		if err := i.addMachine(vm, homes[vm]); err != nil {
			return err
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.last = firstBulkNumber - 1
	for n := 1; n <= c.Bulk; n++ {
		i.put(bulk{c.Bulk, c.BulkHost, c.BulkPath}.datastore(n), i.allHosts())
	}
	i.last = firstLateNumber - 1
	return nil
}

// bulk is many NFS datastores without VMs.
type bulk struct {
	Count int    `json:"count"`
	Host  string `json:"host,omitempty"`
	Path  string `json:"path,omitempty"`
}

// addBulk adds many at runtime, once.
func (i *inventory) addBulk(b bulk) error {
	if i.named(b.datastore(1).Name) != nil {
		return fmt.Errorf("there are bulk datastores already")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	hosts := i.allHosts()
	for n := 1; n <= b.Count; n++ {
		i.extra = append(i.extra, i.put(b.datastore(n), hosts))
	}
	return nil
}

func (b bulk) datastore(n int) datastoreConfig {
	host, root := b.Host, b.Path
	if host == "" {
		host = fmt.Sprintf("nas%03d.example.com", n%10)
	}
	if root == "" {
		root = "/tank/bulk"
	}
	return datastoreConfig{Name: fmt.Sprintf("bulk-%05d", n), Type: "NFS", RemoteHost: host, RemotePath: fmt.Sprintf("%s/ds%05d", root, n)}
}

// add makes a datastore, without VMs.
func (i *inventory) add(d datastoreConfig) (*simulator.Datastore, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, ref := range i.datacenter.Datastore {
		if simulator.Map.Get(ref).(*simulator.Datastore).Name == d.Name {
			return nil, fmt.Errorf("there is a datastore %s already", d.Name)
		}
	}
	hosts := i.allHosts()
	if d.Local {
		hosts = i.hosts[:1]
	}
	ds := i.put(d, hosts)
	// The one directory vcsim needs to keep VM files in; see enterVolumes.
	return ds, os.MkdirAll(filepath.Clean(ds.Summary.Url), 0700)
}

// addWithMachines is add at runtime. VMs that exist are left alone.
func (i *inventory) addWithMachines(d datastoreConfig) (*simulator.Datastore, error) {
	ds, err := i.add(d)
	if err != nil {
		return nil, err
	}
	i.mu.Lock()
	i.extra = append(i.extra, ds)
	i.mu.Unlock()
	for _, vm := range d.VMs {
		if i.v.machines.find(vm) != nil {
			continue
		}
		if err := i.addMachine(vm, []string{d.Name}); err != nil {
			return nil, err
		}
	}
	return ds, nil
}

func (i *inventory) allHosts() []*simulator.HostSystem {
	hosts := append([]*simulator.HostSystem{}, i.hosts...)
	for _, entity := range simulator.Map.All("HostSystem") {
		if host := entity.(*simulator.HostSystem); host.Parent.Type != "ClusterComputeResource" {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// put shows a datastore everywhere a vCenter does.
func (i *inventory) put(d datastoreConfig, hosts []*simulator.HostSystem) *simulator.Datastore {
	i.last++
	ds := &simulator.Datastore{}
	ds.Self = types.ManagedObjectReference{Type: "Datastore", Value: fmt.Sprintf("datastore-%d", i.last)}
	ds.Name = d.Name
	describe(ds, d, volumeID(i.v.identity.GUID, d))
	for _, host := range hosts {
		ds.Host = append(ds.Host, types.DatastoreHostMount{Key: host.Self, MountInfo: mount(ds, d)})
	}
	browser := &simulator.HostDatastoreBrowser{}
	browser.Datastore = []types.ManagedObjectReference{ds.Self}
	ds.Browser = simulator.Map.Put(browser).Reference()

	folder := simulator.Map.Get(i.datacenter.DatastoreFolder).(*simulator.Folder)
	simulator.Map.AppendReference(folder, &folder.ChildEntity, ds.Self)
	simulator.Map.PutEntity(folder, ds)
	simulator.Map.AppendReference(i.datacenter, &i.datacenter.Datastore, ds.Self)
	for _, host := range hosts {
		simulator.Map.AppendReference(host, &host.Datastore, ds.Self)
		compute := computeOf(host)
		simulator.Map.AddReference(compute, &compute.Datastore, ds.Self)
		if system, ok := simulator.Map.Get(*host.ConfigManager.DatastoreSystem).(*simulator.HostDatastoreSystem); ok {
			simulator.Map.AppendReference(system, &system.Datastore, ds.Self)
		}
	}
	return ds
}

func computeOf(host *simulator.HostSystem) *mo.ComputeResource {
	switch parent := simulator.Map.Get(*host.Parent).(type) {
	case *simulator.ClusterComputeResource:
		return &parent.ComputeResource
	default:
		return parent.(*mo.ComputeResource)
	}
}

// volumeID has the form that ESXi gives the volume's directory.
func volumeID(guid string, d datastoreConfig) string {
	id := strings.ReplaceAll(uuid.NewSHA1(uuid.MustParse(guid), []byte(d.Name)).String(), "-", "")
	switch d.Type {
	case "NFS", "NFS41":
		return id[:8] + "-" + id[8:16]
	case "VSAN":
		return "vsan:" + id[:16] + "-" + id[16:]
	case "VVOL":
		return "vvol:" + id[:16] + "-" + id[16:]
	}
	return id[:8] + "-" + id[8:16] + "-" + id[16:20] + "-" + id[20:]
}

func mount(ds *simulator.Datastore, d datastoreConfig) types.HostMountInfo {
	reason := ""
	if d.Inaccessible {
		reason = "AllPathsDown_Start"
	}
	return types.HostMountInfo{
		Path:               "/vmfs/volumes/" + path.Base(ds.Summary.Url),
		AccessMode:         string(types.HostMountModeReadWrite),
		Mounted:            types.NewBool(true),
		Accessible:         types.NewBool(!d.Inaccessible),
		InaccessibleReason: reason,
	}
}

// describe fills info, summary and capability as a vCenter would.
func describe(ds *simulator.Datastore, d datastoreConfig, volume string) {
	capacity := d.CapacityBytes
	if capacity <= 0 {
		capacity = defaultCapacity
	}
	url := "ds:///vmfs/volumes/" + volume + "/"
	info := types.DatastoreInfo{
		Name: d.Name, Url: url, FreeSpace: capacity / 2, MaxFileSize: 64 << 40, MaxVirtualDiskCapacity: 62 << 40, MaxMemoryFileSize: 64 << 40,
	}
	ds.Summary = types.DatastoreSummary{
		Datastore: &ds.Self, Name: d.Name, Url: url, Capacity: capacity, FreeSpace: capacity / 2, Accessible: !d.Inaccessible,
		MultipleHostAccess: types.NewBool(!d.Local), Type: d.Type, MaintenanceMode: string(types.DatastoreSummaryMaintenanceModeStateNormal),
	}
	ds.Capability = types.DatastoreCapability{
		DirectoryHierarchySupported: true, RawDiskMappingsSupported: d.Type == "VMFS", PerFileThinProvisioningSupported: true,
		StorageIORMSupported: types.NewBool(true), NativeSnapshotSupported: types.NewBool(false),
		TopLevelDirectoryCreateSupported: types.NewBool(true), SeSparseSupported: types.NewBool(true),
	}
	switch d.Type {
	case "NFS", "NFS41":
		ds.Info = &types.NasDatastoreInfo{DatastoreInfo: info, Nas: nasVolume(d, capacity)}
	case "VMFS":
		ds.Info = &types.VmfsDatastoreInfo{DatastoreInfo: info, MaxPhysicalRDMFileSize: 64 << 40, MaxVirtualRDMFileSize: 62 << 40,
			Vmfs: vmfsVolume(d, capacity, volume)}
	case "VSAN":
		ds.Summary.Type = "vsan"
		ds.Info = &types.VsanDatastoreInfo{DatastoreInfo: info, MembershipUuid: strings.TrimPrefix(volume, "vsan:")}
	case "VVOL":
		ds.Info = &types.VvolDatastoreInfo{DatastoreInfo: info, VvolDS: &types.HostVvolVolume{
			HostFileSystemVolume: types.HostFileSystemVolume{Type: "VVOL", Name: d.Name, Capacity: capacity}, ScId: volume}}
	}
}

func nasVolume(d datastoreConfig, capacity int64) *types.HostNasVolume {
	hosts := d.RemoteHostNames
	if len(hosts) == 0 {
		hosts = []string{d.RemoteHost}
	}
	host := d.RemoteHost
	if host == "" {
		host = strings.Join(hosts, ",")
	}
	return &types.HostNasVolume{
		HostFileSystemVolume: types.HostFileSystemVolume{Type: d.Type, Name: d.Name, Capacity: capacity},
		RemoteHost:           host,
		RemotePath:           d.RemotePath,
		RemoteHostNames:      hosts,
		SecurityType:         "AUTH_SYS",
		ProtocolEndpoint:     types.NewBool(false),
	}
}

func vmfsVolume(d datastoreConfig, capacity int64, volume string) *types.HostVmfsVolume {
	disks := d.Extents
	if len(disks) == 0 {
		disks = []string{"mpx.vmhba0:C0:T0:L0"}
	}
	vmfs := &types.HostVmfsVolume{
		HostFileSystemVolume: types.HostFileSystemVolume{Type: "VMFS", Name: d.Name, Capacity: capacity},
		BlockSizeMb:          1,
		BlockSize:            1024,
		UnmapGranularity:     1024,
		UnmapPriority:        "low",
		MaxBlocks:            63963136,
		MajorVersion:         6,
		Version:              "6.82",
		Uuid:                 volume,
		VmfsUpgradable:       false,
		Ssd:                  types.NewBool(false),
		Local:                types.NewBool(d.Local),
	}
	for _, disk := range disks {
		vmfs.Extent = append(vmfs.Extent, types.HostScsiDiskPartition{DiskName: disk, Partition: 1})
	}
	return vmfs
}

// addMachine makes a running VM with a disk on each of its datastores.
func (i *inventory) addMachine(name string, datastores []string) error {
	var devices object.VirtualDeviceList
	scsi, err := devices.CreateSCSIController("pvscsi")
	if err != nil {
		return err
	}
	devices = append(devices, scsi)
	for n, datastore := range datastores {
		file := fmt.Sprintf("[%s] %s/disk%d.vmdk", datastore, name, n+1)
		if n > 0 {
			if err := os.MkdirAll(filepath.Clean(i.named(datastore).Summary.Url+name), 0700); err != nil {
				return err
			}
		}
		disk := devices.CreateDisk(scsi.(types.BaseVirtualController), i.named(datastore).Self, file)
		disk.CapacityInKB = 1024
		devices = append(devices, disk)
	}
	changes, err := devices.ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd)
	if err != nil {
		return err
	}
	spec := types.VirtualMachineConfigSpec{
		Name: name, GuestId: string(types.VirtualMachineGuestOsIdentifierDebian10_64Guest),
		Files: &types.VirtualMachineFileInfo{VmPathName: "[" + datastores[0] + "]"}, DeviceChange: changes,
	}
	ref, err := i.createMachine(spec, i.named(datastores[0]).Host[0].Key)
	if err != nil {
		return fmt.Errorf("VM %s: %w", name, err)
	}
	vm := i.v.machines.adopt(ref)
	vm.Guest.ToolsStatus = types.VirtualMachineToolsStatusToolsOk
	vm.Guest.ToolsRunningStatus = string(types.VirtualMachineToolsRunningStatusGuestToolsRunning)
	vm.Guest.ToolsVersionStatus2 = string(types.VirtualMachineToolsVersionStatusGuestToolsUnmanaged)
	vm.Summary.Guest.ToolsStatus = vm.Guest.ToolsStatus
	vm.Summary.Guest.ToolsRunningStatus = vm.Guest.ToolsRunningStatus
	return nil
}

func (i *inventory) createMachine(spec types.VirtualMachineConfigSpec, host types.ManagedObjectReference) (types.ManagedObjectReference, error) {
	ctx := ownContext().Context
	folder := object.NewFolder(i.client, i.datacenter.VmFolder)
	task, err := folder.CreateVM(ctx, spec, object.NewResourcePool(i.client, i.pool), object.NewHostSystem(i.client, host))
	if err != nil {
		return types.ManagedObjectReference{}, err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return types.ManagedObjectReference{}, err
	}
	ref := info.Result.(types.ManagedObjectReference)
	power, err := object.NewVirtualMachine(i.client, ref).PowerOn(ctx)
	if err != nil {
		return ref, err
	}
	return ref, power.Wait(ctx)
}

// named is the datastore of that name or id, or nil.
func (i *inventory) named(name string) *simulator.Datastore {
	for _, entity := range simulator.Map.All("Datastore") {
		if ds, ok := entity.(*simulator.Datastore); ok && (ds.Name == name || ds.Self.Value == name) {
			return ds
		}
	}
	return nil
}

// remove takes a datastore, and the VMs that live on it alone, away.
func (i *inventory) remove(ds *simulator.Datastore) {
	for _, vm := range i.v.machines.all() {
		if len(vm.Datastore) == 1 && vm.Datastore[0] == ds.Self {
			i.removeMachine(vm)
		}
	}
	folder := simulator.Map.Get(i.datacenter.DatastoreFolder).(*simulator.Folder)
	simulator.Map.RemoveReference(folder, &folder.ChildEntity, ds.Self)
	simulator.Map.RemoveReference(i.datacenter, &i.datacenter.Datastore, ds.Self)
	for _, host := range i.allHosts() {
		simulator.Map.RemoveReference(host, &host.Datastore, ds.Self)
		compute := computeOf(host)
		simulator.Map.RemoveReference(compute, &compute.Datastore, ds.Self)
		if system, ok := simulator.Map.Get(*host.ConfigManager.DatastoreSystem).(*simulator.HostDatastoreSystem); ok {
			simulator.Map.RemoveReference(system, &system.Datastore, ds.Self)
		}
	}
	simulator.Map.Remove(ds.Self)
	i.mu.Lock()
	defer i.mu.Unlock()
	for n, added := range i.extra {
		if added == ds {
			i.extra = append(i.extra[:n:n], i.extra[n+1:]...)
			return
		}
	}
}

func (i *inventory) removeMachine(vm *VirtualMachine) {
	folder := simulator.Map.Get(i.datacenter.VmFolder).(*simulator.Folder)
	simulator.Map.RemoveReference(folder, &folder.ChildEntity, vm.Self)
	host := simulator.Map.Get(*vm.Runtime.Host).(*simulator.HostSystem)
	simulator.Map.RemoveReference(host, &host.Vm, vm.Self)
	if pool, ok := simulator.Map.Get(i.pool).(*simulator.ResourcePool); ok {
		simulator.Map.RemoveReference(pool, &pool.Vm, vm.Self)
	}
	simulator.Map.Remove(vm.Self)
	i.v.machines.forget(vm)
}

func (i *inventory) removeAdded() {
	i.mu.Lock()
	added := append([]*simulator.Datastore{}, i.extra...)
	i.mu.Unlock()
	for _, ds := range added {
		i.remove(ds)
	}
}
