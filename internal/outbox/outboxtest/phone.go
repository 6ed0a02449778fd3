// Package outboxtest is a phone without a screen: it makes, seals, signs and chains
// entries as the real one does, sends them, and believes no receipt it has not
// verified. Tests and the load command drive the server with it.
package outboxtest

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"samspil/internal/wire"
)

// Phone is one phone. It is used by one goroutine at a time.
type Phone struct {
	ID       string
	App      string
	Now      func() time.Time // the phone's own clock
	Receipts []byte           // public key that receipts are verified by
	Entries  []*Kept          // all that it ever made, in order

	key   *ecdsa.PrivateKey
	life  string
	begun time.Time
	byOwn map[[32]byte]*Kept // by hash
}

// Kept is an entry on the phone and what the server said of it.
type Kept struct {
	Sealed  wire.Sealed
	Head    wire.Header
	Hash    [32]byte
	Verdict wire.Verdict
	Receipt wire.Receipt // verified; zero while there is none
}

// Place is where an entry belongs, and the key it is sealed to.
type Place struct {
	Case    string
	Contact string
	Key     wire.PublicKey
}

// New makes a phone with a signing key of its own. It has no id until it is enrolled.
func New(now func() time.Time) (*Phone, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a phone's key: %w", err)
	}
	return &Phone{App: "test", Now: now, key: key, life: ULID(now()), begun: now(), byOwn: map[[32]byte]*Kept{}}, nil
}

// Public is the key that the phone's signatures are verified by: an uncompressed
// point, 65 bytes.
func (p *Phone) Public() []byte {
	public, err := p.key.PublicKey.Bytes()
	if err != nil {
		panic(err) // only for another curve
	}
	return public
}

// Sign signs a message: r and s in 64 bytes.
func (p *Phone) Sign(message []byte) []byte {
	digest := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(rand.Reader, p.key, digest[:])
	if err != nil {
		panic(err) // only without a source of chance
	}
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out
}

// Reload begins a new life of the page, as a crash does.
func (p *Phone) Reload() { p.life, p.begun = ULID(p.Now()), p.Now() }

// Header is what the next entry says of itself.
func (p *Phone) Header(at Place, kind wire.Kind) wire.Header {
	now := p.Now()
	h := wire.Header{V: wire.Version, ID: ULID(now), Device: p.ID, Seq: int64(len(p.Entries)) + 1, Prev: make([]byte, 32), Case: at.Case, Contact: at.Contact,
		Kind: kind, Wall: now.Format("2006-01-02T15:04:05.000Z07:00"), Life: p.life, Mono: now.Sub(p.begun).Milliseconds(), App: p.App,
		Schema: wire.WritingSchema, Key: at.Key.Key}
	if n := len(p.Entries); n > 0 {
		h.Prev = p.Entries[n-1].Hash[:]
	}
	return h
}

// Seal makes an entry and keeps it. The payload is a wire.Payload, a wire.Segment,
// a wire.Writing or a wire.Lost.
func (p *Phone) Seal(at Place, kind wire.Kind, payload any) (wire.Sealed, error) {
	h := p.Header(at, kind)
	switch payload.(type) {
	case wire.Payload, wire.Segment:
		h.Schema = wire.Schema
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return wire.Sealed{}, fmt.Errorf("write a payload: %w", err)
	}
	s, err := p.Close(h, at.Key.Public, Padded(text))
	if err != nil {
		return s, err
	}
	p.Keep(s, h)
	return s, nil
}

// Keep puts an entry made by Close among the phone's own.
func (p *Phone) Keep(s wire.Sealed, h wire.Header) {
	k := &Kept{Sealed: s, Head: h, Hash: s.Hash()}
	p.Entries = append(p.Entries, k)
	p.byOwn[k.Hash] = k
}

// Padded fills a payload with spaces to a whole number of blocks.
func Padded(text []byte) []byte {
	blocks := max(1, (len(text)+wire.Block-1)/wire.Block)
	return append(text, bytes.Repeat([]byte(" "), blocks*wire.Block-len(text))...)
}

// Close seals a text under a header and signs it, without keeping it.
func (p *Phone) Close(h wire.Header, to, text []byte) (wire.Sealed, error) {
	header, err := json.Marshal(h)
	if err != nil {
		return wire.Sealed{}, fmt.Errorf("write a header: %w", err)
	}
	return p.CloseUnder(header, wire.PublicKey{Key: h.Key, Public: to}, text)
}

