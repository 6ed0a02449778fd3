package demo_test

import (
	"context"
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

// filled is a fresh installation with the families as they stand on a morning.
func filled(t testing.TB, d *db.DB, day clock.Date) *casefile.Store {
	t.Helper()
	ctx := context.Background()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.OpenKeys(ctx, dbtest.Keys(t), localsecrets.NewKeeper(key))
	if err != nil {
		t.Fatal(err)
	}
	now := clock.Fixed(day.At(8, 0))
	store := casefile.NewStore(d, keys, now)
	gate := login.NewGate(d, keys, clock.Fixed(day.AddMonths(-14).At(9, 0)))
	if err := d.Update(ctx, func(tx *db.Tx) error { return demo.AddPeople(ctx, tx, gate) }); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := demo.Fill(ctx, store, day); err != nil {
		if e, ok := fault.As(err); ok {
			t.Fatalf("%v\n%+v", err, e.Fields)
		}
		t.Fatal(err)
	}
	t.Logf("filled in %v", time.Since(began))
	return store
}

var demoDay = clock.NewDate(2026, time.October, 1)

func TestFill(t *testing.T) {
	filled(t, dbtest.SQLite(t), demoDay)
}
