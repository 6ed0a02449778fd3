package demo_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/demo"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/seal"
)

var demoDay = clock.NewDate(2026, time.October, 1)

// filled is a fresh installation with the families as they stand on a morning.
func filled(t testing.TB, d *db.DB, day clock.Date) *casefile.Store {
	t.Helper()
	store, err := fill(d, dbtest.Keys(t), day)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func fill(data, keyStore *db.DB, day clock.Date) (*casefile.Store, error) {
	ctx := context.Background()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		return nil, err
	}
	keys, err := seal.OpenKeys(ctx, keyStore, localsecrets.NewKeeper(key))
	if err != nil {
		return nil, err
	}
	gate := login.NewGate(data, keys, clock.Fixed(day.AddMonths(-14).At(9, 0)))
	if err := data.Update(ctx, func(tx *db.Tx) error { return demo.AddPeople(ctx, tx, gate) }); err != nil {
		return nil, err
	}
	store := casefile.NewStore(data, keys, clock.Fixed(day.At(8, 0)))
	err = demo.Fill(ctx, store, day)
	if e, ok := fault.As(err); ok {
		err = fmt.Errorf("%w: %+v", err, e.Fields)
	}
	return store, err
}

// shared is one filled installation for all tests that only read.
var shared struct {
	once   sync.Once
	folder string
	store  *casefile.Store
	err    error
}

// families on the demo day, on SQLite, filled once.
func demoStore(t testing.TB) *casefile.Store {
	t.Helper()
	shared.once.Do(func() { shared.err = fillShared() })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.store
}

func fillShared() (err error) {
	ctx := context.Background()
	if shared.folder, err = os.MkdirTemp("", "samspil-families-"); err != nil {
		return err
	}
	data, err := db.Open(ctx, db.Config{File: filepath.Join(shared.folder, "samspil.db")})
	if err != nil {
		return err
	}
	keys, err := db.Open(ctx, db.Config{File: filepath.Join(shared.folder, "keys", "keys.db")})
	if err != nil {
		return err
	}
	if err := data.Migrate(ctx); err != nil {
		return err
	}
	if err := keys.MigrateKeys(ctx); err != nil {
		return err
	}
	shared.store, err = fill(data, keys, demoDay)
	return err
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.folder != "" {
		os.RemoveAll(shared.folder)
	}
	os.Exit(code)
}
