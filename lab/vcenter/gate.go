package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	maxRequestBytes = 32 << 20
	soapCookie      = "vmware_soap_session"
)

var (
	propertyCollector = types.ManagedObjectReference{Type: "PropertyCollector", Value: "propertyCollector"}
	serviceInstance   = types.ManagedObjectReference{Type: "ServiceInstance", Value: "ServiceInstance"}
	sessionManager    = types.ManagedObjectReference{Type: "SessionManager", Value: "SessionManager"}
)

// serveSDK is the front door: it knows who is asking, counts, delays and
// refuses as a vCenter would, and leaves the answer itself to vcsim.
func (v *vcenter) serveSDK(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBytes))
	if err != nil {
		log.Printf("unreadable request: %v", err)
		http.Error(w, "unreadable request", http.StatusBadRequest)
		return
	}
	method, err := simulator.UnmarshalBody(types.TypeFunc(), body)
	if err != nil {
		log.Printf("not a call: %v", err)
		writeFault(w, err.Error(), "InvalidRequest", "")
		return
	}
	v.calls.count(method.Name)
	if !v.faults.delay(r.Context(), method.Name) {
		return // the caller gave up
	}
	v.dispatch(w, r, call{method: method, body: body, session: v.sessions.of(r)})
}

// call is one SOAP request with the session it belongs to, or nil.
type call struct {
	method  *simulator.Method
	body    []byte
	session *session
}

func (v *vcenter) dispatch(w http.ResponseWriter, r *http.Request, c call) {
	switch {
	case opensSession(c.method.Name):
		v.sessions.open(w, r, c)
		return
	case c.session == nil && !anonymous(c.method):
		writeNotAuthenticated(w, c.method.This)
		return
	}
	if denied := v.access.refusal(c); denied != nil {
		writeFault(w, "Permission to perform this operation was denied.", "NoPermission", denied.xml())
		return
	}
	answer := v.forward(r.Context(), c)
	if c.session != nil && waits(c.method.Name) && !v.sessions.alive(c.session) {
		writeNotAuthenticated(w, c.method.This)
		return
	}
	v.sessions.follow(c, answer)
	copyAnswer(w, answer)
}

// forward asks vcsim, and ends a wait whose caller has gone.
func (v *vcenter) forward(ctx context.Context, c call) *httptest.ResponseRecorder {
	if c.session != nil && waits(c.method.Name) {
		done := make(chan struct{})
		defer close(done)
		go func() {
			select {
			case <-ctx.Done():
				select {
				case <-done: // answered: the request only ended after that, and the next wait is not to be cancelled
				default:
					v.cancelWait(c.session, c.method.This)
				}
			case <-done:
			}
		}()
		c.session.waiting(c.method.This, true)
		defer c.session.waiting(c.method.This, false)
	}
	return v.ask(c.session, c.body)
}

// ask sends a request to vcsim in the name of a session.
func (v *vcenter) ask(s *session, body []byte) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodPost, "/sdk", bytes.NewReader(body))
	request.Header.Set("Content-Type", "text/xml; charset=utf-8")
	request.RemoteAddr = "127.0.0.1:0"
	if s != nil {
		request.AddCookie(&http.Cookie{Name: soapCookie, Value: s.key})
		request.Header.Set("User-Agent", s.userAgent)
	}
	answer := httptest.NewRecorder()
	v.service.ServeSDK(answer, request)
	return answer
}

func (v *vcenter) cancelWait(s *session, collector types.ManagedObjectReference) {
	v.ask(s, envelope("CancelWaitForUpdates", collector, ""))
}

func opensSession(method string) bool {
	switch method {
	case "Login", "LoginByToken", "LoginExtensionByCertificate", "LoginExtensionBySubjectName", "LoginBySSPI", "CloneSession":
		return true
	}
	return false
}

func waits(method string) bool {
	return method == "WaitForUpdatesEx" || method == "WaitForUpdates"
}

// anonymous calls are answered before a login. vcsim itself would also read
// properties of any object for strangers.
func anonymous(method *simulator.Method) bool {
	switch method.Name {
	case "RetrieveServiceContent":
		return true
	case "RetrieveProperties":
		return onlyServiceInstance(method.Body.(*types.RetrieveProperties).SpecSet)
	case "RetrievePropertiesEx":
		return onlyServiceInstance(method.Body.(*types.RetrievePropertiesEx).SpecSet)
	}
	return false
}

func onlyServiceInstance(specs []types.PropertyFilterSpec) bool {
	for _, spec := range specs {
		for _, object := range spec.ObjectSet {
			if object.Obj != serviceInstance || len(object.SelectSet) != 0 {
				return false
			}
		}
	}
	return true
}

func copyAnswer(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

func writeNotAuthenticated(w http.ResponseWriter, this types.ManagedObjectReference) {
	refused := refusal{entity: this, privilege: "System.View"}
	writeFault(w, "The session is not authenticated.", "NotAuthenticated", refused.xml())
}

func writeFault(w http.ResponseWriter, text, kind, detail string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"`+
		` xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%s</faultstring>`+
		`<detail><%sFault xmlns="urn:vim25" xsi:type="%s">%s</%sFault></detail></soapenv:Fault></soapenv:Body>
</soapenv:Envelope>
`, escape(text), kind, kind, detail, kind)
}

// envelope writes a call of our own; arguments is XML.
func envelope(method string, this types.ManagedObjectReference, arguments string) []byte {
	return []byte(fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>`+
		`<%s xmlns="urn:vim25"><_this type="%s">%s</_this>%s</%s></soapenv:Body></soapenv:Envelope>`,
		method, escape(this.Type), escape(this.Value), arguments, method))
}

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text))
	return out.String()
}

var returnedText = regexp.MustCompile(`<returnval[^>]*>([^<]+)</returnval>`)

// returned is the text of an answer that is one string.
func returned(answer *httptest.ResponseRecorder) string {
	if found := returnedText.FindSubmatch(answer.Body.Bytes()); found != nil {
		return string(found[1])
	}
	return ""
}

// calls counts SOAP calls by method, so that a test can prove "one bulk call".
type calls struct {
	mu      sync.Mutex
	methods map[string]int
}

func newCalls() *calls { return &calls{methods: map[string]int{}} }

func (c *calls) count(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.methods[method]++
}

func (c *calls) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.methods = map[string]int{}
}

func (c *calls) snapshot() (map[string]int, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied, total := map[string]int{}, 0
	for method, n := range c.methods {
		copied[method] = n
		total += n
	}
	return copied, total
}

// The versions a vCenter 8.0.3 names, newest first.
var versions = []string{
	"8.0.3.0", "8.0.2.0", "8.0.1.0", "8.0.0.1", "7.0.3.0", "7.0.2.0", "7.0.1.0", "7.0.0.0",
	"6.9.1", "6.8.7", "6.7.3", "6.7.2", "6.7.1", "6.7", "6.5", "6.0", "5.5", "5.1", "5.0", "4.1", "4.0",
}

func serveVersions(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	current := simulator.Map.Get(serviceInstance).(*simulator.ServiceInstance).Content.About.ApiVersion
	fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<namespaces version=\"1.0\">\n <namespace>\n"+
		"  <name>urn:vim25</name>\n  <version>%s</version>\n  <priorVersions>\n", current)
	older := false
	for _, version := range versions {
		if older {
			fmt.Fprintf(w, "   <version>%s</version>\n", version)
		}
		older = older || version == current
	}
	fmt.Fprint(w, "  </priorVersions>\n </namespace>\n</namespaces>\n")
}
