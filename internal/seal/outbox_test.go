package seal_test

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/sha256"
	"errors"
	"math/big"
	"sync"
	"testing"
	"time"

	"gocloud.dev/secrets"

	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/seal"
)

var morning = clock.NewDate(2026, 10, 1).At(8, 0)

const day = 24 * time.Hour

// opened is a key store with the key of two cases.
func opened(t *testing.T, store *db.DB, with *secrets.Keeper) *seal.Keys {
	t.Helper()
	keys, err := seal.OpenKeys(context.Background(), store, with)
	if err != nil {
		t.Fatal(err)
	}
	if err := keys.CreateMany(context.Background(), []string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	return keys
}

// box seals as a phone does.
func box(t *testing.T, keyID string, public []byte, text string) seal.Box {
	t.Helper()
	to, err := hpke.DHKEM(ecdh.P256()).NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	info, aad := []byte("samspil outbox v1"+keyID), []byte(`{"v":1}`)
	e, s, err := hpke.NewSender(to, hpke.HKDFSHA256(), hpke.AES256GCM(), info)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Seal(aad, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return seal.Box{E: e, C: c, Info: info, AAD: aad}
}

func current(t *testing.T, keys *seal.Keys, caseID string, now time.Time) (string, []byte) {
	t.Helper()
	id, public, err := keys.Outbox(context.Background(), caseID, now)
	if err != nil {
		t.Fatal(err)
	}
	return id, public
}

func TestWhatAPhoneSealedOpensForItsCaseAlone(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		keys := opened(t, store, keeper(t))
		id, public := current(t, keys, "a", morning)
		if len(public) != 65 || public[0] != 4 {
			t.Errorf("the public half is no uncompressed point: %x", public)
		}
		other, _ := current(t, keys, "b", morning)
		b := box(t, id, public, "Mor smiler")
		if got, err := keys.OpenOutbox(ctx, "a", id, b); err != nil || string(got) != "Mor smiler" {
			t.Fatalf("got %q, %v", got, err)
		}
		changed := func(f func(*seal.Box)) seal.Box {
			c := seal.Box{E: bytes.Clone(b.E), C: bytes.Clone(b.C), Info: bytes.Clone(b.Info), AAD: bytes.Clone(b.AAD)}
			f(&c)
			return c
		}
		for name, c := range map[string]struct {
			caseID, keyID string
			box           seal.Box
			want          error
		}{
			"another case":             {"b", id, b, seal.ErrUnknownKey},
			"the other case's own key": {"b", other, b, seal.ErrDamaged},
			"a key never given out":    {"a", "never", b, seal.ErrUnknownKey},
			"a case never made":        {"c", id, b, seal.ErrNoKey},
			"a changed text":           {"a", id, changed(func(b *seal.Box) { b.C[3] ^= 1 }), seal.ErrDamaged},
			"a changed header":         {"a", id, changed(func(b *seal.Box) { b.AAD[0] ^= 1 }), seal.ErrDamaged},
			"another use":              {"a", id, changed(func(b *seal.Box) { b.Info[0] ^= 1 }), seal.ErrDamaged},
			"a changed key":            {"a", id, changed(func(b *seal.Box) { b.E[9] ^= 1 }), seal.ErrDamaged},
			"nothing":                  {"a", id, seal.Box{}, seal.ErrDamaged},
		} {
			if got, err := keys.OpenOutbox(ctx, c.caseID, c.keyID, c.box); !errors.Is(err, c.want) || got != nil {
				t.Errorf("%s: got %q, %v; want %v", name, got, err, c.want)
			}
		}
	})
}

// TestFormerKeysGoOnOpening is the rule of rotation: a new pair after 90 days, and
// every former one opens for as long as the case has a key.
func TestFormerKeysGoOnOpening(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		with := keeper(t)
		keys := opened(t, store, with)
		first, public := current(t, keys, "a", morning)
		sealed := box(t, first, public, "den første")
		if id, _ := current(t, keys, "a", morning.Add(seal.OutboxLimit-time.Second)); id != first {
			t.Error("renewed before 90 days")
		}
		second, public := current(t, keys, "a", morning.Add(seal.OutboxLimit))
		if second == first {
			t.Fatal("not renewed after 90 days")
		}
		later := box(t, second, public, "den anden")
		for _, after := range []time.Duration{91 * day, 179 * day, 181 * day, 3 * 365 * day} {
			current(t, keys, "a", morning.Add(after))
			again := opened(t, store, with) // as after a restart
			for id, b := range map[string]struct {
				box  seal.Box
				want string
			}{first: {sealed, "den første"}, second: {later, "den anden"}} {
				if got, err := again.OpenOutbox(ctx, "a", id, b.box); err != nil || string(got) != b.want {
					t.Errorf("after %s: got %q, %v", after, got, err)
				}
			}
		}
	})
}

