package seal_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"gocloud.dev/secrets"
	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/seal"
)

func keeper(t *testing.T) *secrets.Keeper {
	t.Helper()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	return localsecrets.NewKeeper(key)
}

func TestSealedRowOpensOnlyInItsPlace(t *testing.T) {
	ctx := context.Background()
	keys, err := seal.OpenKeys(ctx, dbtest.Keys(t), keeper(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		if err := keys.Create(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := keys.CaseKey(ctx, "a")
	b, _ := keys.CaseKey(ctx, "b")
	for _, text := range []string{"", "Rønnehøj 999", strings.Repeat("x", 64), strings.Repeat("\x80", 130)} {
		sealed, err := a.Seal([]byte(text), "card 1")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := a.Open(sealed, "card 1"); err != nil || string(got) != text {
			t.Errorf("open: %q, %v", got, err)
		}
		if _, err := a.Open(sealed, "card 2"); err == nil {
			t.Error("opened in another place")
		}
		if _, err := b.Open(sealed, "card 1"); err == nil {
			t.Error("opened with another case's key")
		}
		if text != "" && bytes.Contains(sealed, []byte(text)) {
			t.Error("the text stands in what was sealed")
		}
	}
}

func TestCreateTwiceKeepsTheFirstKey(t *testing.T) { dbtest.EachKeys(t, createTwice) }

func createTwice(t *testing.T, store *db.DB) {
	ctx := context.Background()
	keys, err := seal.OpenKeys(ctx, store, keeper(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := keys.Create(ctx, "a"); err != nil {
			t.Fatal(err)
		}
	}
	first, _ := keys.CaseKey(ctx, "a")
	sealed, _ := first.Seal([]byte("x"), "p")
	if err := keys.Create(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	again, _ := keys.CaseKey(ctx, "a")
	if _, err := again.Open(sealed, "p"); err != nil {
		t.Error("the key was replaced")
	}
	if _, err := keys.CaseKey(ctx, "never"); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("got %v, want ErrNoKey", err)
	}
}

func TestStolenKeyStoreOpensNothing(t *testing.T) { dbtest.EachKeys(t, stolen) }

func stolen(t *testing.T, store *db.DB) {
	ctx := context.Background()
	if _, err := seal.OpenKeys(ctx, store, keeper(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenKeys(ctx, store, keeper(t)); err == nil {
		t.Error("another master key opened the store")
	}
}

func TestBlindIndexIsKeyed(t *testing.T) {
	ctx := context.Background()
	index := func(store *db.DB, k *secrets.Keeper, value string) string {
		keys, err := seal.OpenKeys(ctx, store, k)
		if err != nil {
			t.Fatal(err)
		}
		return keys.BlindIndex("cpr", value)
	}
	store, k := dbtest.Keys(t), keeper(t)
	one := index(store, k, "6610019998")
	if one != index(store, k, "6610019998") {
		t.Error("the same number gives another index after a restart")
	}
	if one == index(store, k, "6610019999") || one == index(dbtest.Keys(t), keeper(t), "6610019998") {
		t.Error("the index does not depend on number and installation")
	}
}
