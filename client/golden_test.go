package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/wire"
)

var update = flag.Bool("update", false, "write the files that the tests of the phone's program read")

// golden compares with, or writes, a file that the phone's tests read.
func golden(t *testing.T, name string, what any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(what); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("test", name)
	if *update {
		if err := writeFile(path, b.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Errorf("client/test/%s is not what the server means; run: go test ./client -update, then the tests of the phone", name)
	}
}

// tapped is an entry as the phone's program writes it down.
type tapped struct {
	ID     string `json:"id"`
	Device string `json:"device"`
	Seq    int    `json:"seq"`
	At     int64  `json:"at"`
	Deed   string `json:"deed"`
	Code   string `json:"code,omitempty"`
	Of     string `json:"of,omitempty"`
}

type span struct {
	Subject string `json:"subject"`
	Code    string `json:"code"`
	State   bool   `json:"state"`
	Onset   int64  `json:"onset"`
	Offset  int64  `json:"offset"`
}

type runs struct {
	Subject string `json:"subject"`
	Code    string `json:"code"`
	Since   int64  `json:"since"`
	Entry   string `json:"entry"`
}

type foldCase struct {
	Name    string      `json:"name"`
	Entries []tapped    `json:"entries"`
	Events  []span      `json:"events"`
	Running []runs      `json:"running"`
	Closed  []runs      `json:"closed"`
	Ignored [][2]string `json:"ignored"` // id, why
	Paused  bool        `json:"paused"`
	Ended   bool        `json:"ended"`
	EndAt   int64       `json:"end_at"`
	Undo    string      `json:"undo"`
	Redo    string      `json:"redo"`
}

// TestThePhoneAndTheServerMeanTheSame keeps what the server makes of taps, for the
// phone's program to be held against.
func TestThePhoneAndTheServerMeanTheSame(t *testing.T) {
	whole := scheme.Shipped()
	phone := wire.Scheme{V: wire.Version, Ref: whole.Ref(), Exclusive: whole.Exclusive}
	for _, c := range whole.Codes {
		phone.Codes = append(phone.Codes, wire.Code{Code: c.Code, Subject: string(c.Subject), State: c.Kind == recording.State, Name: c.Code})
	}
	cases := byHand()
	r := rand.New(rand.NewPCG(7, 1))
	for i := range 60 {
		cases = append(cases, foldCase{Name: fmt.Sprintf("drawn %d", i+1), Entries: drawn(r, whole)})
	}
	for i := range cases {
		cases[i] = judged(whole, cases[i])
	}
	golden(t, "fold.json", map[string]any{"scheme": phone, "cases": cases})
}

func byHand() []foldCase {
	tap := func(deed string, at int64, rest ...string) tapped {
		e := tapped{At: at, Deed: deed}
		if len(rest) > 0 {
			e.Code = rest[0]
		}
		if len(rest) > 1 {
			e.Of = rest[1]
		}
		return e
	}
	cases := []foldCase{
		{Name: "nothing"},
		{Name: "moments and a stretch", Entries: []tapped{tap("point", 1000, "B-INI"), tap("start", 2000, "D-FÆL"), tap("point", 2000, "F-FØL"), tap("stop", 9000, "D-FÆL"), tap("end", 10000)}},
		{Name: "the end closes what runs", Entries: []tapped{tap("start", 2000, "D-FÆL"), tap("start", 3000, "B-GLÆ"), tap("end", 10000)}},
		{Name: "one of a group ends the other", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("start", 4000, "F-FRA"), tap("end", 9000)}},
		{Name: "a slip", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("stop", 1499, "D-FÆL"), tap("stop", 5000, "D-FÆL"), tap("start", 5300, "D-FÆL"), tap("end", 9000)}},
		{Name: "meant", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("stop", 1500, "D-FÆL")}},
		{Name: "a pause", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("pause", 3000), tap("point", 4000, "B-INI"), tap("resume", 6000), tap("stop", 8000, "D-FÆL"), tap("end", 9000)}},
		{Name: "stopped in a pause", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("pause", 3000), tap("stop", 4000, "D-FÆL"), tap("resume", 6000), tap("end", 9000)}},
		{Name: "ended in a pause", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("pause", 3000), tap("end", 9000)}},
		{Name: "still paused", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("pause", 3000)}},
		{Name: "at the borders of a pause", Entries: []tapped{tap("pause", 3000), tap("point", 3000, "B-INI"), tap("resume", 6000), tap("point", 6000, "B-KON"), tap("end", 9000)}},
		{Name: "after the end", Entries: []tapped{tap("end", 3000), tap("point", 4000, "B-INI")}},
		{Name: "undone", Entries: []tapped{tap("point", 1000, "B-INI"), tap("undo", 1500, "", "e1")}},
		{Name: "undone and taken back", Entries: []tapped{tap("point", 1000, "B-INI"), tap("undo", 1500, "", "e1"), tap("redo", 1600, "", "e2"), tap("end", 3000)}},
		{Name: "undone again", Entries: []tapped{tap("point", 1000, "B-INI"), tap("undo", 1500, "", "e1"), tap("redo", 1600, "", "e2"), tap("undo", 1700, "", "e1")}},
		{Name: "an undone start gives the other back", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("start", 4000, "F-FRA"), tap("undo", 4600, "", "e2"), tap("end", 9000)}},
		{Name: "an undo that reaches nothing", Entries: []tapped{tap("point", 1000, "B-INI"), tap("undo", 1500, "", "elsewhere")}},
		{Name: "the end is not undone", Entries: []tapped{tap("point", 1000, "B-INI"), tap("end", 3000), tap("undo", 3100, "", "e2")}},
		{Name: "begun and ended at once", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("start", 1000, "F-FRA"), tap("end", 9000)}},
		{Name: "begun twice, ended twice", Entries: []tapped{tap("start", 1000, "D-FÆL"), tap("start", 3000, "D-FÆL"), tap("stop", 5000, "D-FÆL"), tap("stop", 7000, "D-FÆL")}},
		{Name: "two seconds ago", Entries: []tapped{tap("start", 9000, "D-FÆL"), tap("point", 8000, "B-INI"), tap("point", 10000, "F-FØL")}},
		{Name: "a note and a clock set anew", Entries: []tapped{tap("point", 1000, "B-INI"), tap("remark", 5000), tap("anchor", 6000)}},
		{Name: "no such code", Entries: []tapped{tap("point", 1000, "X"), tap("start", 1000, "B-INI"), tap("point", 1000, "D-FÆL")}},
	}
	for _, c := range cases {
		for i := range c.Entries {
			c.Entries[i].ID, c.Entries[i].Device, c.Entries[i].Seq = fmt.Sprintf("e%d", i+1), "p", i+1
		}
	}
	return cases
}

