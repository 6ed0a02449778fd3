package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Server returns the address of a PostgreSQL server for tests: the one in
// SAMSPIL_TEST_POSTGRES, or one started here from Debian's binaries and left
// running for the next test process.
func Server(t testing.TB) string {
	t.Helper()
	if u := os.Getenv("SAMSPIL_TEST_POSTGRES"); u != "" {
		return u
	}
	u, err := started()
	if err == nil {
		return u
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("PostgreSQL is needed here: %v", err)
	}
	t.Skipf("no PostgreSQL: %v", err)
	return ""
}

var started = sync.OnceValues(start)

// start runs the server in a folder of its own under the temporary folder. A
// lock on a file there lets many test processes share it.
func start() (string, error) {
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(bins) == 0 {
		return "", errors.New("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
	}
	bin := bins[len(bins)-1]
	dir := filepath.Join(os.TempDir(), "samspil-test-postgres-"+strconv.Itoa(os.Getuid()))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	address := fmt.Sprintf("postgres://postgres@/postgres?host=%s", dir)
	if answers(address) {
		return address, nil
	}
	return address, launch(bin, dir)
}

func launch(bin, dir string) error {
	data := filepath.Join(dir, "data")
	run := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		if os.Getuid() == 0 {
			cred, err := postgresUser(dir)
			if err != nil {
				return err
			}
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
		}
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
		}
		return nil
	}
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err != nil {
		if err := run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"); err != nil {
			return err
		}
	}
	options := fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories=%s -c max_connections=400", dir)
	return run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start")
}

// postgresUser gives the folder to the account that the server runs as; it
// refuses to run as root.
func postgresUser(dir string) (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

func answers(address string) bool {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return false
	}
	defer pool.Close()
	return pool.Ping() == nil
}

func create(t testing.TB, server, name, template string) {
	t.Helper()
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	// Names are made here, never from outside.
	if _, err := pool.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + template); err != nil {
		t.Fatalf("make a test database: %v", err)
	}
}

func drop(server, name string) {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return
	}
	defer pool.Close()
	_, _ = pool.ExecContext(context.Background(), `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`)
}
