package wire_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

// golden is a sending of version 1, sealed and signed under fixed keys.
type golden struct {
	Note    string       `json:"note"`
	Private wire.Bytes   `json:"private"` // of the outbox key
	Device  wire.Bytes   `json:"device"`
	Batch   wire.Batch   `json:"batch"`
	Opened  []string     `json:"opened"`
	Hashes  []wire.Bytes `json:"hashes"`
}

func readGolden(t *testing.T) (g golden) {
	t.Helper()
	text, err := goldens.ReadFile("testdata/batch-1.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Batch.Entries) != 6 || len(g.Opened) != 6 || len(g.Hashes) != 6 {
		t.Fatalf("%d entries", len(g.Batch.Entries))
	}
	return g
}

// TestO7EntriesOfVersionOneAreStillRead opens what the first phones wrote, byte for
// byte: signature, header, chain, seal and payload.
func TestO7EntriesOfVersionOneAreStillRead(t *testing.T) {
	g := readGolden(t)
	private, err := hpke.DHKEM(ecdh.P256()).NewPrivateKey(g.Private)
	if err != nil {
		t.Fatal(err)
	}
	device, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), g.Device)
	if err != nil {
		t.Fatal(err)
	}
	prev := make([]byte, 32)
	kinds := []wire.Kind{wire.KindStart, wire.KindCode, wire.KindNote, wire.KindNote, wire.KindFile, wire.KindVoid}
	for i, s := range g.Batch.Entries {
		hash, digest := s.Hash(), sha256.Sum256(s.Message())
		if !bytes.Equal(hash[:], g.Hashes[i]) || len(s.S) != 64 || !ecdsa.Verify(device, digest[:], new(big.Int).SetBytes(s.S[:32]), new(big.Int).SetBytes(s.S[32:])) {
			t.Errorf("entry %d: hash or signature", i+1)
		}
		h, err := s.ReadHeader()
		if err != nil || h.Seq != int64(i)+1 || h.Kind != kinds[i] || !bytes.Equal(h.Prev, prev) || h.At().IsZero() || h.Device != g.Batch.Device {
			t.Errorf("entry %d: %+v: %v", i+1, h, err)
		}
		prev = hash[:]
		r, err := hpke.NewRecipient(s.E, private, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(wire.SealInfo+h.Key))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := r.Open(s.H, s.C)
		if err != nil || len(plain)%wire.Block != 0 || strings.TrimRight(string(plain), " ") != g.Opened[i] {
			t.Errorf("entry %d: %q: %v", i+1, plain, err)
		}
	}
	tap, err := wire.Read([]byte(g.Opened[1]))
	if diff := cmp.Diff(wire.Payload{V: 1, Segment: "seg", Deed: "point", At: 1500, Subject: "child", Code: "B-INI"}, tap); diff != "" || err != nil {
		t.Error(diff, err)
	}
	note, err := wire.ReadWriting([]byte(g.Opened[2]))
	if err != nil || note.Note == nil || note.Note.Text != "Æblegrød på gulvet. Far ler" {
		t.Errorf("%+v: %v", note, err)
	}
	before, err := wire.ReadWriting([]byte(g.Opened[3]))
	if err != nil || before.Before == nil || before.Before.Version != 3 || !*before.Before.Held {
		t.Errorf("%+v: %v", before, err)
	}
}

// TestTheWireIsWrittenAsEver holds what the server answers, and the clear part of
// what a phone sends, against the form that phones in use read and write.
func TestTheWireIsWrittenAsEver(t *testing.T) {
	g := readGolden(t)
	var whole struct {
		Batch json.RawMessage `json:"batch"`
	}
	text, err := goldens.ReadFile("testdata/batch-1.json")
	if err == nil {
		err = json.Unmarshal(text, &whole)
	}
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, whole.Batch); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(g.Batch)
	if err != nil || string(again) != compact.String() {
		t.Errorf("%v\n%s\n%s", err, again, compact.String())
	}
	var heads []wire.Header
	for _, s := range g.Batch.Entries[:2] {
		h, err := s.ReadHeader()
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h)
		if text, err := json.Marshal(h); err != nil || !bytes.Equal(text, s.H) {
			t.Errorf("%v\n%s\n%s", err, text, s.H)
		}
	}
	same(t, "header-1.json", heads)
	hash := wire.Bytes(bytes.Repeat([]byte{7}, 32))
	same(t, "receipt-1.json", wire.Receipt{V: 1, ID: heads[0].ID, Hash: hash, Device: "dev", Seq: 3, Shelf: wire.InCase, At: "2026-10-01T12:00:00Z", N: 9, Key: "kid"})
	same(t, "state-1.json", wire.State{V: 1, Device: "dev", Nonce: "n", At: "2026-10-01T12:00:00Z", Held: [][2]int64{{1, 2}, {4, 4}}, Lacks: [][2]int64{{3, 3}}, Holes: [][2]int64{}, Key: "kid"})
	same(t, "ask-1.json", wire.Ask{V: 1, Device: "dev", Nonce: "n", Head: 4, Have: []wire.Have{{Seq: 1, Hash: hash}}})
	same(t, "answer-1.json", wire.Answer{V: 1, Now: "2026-10-01T12:00:00Z", Verdicts: []wire.Verdict{
		{ID: "a", Result: wire.Stored, Receipt: &wire.Signed{B: wire.Bytes("{}"), S: bytes.Repeat([]byte{1}, 64)}},
		{ID: "b", Result: wire.Refused, Why: "outbox.refused.form", Text: "…"},
	}})
	same(t, "lost-1.json", wire.Lost{V: 1, From: 2, To: 3, Reason: "…"})
}

func TestHeadersThatCannotBeRead(t *testing.T) {
	good := string(readGolden(t).Batch.Entries[0].H)
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "interaction.wire.unreadable"},
		"no JSON":         {"{", "interaction.wire.unreadable"},
		"a flood":         {strings.Repeat(" ", wire.MostHeader) + good, "interaction.wire.large"},
		"no form":         {strings.Replace(good, `"v":1`, `"v":0`, 1), "interaction.wire.unreadable"},
		"a newer form":    {strings.Replace(good, `"v":1`, `"v":2`, 1), "interaction.wire.newer"},
		"another kind":    {strings.Replace(good, `"kind":"start"`, `"kind":"B-INI"`, 1), "interaction.wire.unreadable"},
		"no number":       {strings.Replace(good, `"seq":1`, `"seq":0`, 1), "interaction.wire.unreadable"},
		"no case":         {strings.Replace(good, `"case":"01a2b3c4-0000-7000-8000-00000000cccc"`, `"case":""`, 1), "interaction.wire.unreadable"},
		"a short hash":    {strings.Replace(good, `"prev":"AAAA`, `"prev":"`, 1), "interaction.wire.unreadable"},
		"no base64 there": {strings.Replace(good, `"prev":"AAAA`, `"prev":"++==`, 1), "interaction.wire.unreadable"},
	} {
		if name != "a flood" && c.text == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		_, err := wire.Sealed{H: wire.Bytes(c.text)}.ReadHeader()
		if e, ok := fault.As(err); !ok || e.Key != c.want || !lang.Has(lang.Danish, e.Key) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
