package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	administrator = "administrator@vsphere.local"
	viewer        = "viewer@vsphere.local"
)

// identity is what must stay the same when this vCenter goes away and comes
// back: its guid, port, passwords and certificate.
type identity struct {
	GUID           string `json:"guid"`
	Port           int    `json:"port"`
	Password       string `json:"password"`
	ViewerPassword string `json:"viewerPassword"`

	dir         string
	mu          sync.Mutex
	certificate *tls.Certificate
}

func openIdentity(dir string) (*identity, error) {
	if err := os.MkdirAll(dir, 0700); err != nil {
		return nil, err
	}
	id := &identity{dir: dir}
	text, err := os.ReadFile(id.path("identity.json"))
	switch {
	case err == nil:
		err = json.Unmarshal(text, id)
	case os.IsNotExist(err):
		id.GUID = uuid.New().String()
		id.Password = newPassword()
		id.ViewerPassword = newPassword()
		err = id.save()
	}
	if err != nil {
		return nil, fmt.Errorf("identity of the vCenter: %w", err)
	}
	return id, id.loadCertificate()
}

func (id *identity) path(name string) string { return filepath.Join(id.dir, name) }

func (id *identity) save() error {
	text, err := json.MarshalIndent(id, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(id.path("identity.json"), append(text, '\n'))
}

func (id *identity) loadCertificate() error {
	pair, err := tls.LoadX509KeyPair(id.path("certificate.pem"), id.path("key.pem"))
	if os.IsNotExist(err) {
		return id.renewCertificate()
	}
	if err != nil {
		return err
	}
	id.mu.Lock()
	defer id.mu.Unlock()
	id.certificate = &pair
	return nil
}

// renewCertificate replaces key and certificate; new connections see it at once.
func (id *identity) renewCertificate() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "localhost", Organization: []string{"Datastore Guard lab"}},
		NotBefore:             time.Now().Add(-24 * time.Hour),
		NotAfter:              time.Now().AddDate(2, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := writeFile(id.path("key.pem"), encode("PRIVATE KEY", private)); err != nil {
		return err
	}
	if err := writeFile(id.path("certificate.pem"), encode("CERTIFICATE", der)); err != nil {
		return err
	}
	return id.loadCertificate()
}

func (id *identity) certificateFor(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	id.mu.Lock()
	defer id.mu.Unlock()
	return id.certificate, nil
}

// fingerprint is the certificate's SHA-256 in the notation vCenter uses.
func (id *identity) fingerprint() string {
	id.mu.Lock()
	defer id.mu.Unlock()
	return fingerprint(id.certificate.Certificate[0])
}

func fingerprint(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

func (id *identity) url(path string) string {
	return fmt.Sprintf("https://127.0.0.1:%d%s", id.Port, path)
}

// publish remembers the port and tells scripts how to reach this vCenter.
func (id *identity) publish(port int) error {
	id.Port = port
	if err := id.save(); err != nil {
		return err
	}
	lines := []string{
		"LAB_VCENTER_URL=" + id.url("/sdk"),
		"LAB_VCENTER_USER=" + administrator,
		"LAB_VCENTER_PASSWORD=" + id.Password,
		"LAB_VCENTER_VIEWER_USER=" + viewer,
		"LAB_VCENTER_VIEWER_PASSWORD=" + id.ViewerPassword,
		"LAB_VCENTER_FINGERPRINT=" + id.fingerprint(),
		"LAB_VCENTER_CONTROL=" + id.url("/lab"),
		"LAB_VCENTER_GUID=" + id.GUID,
	}
	return writeFile(id.path("vcenter.env"), []byte(strings.Join(lines, "\n")+"\n"))
}

func about(guid, apiVersion string) types.AboutInfo {
	version := apiVersion
	if parts := strings.Split(apiVersion, "."); len(parts) > 3 {
		version = strings.Join(parts[:3], ".")
	}
	return types.AboutInfo{
		Name:                  "VMware vCenter Server",
		FullName:              "VMware vCenter Server " + version + " build-0 (lab simulator)",
		Vendor:                "VMware, Inc.",
		Version:               version,
		Build:                 "0",
		LocaleVersion:         "INTL",
		LocaleBuild:           "000",
		OsType:                "linux-x64",
		ProductLineId:         "vpx",
		ApiType:               "VirtualCenter",
		ApiVersion:            apiVersion,
		InstanceUuid:          guid,
		LicenseProductName:    "VMware VirtualCenter Server",
		LicenseProductVersion: strings.SplitN(version, ".", 2)[0] + ".0",
	}
}

func newPassword() string {
	bytes := make([]byte, 18)
	if _, err := rand.Read(bytes); err != nil {
		panic(err) // without randomness there is nothing to serve
	}
	return base64.RawURLEncoding.EncodeToString(bytes)
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// writeFile replaces a private file as a whole, so that nobody reads half of it.
func writeFile(file string, content []byte) error {
	next := file + ".next"
	if err := os.WriteFile(next, content, 0600); err != nil {
		return err
	}
	return os.Rename(next, file)
}
