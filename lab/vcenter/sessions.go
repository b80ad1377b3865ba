package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

const ticketLife = 2 * time.Minute

// session is a login. Its key is known to the API; its cookie, as in a real
// vCenter, is another secret (vcsim uses the key for both).
type session struct {
	key       string
	cookie    string
	user      *account
	userAgent string

	mu    sync.Mutex
	waits map[types.ManagedObjectReference]int
}

// waiting notes a WaitForUpdates in flight, which ends when the session does.
func (s *session) waiting(collector types.ManagedObjectReference, begin bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if begin {
		s.waits[collector]++
	} else if s.waits[collector]--; s.waits[collector] == 0 {
		delete(s.waits, collector)
	}
}

func (s *session) collectors() []types.ManagedObjectReference {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []types.ManagedObjectReference
	for collector := range s.waits {
		found = append(found, collector)
	}
	return found
}

type ticket struct {
	user    *account
	expires time.Time
}

// sessions knows who is logged in, and by which ticket or token others may be.
type sessions struct {
	v *vcenter

	mu      sync.Mutex
	byKey   map[string]*session
	cookies map[string]*session
	tickets map[string]ticket
	tokens  map[string]*account
}

func newSessions(v *vcenter) *sessions {
	return &sessions{v: v, byKey: map[string]*session{}, cookies: map[string]*session{}, tickets: map[string]ticket{}, tokens: map[string]*account{}}
}

// of is the session a request's cookie names, or nil.
func (s *sessions) of(r *http.Request) *session {
	cookie, err := r.Cookie(soapCookie)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cookies[cookie.Value]
}

func (s *sessions) byID(key string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byKey[key]
}

func (s *sessions) alive(session *session) bool { return s.byID(session.key) == session }

func (s *sessions) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byKey)
}

// open answers the calls that begin a session.
func (s *sessions) open(w http.ResponseWriter, r *http.Request, c call) {
	var answer *httptest.ResponseRecorder
	var user *account
	switch request := c.method.Body.(type) {
	case *types.Login:
		if user = s.v.access.login(request.UserName, request.Password); user != nil && c.session == nil {
			answer = s.v.ask(nil, loginCall(user, request.Locale))
		}
	case *types.CloneSession:
		if user = s.redeem(request.CloneTicket); user != nil && c.session == nil {
			answer = s.v.ask(nil, c.body)
		}
	}
	if answer == nil || answer.Code != http.StatusOK {
		writeFault(w, "Cannot complete login due to an incorrect user name or password.", "InvalidLogin", "")
		return
	}
	session := s.add(answer, user, r.UserAgent())
	// Written by hand: a real vCenter quotes the value, Go's SetCookie would not.
	w.Header().Set("Set-Cookie", fmt.Sprintf(`%s="%s"; Path=/; HttpOnly; Secure;`, soapCookie, session.cookie))
	copyAnswer(w, answer)
}

func loginCall(user *account, locale string) []byte {
	return envelope("Login", sessionManager, fmt.Sprintf("<userName>%s</userName><password>checked</password><locale>%s</locale>",
		escape(user.canonical()), escape(locale)))
}

func (s *sessions) add(answer *httptest.ResponseRecorder, user *account, agent string) *session {
	opened := &session{cookie: newToken(20), user: user, userAgent: agent, waits: map[types.ManagedObjectReference]int{}}
	for _, cookie := range answer.Result().Cookies() {
		if cookie.Name == soapCookie {
			opened.key = cookie.Value
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byKey[opened.key] = opened
	s.cookies[opened.cookie] = opened
	return opened
}

// follow keeps up with calls that vcsim answered and that change sessions.
func (s *sessions) follow(c call, answer *httptest.ResponseRecorder) {
	if answer.Code != http.StatusOK || c.session == nil {
		return
	}
	switch request := c.method.Body.(type) {
	case *types.AcquireCloneTicket:
		s.remember(returned(answer), c.session.user)
	case *types.Logout:
		s.forget(c.session.key)
	case *types.TerminateSession:
		for _, key := range request.SessionId {
			s.forget(key)
		}
	}
}

func (s *sessions) remember(value string, user *account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tickets[value] = ticket{user: user, expires: time.Now().Add(ticketLife)}
}

// redeem takes a ticket in: it is good once. The check matters, for vcsim would
// take the key of any session for a ticket.
func (s *sessions) redeem(value string) *account {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.tickets[value]
	delete(s.tickets, value)
	if !ok || time.Now().After(found.expires) {
		return nil
	}
	return found.user
}

func (s *sessions) forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session := s.byKey[key]; session != nil {
		delete(s.byKey, key)
		delete(s.cookies, session.cookie)
	}
}

// expire ends every session and every ticket, and says how many sessions it were.
func (s *sessions) expire() int {
	s.mu.Lock()
	ended := s.byKey
	s.byKey, s.cookies, s.tickets = map[string]*session{}, map[string]*session{}, map[string]ticket{}
	s.mu.Unlock()
	for _, session := range ended {
		for _, collector := range session.collectors() {
			s.v.cancelWait(session, collector)
		}
		s.v.ask(session, envelope("Logout", sessionManager, ""))
	}
	return len(ended)
}

// issueToken is what the vSphere Client hands to a plug-in's page for its user.
func (s *sessions) issueToken(user *account) string {
	token := newToken(16)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[token] = user
	return token
}

func (s *sessions) dropTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = map[string]*account{}
}

func (s *sessions) tokenUser(token string) *account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[token]
}

// serveCloneTicket turns a vSphere Client session token into a clone ticket.
func (v *vcenter) serveCloneTicket(w http.ResponseWriter, r *http.Request) {
	v.calls.count("clone-ticket")
	if !v.faults.delay(r.Context(), "clone-ticket") {
		return
	}
	if r.Method != http.MethodPost {
		writeJSON(w, http.StatusMethodNotAllowed, vapiError("UNSUPPORTED", "POST only"))
		return
	}
	user := v.sessions.tokenUser(r.Header.Get("vmware-api-session-id"))
	if user == nil {
		writeJSON(w, http.StatusUnauthorized, vapiError("UNAUTHENTICATED", "This method requires authentication."))
		return
	}
	var request struct {
		GUID string `json:"vc_guid"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&request); err != nil || request.GUID == "" {
		writeJSON(w, http.StatusBadRequest, vapiError("INVALID_ARGUMENT", "vc_guid is required"))
		return
	}
	if request.GUID != v.identity.GUID {
		writeJSON(w, http.StatusNotFound, vapiError("NOT_FOUND", "no such vCenter"))
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"session_clone_ticket": v.sessions.ticketFor(user)})
}

func vapiError(kind, text string) interface{} {
	return map[string]interface{}{
		"error_type": kind,
		"messages":   []map[string]interface{}{{"args": []string{}, "default_message": text, "id": "lab." + kind}},
	}
}

// ticketFor goes through a short session of the user's own.
func (s *sessions) ticketFor(user *account) string {
	opened := s.add(s.v.ask(nil, loginCall(user, "en")), user, "vsphere-ui")
	value := returned(s.v.ask(opened, envelope("AcquireCloneTicket", sessionManager, "")))
	s.remember(value, user)
	s.v.ask(opened, envelope("Logout", sessionManager, ""))
	s.forget(opened.key)
	return value
}

func newToken(size int) string {
	bytes := make([]byte, size)
	if _, err := rand.Read(bytes); err != nil {
		panic(err) // without randomness there is nothing to serve
	}
	return hex.EncodeToString(bytes)
}