func TestErasedCaseOpensNoEntry(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		with := keeper(t)
		keys := opened(t, store, with)
		id, public := current(t, keys, "a", morning)
		b := box(t, id, public, "Mor smiler")
		var kept []byte
		err := store.Update(ctx, func(tx *db.Tx) error {
			if err := tx.QueryRow(ctx, `SELECT wrapped FROM case_key WHERE case_id = 'a'`).Scan(&kept); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `DELETE FROM case_key WHERE case_id = 'a'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := keys.OpenOutbox(ctx, "a", id, b); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("open: got %v, want ErrNoKey", err)
		}
		if _, _, err := keys.Outbox(ctx, "a", morning); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("key for a phone: got %v, want ErrNoKey", err)
		}
		// The private half is worth nothing without the case's own key: neither with
		// another key under the same id nor under another case's key.
		if err := keys.Create(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if got, err := keys.OpenOutbox(ctx, "a", id, b); err == nil {
			t.Errorf("a new key of the case opened %q", got)
		}
		err = store.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE case_key SET wrapped = $1 WHERE case_id = 'a'`, kept)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := opened(t, store, with).OpenOutbox(ctx, "a", id, b); err != nil || string(got) != "Mor smiler" {
			t.Errorf("with the case's key put back: got %q, %v", got, err)
		}
	})
}

func TestManyAtOnceAreGivenOneKey(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		keys := opened(t, store, keeper(t))
		for _, now := range []time.Time{morning, morning.Add(seal.OutboxLimit)} {
			var wait sync.WaitGroup
			ids := make([]string, 12)
			for i := range ids {
				wait.Go(func() {
					id, _, err := keys.Outbox(context.Background(), "a", now)
					if err != nil {
						t.Error(err)
					}
					ids[i] = id
				})
			}
			wait.Wait()
			for _, id := range ids {
				if id != ids[0] || id == "" {
					t.Fatalf("several keys were given out: %v", ids)
				}
			}
		}
	})
}

func TestReceiptsAreSignedByOneKey(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		with := keeper(t)
		keys := opened(t, store, with)
		id, public, err := keys.ReceiptKey(ctx)
		if err != nil || id == "" {
			t.Fatal(err)
		}
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
		if err != nil {
			t.Fatal(err)
		}
		message := []byte("samspil receipt v1{}")
		for _, k := range []*seal.Keys{keys, opened(t, store, with)} {
			sign, by, err := k.Sign(ctx, message)
			if err != nil || by != id || len(sign) != 64 {
				t.Fatalf("%d bytes by %s: %v", len(sign), by, err)
			}
			r, s := new(big.Int).SetBytes(sign[:32]), new(big.Int).SetBytes(sign[32:])
			good, other := sha256.Sum256(message), sha256.Sum256([]byte("samspil receipt v1{ }"))
			if !ecdsa.Verify(key, good[:], r, s) || ecdsa.Verify(key, other[:], r, s) {
				t.Error("the signature does not hold, or holds for something else")
			}
		}
	})
}

// TestAReceiptKeyThatWasRemovedIsMadeAnew is what the administrator does after a theft:
// with its row gone, a server that starts makes another key, under another id.
func TestAReceiptKeyThatWasRemovedIsMadeAnew(t *testing.T) {
	dbtest.EachKeys(t, func(t *testing.T, store *db.DB) {
		ctx := context.Background()
		with := keeper(t)
		id, public, err := opened(t, store, with).ReceiptKey(ctx)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := opened(t, store, with).ReceiptKey(ctx)
		if err != nil || again != id {
			t.Fatalf("started again it is %q, not %q: %v", again, id, err)
		}
		err = store.Update(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, `DELETE FROM receipt_key`); return err })
		if err != nil {
			t.Fatal(err)
		}
		keys := opened(t, store, with)
		next, other, err := keys.ReceiptKey(ctx)
		if err != nil || next == id || bytes.Equal(other, public) {
			t.Fatalf("the same key again: %v", err)
		}
		if sign, by, err := keys.Sign(ctx, []byte("x")); err != nil || by != next || len(sign) != 64 {
			t.Errorf("signed by %q: %v", by, err)
		}
	})
}
