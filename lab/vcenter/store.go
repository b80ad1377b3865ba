package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// store is the file that registrations, alarms and VM snapshots survive a restart in.
type store struct {
	file string
	mu   sync.Mutex
	open bool
}

type stored struct {
	XMLName   xml.Name         `xml:"inventory"`
	Extension []extension      `xml:"registration"`
	Alarm     []alarmRecord    `xml:"alarm"`
	Snapshot  []snapshotRecord `xml:"snapshot"`
}

// save writes what must not be forgotten. Nothing is written before restore.
func (v *vcenter) save() {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	if !v.store.open {
		return
	}
	content := stored{Alarm: v.alarms.records(), Snapshot: v.machines.records()}
	for _, extension := range v.extensions.list() {
		content.Extension = append(content.Extension, *extension)
	}
	text, err := xml.MarshalIndent(content, "", " ")
	if err == nil {
		err = writeFile(v.store.file, text)
	}
	if err != nil {
		log.Printf("inventory not saved: %v", err)
	}
}

func (v *vcenter) restore() error {
	text, err := os.ReadFile(v.store.file)
	if err == nil {
		err = v.load(text)
	}
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("inventory of the vCenter: %w", err)
	}
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	v.store.open = true
	return nil
}

func (v *vcenter) load(text []byte) error {
	var content stored
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.TypeFunc = types.TypeFunc()
	if err := decoder.Decode(&content); err != nil {
		return err
	}
	simulator.Map.WithLock(v.extensions, func() {
		for i := range content.Extension {
			v.extensions.put(append(append([]*extension{}, v.extensions.list()...), &content.Extension[i]), content.Extension[i].Key)
		}
	})
	v.alarms.restore(content.Alarm)
	v.machines.restore(content.Snapshot)
	return nil
}
