package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// The ways a vCenter can be away, as far as a TCP client can tell.
const (
	outageRefuse = "refuse" // nobody listens: connection refused
	outageReset  = "reset"  // accepted, then reset
	outageSilent = "silent" // accepted, never answered
)

// outageListener is the one listening socket. It can drop every connection and
// be gone for a while, and comes back on the same port.
type outageListener struct {
	address string

	mu     sync.Mutex
	inner  net.Listener
	mode   string
	spared net.Conn      // not frozen in a silent outage
	back   chan struct{} // closed when an outage is over
	conns  map[net.Conn]bool
	closed bool
}

// listen takes the wanted port, or a free one when that is 0 or taken.
func listen(port int) (*outageListener, error) {
	inner, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil && port != 0 {
		log.Printf("port %d cannot be taken again: %v", port, err)
		inner, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	return &outageListener{address: inner.Addr().String(), inner: inner, conns: map[net.Conn]bool{}}, nil
}

func (l *outageListener) port() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inner.Addr().(*net.TCPAddr).Port
}

// Accept hands out connections, except during an outage.
func (l *outageListener) Accept() (net.Conn, error) {
	for {
		inner, _, _ := l.state()
		conn, err := inner.Accept()
		_, mode, back := l.state()
		switch {
		case err != nil && (back == nil || l.isShut()):
			if again, _, _ := l.state(); again != inner && !l.isShut() {
				continue // the outage ended between the two looks
			}
			return nil, err
		case err != nil:
			<-back
		case mode == outageReset:
			reset(conn)
		case mode == outageSilent:
			l.track(conn) // closed when the outage ends
		default:
			return l.track(conn), nil
		}
	}
}

// Close ends listening for good.
func (l *outageListener) Close() error {
	l.shut()
	return nil
}

// Addr names the socket.
func (l *outageListener) Addr() net.Addr {
	inner, _, _ := l.state()
	return inner.Addr()
}

// outage cuts (or, when silent, freezes) all connections but one and stays away
// for a while.
func (l *outageListener) outage(mode string, length time.Duration, except net.Conn) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.back != nil {
		return fmt.Errorf("an outage is already going on")
	}
	l.mode = mode
	l.back = make(chan struct{})
	if mode == outageRefuse {
		_ = l.inner.Close()
	}
	if mode == outageSilent {
		l.spared = except
	} else {
		l.drop(except)
	}
	time.AfterFunc(length, l.restore)
	return nil
}

func (l *outageListener) restore() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.back == nil {
		return
	}
	if l.mode == outageRefuse {
		inner, err := net.Listen("tcp", l.address)
		if err != nil {
			log.Printf("cannot listen on %s again yet: %v", l.address, err)
			time.AfterFunc(100*time.Millisecond, l.restore)
			return
		}
		l.inner = inner
	}
	l.drop(nil)
	l.mode = ""
	close(l.back)
	l.back = nil
}

func (l *outageListener) dropAll(except net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(except)
}

func (l *outageListener) drop(except net.Conn) {
	for conn := range l.conns {
		if conn != except {
			reset(conn.(*trackedConn).Conn)
			delete(l.conns, conn)
		}
	}
}

func (l *outageListener) state() (net.Listener, string, chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inner, l.mode, l.back
}

func (l *outageListener) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		_ = l.inner.Close()
		if l.back != nil {
			close(l.back)
			l.back = nil
		}
	}
}

func (l *outageListener) isShut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

func (l *outageListener) track(conn net.Conn) net.Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	tracked := &trackedConn{Conn: conn, listener: l}
	l.conns[tracked] = true
	return tracked
}

type trackedConn struct {
	net.Conn
	listener *outageListener
}

// Read holds back what comes in during a silent outage.
func (c *trackedConn) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into)
	c.listener.holdBack(c)
	return n, err
}

// Write holds back what would go out during a silent outage.
func (c *trackedConn) Write(from []byte) (int, error) {
	c.listener.holdBack(c)
	return c.Conn.Write(from)
}

// holdBack waits until a silent outage is over; the connection is cut by then.
func (l *outageListener) holdBack(c net.Conn) {
	l.mu.Lock()
	mode, back, spared := l.mode, l.back, l.spared
	l.mu.Unlock()
	if mode == outageSilent && c != spared && back != nil {
		<-back
	}
}

// Close forgets the connection, too.
func (c *trackedConn) Close() error {
	c.listener.mu.Lock()
	delete(c.listener.conns, c)
	c.listener.mu.Unlock()
	return c.Conn.Close()
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

type connectionKey struct{}

func rememberConnection(ctx context.Context, conn net.Conn) context.Context {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	return context.WithValue(ctx, connectionKey{}, conn)
}

// connectionOf is the tracked connection a request came in on.
func connectionOf(r *http.Request) net.Conn {
	conn, _ := r.Context().Value(connectionKey{}).(net.Conn)
	return conn
}
