package main

import (
	"context"
	"sort"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// installEventTexts makes the full text of an extension's event its message;
// vcsim leaves that empty.
func installEventTexts() {
	manager := simulator.Map.EventManager()
	manager.Description.EventInfo = append(manager.Description.EventInfo[:len(manager.Description.EventInfo):len(manager.Description.EventInfo)],
		types.EventDescriptionEventDetail{Key: "EventEx", Category: "info", FullFormat: "{{.Message}}"})
}

// events is what extensions have posted, newest last.
func events() []*types.EventEx {
	manager := simulator.Map.EventManager()
	ctx := ownContext()
	var posted []*types.EventEx
	simulator.Map.WithLock(manager, func() {
		filter := types.EventFilterSpec{EventTypeId: []string{"EventEx"}, MaxCount: 1000}
		body, ok := manager.QueryEvents(ctx, &types.QueryEvents{Filter: filter}).(*methods.QueryEventsBody)
		if !ok || body.Res == nil {
			return
		}
		for _, event := range body.Res.Returnval {
			if extended, ok := event.(*types.EventEx); ok {
				posted = append(posted, extended)
			}
		}
	})
	sort.Slice(posted, func(i, j int) bool { return posted[i].Key < posted[j].Key })
	return posted
}

// ownContext is for calls that the lab itself makes.
func ownContext() *simulator.Context {
	return &simulator.Context{
		Context: context.Background(),
		Map:     simulator.Map,
		Session: &simulator.Session{
			UserSession: types.UserSession{Key: "lab", UserName: "lab"},
			Registry:    simulator.NewRegistry(),
		},
	}
}