// drawn is a list of taps such as could arrive, in any order, from two phones.
func drawn(r *rand.Rand, s scheme.Scheme) []tapped {
	var list []tapped
	for i := range r.IntN(25) {
		e := tapped{ID: fmt.Sprintf("x%d", i), Device: "pq"[r.IntN(2):][:1], Seq: i + 1, At: r.Int64N(20) * 400}
		if len(list) > 0 {
			e.Of = list[r.IntN(len(list))].ID
		}
		switch r.IntN(11) {
		case 0:
			e.Deed = "pause"
		case 1:
			e.Deed = "resume"
		case 2, 3:
			e.Deed = "undo"
		case 4:
			e.Deed = "redo"
		default:
			c := s.Codes[r.IntN(len(s.Codes))]
			e.Code, e.Deed = c.Code, "point"
			if c.Kind == recording.State {
				e.Deed = []string{"start", "stop"}[r.IntN(2)]
			}
		}
		if e.Deed != "undo" && e.Deed != "redo" {
			e.Of = ""
		}
		list = append(list, e)
	}
	if r.IntN(2) == 0 {
		list = append(list, tapped{ID: "end", Device: "p", Seq: 99, At: r.Int64N(9000), Deed: "end"})
	}
	return list
}

func judged(s scheme.Scheme, c foldCase) foldCase {
	var list []interaction.Entry
	for _, e := range c.Entries {
		list = append(list, interaction.Entry{ID: e.ID, Device: e.Device, Seq: e.Seq, At: e.At, Deed: interaction.Deed(e.Deed), Code: e.Code, Of: e.Of})
	}
	f := interaction.Fold(s, list)
	asRuns := func(from []interaction.Running) []runs {
		out := []runs{}
		for _, r := range from {
			out = append(out, runs{r.Subject, r.Code, r.Since, r.Entry})
		}
		return out
	}
	if c.Entries == nil {
		c.Entries = []tapped{}
	}
	c.Events, c.Ignored = []span{}, [][2]string{}
	for _, e := range f.Recording.Events {
		c.Events = append(c.Events, span{e.Subject, e.Code, e.Kind == recording.State, e.Onset, e.Offset})
	}
	c.Running, c.Closed = asRuns(f.Running), asRuns(f.ClosedByEnd)
	for _, i := range f.Ignored {
		c.Ignored = append(c.Ignored, [2]string{i.Entry.ID, strings.TrimPrefix(i.Why, "interaction.ignored.")})
	}
	c.Paused, c.Ended, c.EndAt = f.Paused, f.Ended, f.EndAt
	if e, ok := f.CanUndo("p"); ok {
		c.Undo = e.ID
	}
	if e, ok := f.CanRedo("p"); ok {
		c.Redo = e.ID
	}
	return c
}

// private is the private key of the case in tests, and nowhere else.
func private(t *testing.T) (hpke.PrivateKey, *ecdh.PrivateKey) {
	t.Helper()
	secret := sha256.Sum256([]byte("the key of a case in tests"))
	key, err := ecdh.P256().NewPrivateKey(secret[:])
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := hpke.NewDHKEMPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return wrapped, key
}
