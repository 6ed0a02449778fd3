package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"samspil/internal/wire"
)

// TestWhatThePhoneSealsIsReadHere lets the phone's own program seal and sign
// entries, and opens them as the server does.
func TestWhatThePhoneSealsIsReadHere(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("no Node.js here to run the phone's program; install nodejs")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if err := writeTests(root); err != nil {
		t.Fatal(err)
	}
	wrapped, key := private(t)
	run := exec.Command(node, filepath.Join(root, testsTo, "seals.mjs"))
	run.Env = append(os.Environ(), "POINT="+encoded(t, key.PublicKey().Bytes()))
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		Public  wire.Bytes
		Entries []wire.Sealed
		Hashes  []wire.Bytes
	}
	if err := json.Unmarshal(out, &made); err != nil {
		t.Fatal(err)
	}
	phone, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), made.Public)
	if err != nil {
		t.Fatal(err)
	}
	previous := make([]byte, sha256.Size)
	for i, e := range made.Entries {
		h, err := e.ReadHeader()
		if err != nil {
			t.Fatal(err)
		}
		hash := e.Hash()
		if !bytes.Equal(hash[:], made.Hashes[i]) || !bytes.Equal(h.Prev, previous) || h.Seq != int64(i+1) || h.At().IsZero() {
			t.Errorf("entry %d: header %+v", i+1, h)
		}
		previous = hash[:]
		if !ecdsa.Verify(phone, hash[:], new(big.Int).SetBytes(e.S[:32]), new(big.Int).SetBytes(e.S[32:])) {
			t.Errorf("entry %d: the signature does not hold", i+1)
		}
		p, err := wire.Read(opened(t, wrapped, h, e))
		if err != nil || p.Code != "D-FÆL" || p.At != int64(i)*1000 {
			t.Errorf("entry %d: %+v: %v", i+1, p, err)
		}
	}
	if len(made.Entries) != 20 {
		t.Errorf("%d entries", len(made.Entries))
	}
}

func opened(t *testing.T, key hpke.PrivateKey, h wire.Header, e wire.Sealed) []byte {
	t.Helper()
	r, err := hpke.NewRecipient(e.E, key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(wire.SealInfo+h.Key))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.Open(e.H, e.C)
	if err != nil {
		t.Fatal(err)
	}
	if len(plain)%wire.Block != 0 {
		t.Errorf("%d bytes sealed", len(plain))
	}
	return plain
}

func encoded(t *testing.T, b []byte) string {
	t.Helper()
	text, err := wire.Bytes(b).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
