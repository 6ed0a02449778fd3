// Package dbtest gives a test an empty, migrated database in one line, on
// SQLite and on PostgreSQL.
package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"samspil/internal/db"
)

// Each runs f once on SQLite and once on PostgreSQL, each time with a fresh
// migrated database. Without PostgreSQL the second run is skipped with the
// reason, and fails where CI is set: there both must be had.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		if testing.Short() {
			t.Skip("short: PostgreSQL is left to the whole check")
		}
		f(t, Postgres(t))
	})
}

// SQLite returns a fresh migrated database in a temporary file.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	d := open(t, db.Config{File: filepath.Join(t.TempDir(), "samspil.db")})
	if err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}

// Keys returns a fresh database migrated for a key store, on SQLite.
func Keys(t testing.TB) *db.DB {
	t.Helper()
	d := open(t, db.Config{File: filepath.Join(t.TempDir(), "keys.db")})
	if err := d.MigrateKeys(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}

// EachKeys runs f with a fresh key store on SQLite and on PostgreSQL.
func EachKeys(t *testing.T, f func(t *testing.T, store *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Keys(t)) })
	t.Run("postgres", func(t *testing.T) {
		if testing.Short() {
			t.Skip("short: PostgreSQL is left to the whole check")
		}
		server, name := Server(t), "k"+strings.ReplaceAll(db.NewID(), "-", "")
		create(t, server, name, "template0")
		t.Cleanup(func() { drop(server, name) })
		d := open(t, db.Config{URL: named(t, server, name)})
		if err := d.MigrateKeys(context.Background()); err != nil {
			t.Fatal(err)
		}
		f(t, d)
	})
}

var (
	templates sync.Mutex
	made      bool
)

// Postgres returns a fresh migrated database on the server that the
// environment names, copied from a template that is migrated once a process.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	server := Server(t)
	template := fmt.Sprintf("samspil_template_%d", os.Getpid())
	templates.Lock()
	defer templates.Unlock()
	if !made {
		create(t, server, template, "template0")
		d, err := db.Open(context.Background(), db.Config{URL: named(t, server, template)})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Migrate(context.Background())
		d.Close()
		if err != nil {
			t.Fatal(err)
		}
		made = true
	}
	name := "t" + strings.ReplaceAll(db.NewID(), "-", "")
	create(t, server, name, template)
	t.Cleanup(func() { drop(server, name) })
	return open(t, db.Config{URL: named(t, server, name)})
}

func open(t testing.TB, c db.Config) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func named(t testing.TB, server, database string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}