// CloseUnder is Close for a header of any bytes.
func (p *Phone) CloseUnder(header []byte, key wire.PublicKey, text []byte) (wire.Sealed, error) {
	var s wire.Sealed
	public, err := hpke.DHKEM(ecdh.P256()).NewPublicKey(key.Public)
	if err != nil {
		return s, fmt.Errorf("read an outbox key: %w", err)
	}
	enc, sender, err := hpke.NewSender(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(wire.SealInfo+key.Key))
	if err != nil {
		return s, fmt.Errorf("seal an entry: %w", err)
	}
	sealed, err := sender.Seal(header, text)
	if err != nil {
		return s, fmt.Errorf("seal an entry: %w", err)
	}
	s = wire.Sealed{H: header, E: enc, C: sealed}
	s.S = p.Sign(s.Message())
	return s, nil
}

// Waiting are the entries without a verified receipt, the oldest first.
func (p *Phone) Waiting() []*Kept {
	var out []*Kept
	for _, k := range p.Entries {
		if k.Receipt.ID == "" && k.Verdict.Result != wire.Refused && k.Verdict.Result != wire.Erased {
			out = append(out, k)
		}
	}
	return out
}

// Batch is the next sending, of at most so many entries.
func (p *Phone) Batch(most int) wire.Batch {
	waiting := p.Waiting()
	b := p.Sending()
	for _, k := range waiting[:min(most, len(waiting))] {
		b.Entries = append(b.Entries, k.Sealed)
	}
	return b
}

// Sending is a sending of the given entries.
func (p *Phone) Sending(entries ...wire.Sealed) wire.Batch {
	return wire.Batch{V: wire.Version, Device: p.ID, Head: int64(len(p.Entries)), Waits: len(p.Waiting()), App: p.App,
		Now: p.Now().Format(time.RFC3339Nano), Entries: entries}
}

// Take reads the answer to a sending. A receipt that is not genuine, or is of other
// bytes than the phone's, is an error and changes nothing; so is an answer that
// speaks of another number of entries.
func (p *Phone) Take(b wire.Batch, answer wire.Answer) error {
	if len(answer.Verdicts) != len(b.Entries) {
		return fmt.Errorf("%d verdicts for %d entries", len(answer.Verdicts), len(b.Entries))
	}
	for i, v := range answer.Verdicts {
		hash := b.Entries[i].Hash()
		kept := p.byOwn[hash]
		if kept == nil {
			continue
		}
		kept.Verdict = v
		if v.Receipt == nil {
			continue
		}
		receipt, err := p.Verify(*v.Receipt)
		if err != nil {
			return err
		}
		if !bytes.Equal(receipt.Hash, hash[:]) || receipt.ID != kept.Head.ID || receipt.Seq != kept.Head.Seq || receipt.Device != p.ID {
			return errors.New("a receipt of something else")
		}
		kept.Receipt = receipt
	}
	return nil
}

// Verify reads a receipt whose signature holds.
func (p *Phone) Verify(s wire.Signed) (r wire.Receipt, err error) {
	if err := Genuine(p.Receipts, s); err != nil {
		return r, err
	}
	return r, json.Unmarshal(s.B, &r)
}

// Genuine checks a statement of the server against its public key.
func Genuine(public []byte, s wire.Signed) error {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
	if err != nil {
		return fmt.Errorf("read the receipt key: %w", err)
	}
	digest := sha256.Sum256(append([]byte(wire.ReceiptWords), s.B...))
	if len(s.S) != 64 || !ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(s.S[:32]), new(big.Int).SetBytes(s.S[32:])) {
		return errors.New("the server's signature does not hold")
	}
	return nil
}

// Ask asks for everything the phone has a receipt for.
func (p *Phone) Ask() wire.Ask {
	a := wire.Ask{V: wire.Version, Device: p.ID, Nonce: ULID(p.Now()), Head: int64(len(p.Entries))}
	for _, k := range p.Entries {
		if k.Receipt.ID != "" && len(a.Have) < wire.MostAsked {
			a.Have = append(a.Have, wire.Have{Seq: k.Head.Seq, Hash: k.Hash[:]})
		}
	}
	return a
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ULID makes an id of 26 characters: 48 bits of the phone's clock and 80 of chance.
// Nothing is ever sorted by it.
func ULID(now time.Time) string {
	var raw [16]byte
	ms := uint64(max(now.UnixMilli(), 0))
	for i := range 6 {
		raw[i] = byte(ms >> (8 * (5 - i)))
	}
	rand.Read(raw[6:])
	high, low := binary.BigEndian.Uint64(raw[:8]), binary.BigEndian.Uint64(raw[8:])
	var out [26]byte
	for i := 25; i >= 0; i-- {
		out[i] = crockford[low&31]
		low = low>>5 | high<<59
		high >>= 5
	}
	return string(out[:])
}
