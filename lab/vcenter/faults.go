package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

// What can be wrong with a VM's snapshots.
const (
	quiesceFailure = "quiesceFailure" // only quiesced snapshots fail
	createFailure  = "createFailure"
	createHang     = "createHang"
	removeFailure  = "removeFailure"
	removeHang     = "removeHang"
)

var vmFaults = []string{quiesceFailure, createFailure, createHang, removeFailure, removeHang}

// faults holds what is to go wrong at present.
type faults struct {
	mu      sync.Mutex
	slow    map[string]time.Duration // "" stands for every method
	vms     map[string]bool          // "vm/fault"
	changed chan struct{}            // closed at each change, wakes what hangs
	away    time.Time                // until then the API answers 503
}

func newFaults() *faults {
	return &faults{slow: map[string]time.Duration{}, vms: map[string]bool{}, changed: make(chan struct{})}
}

// setSlow delays some methods, or all; no time means no delay any more.
func (f *faults) setSlow(methods []string, length time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(methods) == 0 {
		if length == 0 {
			f.slow = map[string]time.Duration{}
			return
		}
		methods = []string{""}
	}
	for _, method := range methods {
		if length == 0 {
			delete(f.slow, method)
		} else {
			f.slow[method] = length
		}
	}
}

// delay waits as told, and is false when the caller has gone meanwhile.
func (f *faults) delay(ctx context.Context, method string) bool {
	f.mu.Lock()
	length, ok := f.slow[method]
	if !ok {
		length = f.slow[""]
	}
	f.mu.Unlock()
	if length == 0 {
		return true
	}
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (f *faults) setVM(vm, fault string, on bool) error {
	if !contains(vmFaults, fault) {
		return fmt.Errorf("fault must be one of %s", strings.Join(vmFaults, ", "))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if on {
		f.vms[vm+"/"+fault] = true
	} else {
		delete(f.vms, vm+"/"+fault)
	}
	f.wake()
	return nil
}

func (f *faults) wake() {
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *faults) has(vm, fault string) (bool, chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.vms[vm+"/"+fault], f.changed
}

// snapshot hangs or fails a snapshot operation, or lets it go on with nil.
func (f *faults) snapshot(vm string, o operation, cancelled <-chan struct{}) types.BaseMethodFault {
	hang, failure := createHang, createFailure
	if o.kind == removeOperation {
		hang, failure = removeHang, removeFailure
	}
	for {
		hangs, changed := f.has(vm, hang)
		if !hangs {
			break
		}
		select {
		case <-changed:
		case <-cancelled:
			return new(types.RequestCanceled)
		}
	}
	if o.quiesced {
		if fails, _ := f.has(vm, quiesceFailure); fails {
			return new(types.ApplicationQuiesceFault)
		}
	}
	if fails, _ := f.has(vm, failure); fails {
		return new(types.SnapshotFault)
	}
	return nil
}

// hanging says whether some operation would never end.
func (f *faults) hanging() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for fault := range f.vms {
		if strings.HasSuffix(fault, "/"+createHang) || strings.HasSuffix(fault, "/"+removeHang) {
			return true
		}
	}
	return false
}

func (f *faults) setAway(length time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away = time.Now().Add(length)
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.slow = map[string]time.Duration{}
	f.vms = map[string]bool{}
	f.away = time.Time{}
	f.wake()
}

func (f *faults) current() map[string]interface{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	slow := map[string]int64{}
	for method, length := range f.slow {
		if method == "" {
			method = everything
		}
		slow[method] = length.Milliseconds()
	}
	vms := []string{}
	for fault := range f.vms {
		vms = append(vms, fault)
	}
	return map[string]interface{}{"slow": slow, "vms": vms, "unavailable": time.Now().Before(f.away)}
}

// unavailable answers 503 for a while, as the proxy of a vCenter does whose
// services are starting. The control API stays.
func (f *faults) unavailable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		away := time.Now().Before(f.away)
		f.mu.Unlock()
		if away && r.URL.Path != "/lab" && !strings.HasPrefix(r.URL.Path, "/lab/") {
			http.Error(w, "503 Service Unavailable", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}
