// Command vcenter is the lab's vCenter: vcsim from govmomi 0.24.2, extended by
// what this product needs of a vCenter and vcsim does not have, and by faults
// that tests can ask for. README.md lists where its answers differ from a real
// vCenter's.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/vmware/govmomi/simulator"
)

// vcenter ties the simulator to the parts this lab adds to it.
type vcenter struct {
	identity   *identity
	service    *simulator.Service
	access     *access
	sessions   *sessions
	faults     *faults
	calls      *calls
	listener   *outageListener
	inventory  *inventory
	extensions *ExtensionManager
	alarms     *AlarmManager
	tasks      *TaskManager
	machines   *machines
	store      *store
}

func main() {
	log.SetFlags(log.LstdFlags | log.Lmicroseconds)
	state := flag.String("state", "", "directory for identity, certificate, log and inventory")
	configFile := flag.String("config", "", "JSON file that names the datastores and VMs")
	flag.Parse()
	if *state == "" || *configFile == "" || flag.NArg() != 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*state, *configFile); err != nil {
		log.Fatal(err)
	}
}

func run(stateDir, configFile string) error {
	stateDir, err := filepath.Abs(stateDir)
	if err != nil {
		return err
	}
	config, err := readConfig(configFile)
	if err != nil {
		return err
	}
	id, err := openIdentity(stateDir)
	if err != nil {
		return err
	}
	// vcsim takes a datastore's URL for a local directory. Inside a directory of
	// our own the real form, ds:///vmfs/volumes/…, is simply a relative path.
	if err := enterVolumes(filepath.Join(stateDir, "volumes")); err != nil {
		return err
	}
	v, err := build(id, config, filepath.Join(stateDir, "inventory.xml"))
	if err != nil {
		return err
	}
	return v.serve()
}

func build(id *identity, config *config, inventoryFile string) (*vcenter, error) {
	model := simulator.VPX()
	model.Datastore = 0
	model.Machine = 0
	model.ServiceContent.About = about(id.GUID, config.apiVersion())
	if err := model.Create(); err != nil {
		return nil, err
	}
	model.Service.RegisterSDK(simulator.Map)
	// No user here means that vcsim lets every login pass: the front door has
	// already compared it with the accounts by then.
	model.Service.Listen = &url.URL{Scheme: "https", Host: "127.0.0.1", Path: "/sdk"}

	v := &vcenter{identity: id, service: model.Service, faults: newFaults(), calls: newCalls()}
	v.access = newAccess(id)
	v.sessions = newSessions(v)
	v.store = &store{file: inventoryFile}
	v.extensions = installExtensions(v)
	v.alarms = installAlarms(v)
	v.tasks = installTasks(v)
	installAuthorization(v)
	installEventTexts()
	v.machines = newMachines(v)
	v.inventory = newInventory(v)
	if err := v.inventory.populate(config); err != nil {
		return nil, err
	}
	return v, v.restore()
}

func (v *vcenter) serve() error {
	listener, err := listen(v.identity.Port)
	if err != nil {
		return err
	}
	v.listener = listener
	if err := v.identity.publish(listener.port()); err != nil {
		return err
	}
	server := &http.Server{
		Handler:     v.routes(),
		ConnContext: rememberConnection,
		ErrorLog:    log.Default(),
		TLSConfig: &tls.Config{
			MinVersion:     tls.VersionTLS12,
			GetCertificate: v.identity.certificateFor,
		},
		// One request at a time on a connection keeps the faults simple.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-stop
		listener.shut()
		// Close, not Shutdown: a call that hangs on purpose must not keep us.
		_ = server.Close()
	}()
	fmt.Println("READY", v.identity.url("/sdk"))
	if err := server.ServeTLS(listener, "", ""); err != http.ErrServerClosed && !listener.isShut() {
		return err
	}
	return nil
}

func (v *vcenter) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/sdk", v.serveSDK)
	mux.HandleFunc("/sdk/", v.serveSDK)
	mux.HandleFunc("/sdk/vimService", v.serveSDK)
	mux.HandleFunc("/sdk/vimServiceVersions.xml", serveVersions)
	mux.HandleFunc("/api/ui/vcenter/session/clone-ticket", v.serveCloneTicket)
	mux.Handle("/lab", v.control())
	mux.Handle("/lab/", v.control())
	return v.faults.unavailable(mux)
}
