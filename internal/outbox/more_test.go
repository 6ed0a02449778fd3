package outbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

func (r *rig) state() (s wire.State) {
	r.t.Helper()
	signed, err := outbox.State(context.Background(), r.Store, r.from.Device, r.phone.Ask())
	r.OK(r.t, err)
	r.OK(r.t, outboxtest.Genuine(r.phone.Receipts, signed))
	r.OK(r.t, json.Unmarshal(signed.B, &s))
	return s
}

// TestARestoredBackupIsFilledAgain takes away what was stored last, as a backup of
// before does, and lets the phone offer it again.
func TestARestoredBackupIsFilledAgain(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for i := range 5 {
			r.note(fmt.Sprintf("note %d", i))
		}
		r.send(r.phone.Batch(100).Entries...)
		r.note("still on the phone")
		s := r.state()
		want := wire.State{V: 1, Device: r.phone.ID, Nonce: s.Nonce, At: s.At, Key: s.Key, Held: [][2]int64{{1, 5}}, Lacks: [][2]int64{}, Holes: [][2]int64{{6, 6}}}
		if diff := cmp.Diff(want, s); diff != "" || s.Nonce == "" {
			t.Error(diff)
		}
		ctx := context.Background()
		r.OK(t, r.Store.DB.Update(ctx, func(tx *db.Tx) error {
			for _, q := range []string{`DELETE FROM outbox_entry WHERE seq IN (2, 4, 5)`, `DELETE FROM placed WHERE text IN ('note 1', 'note 3', 'note 4')`, `UPDATE outbox_line SET whole = 1`} {
				if _, err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return nil
		}))
		s = r.state()
		want.Nonce, want.Held, want.Lacks, want.Holes = s.Nonce, [][2]int64{{1, 1}, {3, 3}}, [][2]int64{{2, 2}, {4, 5}}, [][2]int64{{2, 2}, {4, 6}}
		if diff := cmp.Diff(want, s); diff != "" {
			t.Error(diff)
		}
		e := r.phone.Entries
		if diff := cmp.Diff([]string{"stored", "stored", "stored", "stored"}, results(r.send(e[1].Sealed, e[3].Sealed, e[4].Sealed, e[5].Sealed))); diff != "" {
			t.Error(diff)
		}
		if s = r.state(); len(s.Lacks)+len(s.Holes) != 0 || len(r.placed()) != 6 {
			t.Errorf("%+v, placed %v", s, r.placed())
		}
		wrong := r.phone.Ask()
		wrong.Have[2].Hash = wrong.Have[1].Hash
		signed, err := outbox.State(ctx, r.Store, r.from.Device, wrong)
		r.OK(t, err)
		r.OK(t, json.Unmarshal(signed.B, &s))
		if diff := cmp.Diff([][2]int64{{3, 3}}, s.Lacks); diff != "" {
			t.Errorf("another hash under the number is not held: %s", diff)
		}
	})
}

func TestWhatCannotBeAskedOrSent(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ctx := context.Background()
		full := make([]wire.Have, wire.MostAsked+1)
		for name, ask := range map[string]wire.Ask{
			"another phone": {V: 1, Device: "another"}, "no form": {Device: r.phone.ID}, "a newer form": {V: 2, Device: r.phone.ID},
			"too much": {V: 1, Device: r.phone.ID, Have: full}, "a long nonce": {V: 1, Device: r.phone.ID, Nonce: strings.Repeat("n", 81)},
		} {
			if _, err := outbox.State(ctx, r.Store, r.from.Device, ask); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, b := range map[string]wire.Batch{
			"no form": {}, "a newer form": {V: 2}, "too many": {V: 1, Entries: make([]wire.Sealed, wire.MostBatch+1)},
		} {
			if _, err := outbox.Receive(ctx, r.Store, r.from, b, apply); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := r.send(); len(got) != 0 {
			t.Errorf("an empty sending: %v", got)
		}
	})
}

// TestMalformedEntries sends what no phone of ours makes. It is refused, kept for the
// leader within bounds, and never reaches a case.
func TestMalformedEntries(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		with := func(change func(*wire.Header)) wire.Sealed {
			h := r.phone.Header(r.place, wire.KindNote)
			change(&h)
			s, err := r.phone.Close(h, r.place.Key.Public, outboxtest.Padded([]byte(`{"v":1,"note":{"at":"","text":"x"}}`)))
			r.OK(t, err)
			return s
		}
		newer := with(func(h *wire.Header) { h.V = 2 })
		short := with(func(*wire.Header) {})
		short.E = short.E[:64]
		long := with(func(*wire.Header) {})
		long.C = make([]byte, wire.MostPayload+wire.Block+17)
		damaged := with(func(*wire.Header) {})
		damaged.E = append(wire.Bytes{}, damaged.E...)
		damaged.E[10] ^= 1
		damaged.S = r.phone.Sign(damaged.Message()) // signed as it is, and yet it does not open
		const form = "refused outbox.refused.form"
		for _, c := range []struct {
			name, want string
			entry      wire.Sealed
		}{
			{"nothing", "refused interaction.wire.unreadable", wire.Sealed{}},
			{"a newer form", "later interaction.wire.newer", newer},
			{"a long header", form, wire.Sealed{H: make(wire.Bytes, wire.MostHeader+1)}},
			{"a lower case id", form, with(func(h *wire.Header) { h.ID = strings.ToLower(h.ID) })},
			{"an id with a null", form, with(func(h *wire.Header) { h.ID = h.ID[:25] + "\x00" })},
			{"a case with a null", form, with(func(h *wire.Header) { h.Case += "\x00" })},
			{"a contact in words", form, with(func(h *wire.Header) { h.Contact = "hos mor" })},
			{"a number no phone reaches", form, with(func(h *wire.Header) { h.Seq = 1 << 62 })},
			{"a short key", form, short},
			{"a flood", form, long},
			{"a key never issued", "refused outbox.refused.key", with(func(h *wire.Header) { h.Key = db.NewID() })},
			{"changed within", "refused outbox.refused.sealed", damaged},
		} {
			if diff := cmp.Diff([]string{c.want}, results(r.send(c.entry))); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
		if n := r.count(`SELECT COUNT(*) FROM outbox_refused`); n != 11 || len(r.placed()) != 0 || r.count(`SELECT COUNT(*) FROM outbox_entry`) != 0 {
			t.Errorf("%d are kept", n)
		}
		for i := range 3 {
			var flood []wire.Sealed
			for j := range 100 {
				flood = append(flood, wire.Sealed{H: wire.Bytes(fmt.Sprintf("rubbish %d %d", i, j))})
			}
			r.send(flood...)
		}
		if n := r.count(`SELECT COUNT(*) FROM outbox_refused`); n != 200 {
			t.Errorf("%d are kept of a phone gone mad", n)
		}
		if diff := cmp.Diff([]string{"stored"}, results(r.send(r.note("good")))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPayloadsThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for _, text := range []string{"", "no JSON", `{"v":1,"note":{"text":"a\u0000b"}}`, `{"v":1}`} {
			h := r.phone.Header(r.place, wire.KindNote)
			s, err := r.phone.Close(h, r.place.Key.Public, outboxtest.Padded([]byte(text)))
			r.OK(t, err)
			r.phone.Keep(s, h)
			if v := r.send(s)[0]; v.Result != wire.Stored || !strings.HasSuffix(v.Why, "unreadable") || v.Text == "" || strings.Contains(v.Text, "‹") {
				t.Errorf("%q: %+v", text, v)
			}
		}
		if n := len(r.waiting(r.Lone)); n != 4 || len(r.placed()) != 0 {
			t.Errorf("%d wait", n)
		}
	})
}

func TestNumbersThatAreLost(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for i := range 6 {
			r.note(fmt.Sprintf("note %d", i))
		}
		e := r.phone.Entries
		r.send(e[0].Sealed, e[4].Sealed)
		if diff := cmp.Diff([][2]int64{{2, 4}, {6, 6}}, r.holes(r.phone.ID)); diff != "" {
			t.Error(diff)
		}
		bad, err := r.phone.Seal(r.place, wire.KindVoid, wire.Lost{V: 1, From: 1, To: 9, Reason: "mere end der er"})
		r.OK(t, err)
		void, err := r.phone.Seal(r.place, wire.KindVoid, wire.Lost{V: 1, From: 2, To: 3, Reason: "Telefonen tabte dem"})
		r.OK(t, err)
		if diff := cmp.Diff([]string{"stored outbox.why.unreadable", "stored"}, results(r.send(bad, void))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([][2]int64{{4, 4}, {6, 6}}, r.holes(r.phone.ID)); diff != "" {
			t.Error(diff)
		}
		r.send(e[1].Sealed, e[3].Sealed, e[5].Sealed) // one that was called lost turned up
		if holes := r.holes(r.phone.ID); len(holes) != 0 || len(r.placed()) != 5 {
			t.Errorf("holes %v, placed %v", holes, r.placed())
		}
	})
}

// TestWaitingComesIntoPlace lets an entry wait for another of the same sending, of a
// later one, and for ever.
func TestWaitingComesIntoPlace(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		a, b, c, d := r.note("after:b"), r.note("b"), r.note("after:d"), r.note("d")
		forever := r.note("after:never")
		if diff := cmp.Diff([]string{"stored", "stored", "stored", "stored"}, results(r.send(a, b, c, forever))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]string{"b": "lone", "after:b": "lone"}, r.placed()); diff != "" {
			t.Error(diff)
		}
		r.send(d)
		if len(r.placed()) != 4 || len(r.waiting(r.Lone)) != 0 {
			t.Errorf("placed %v", r.placed())
		}
		r.SetNow(r.Now().Add(25 * time.Hour))
		waiting := r.waiting(r.Lone)
		if len(waiting) != 1 || !waiting[0].Waits || waiting[0].Why != "outbox.why.waits" {
			t.Errorf("after a day: %+v", waiting)
		}
	})
}

// TestWhatAPersonDoesWithTheShelf reads, releases and sets aside.
func TestWhatAPersonDoesWithTheShelf(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.send(r.note("refuse:"), r.note("refuse:again"), r.note("fine"))
		waiting := r.waiting(r.Lone)
		if len(waiting) != 2 {
			t.Fatalf("waiting %+v", waiting)
		}
		read := func(actor access.Actor, reason string) (payload []byte, s outbox.Shelved, err error) {
			err = r.ReadFor(t, actor, r.course, access.Purpose{Code: access.Supervise, Reason: reason}, func(ctx context.Context, f *casefile.Reader) (err error) {
				payload, s, err = outbox.Read(ctx, f, waiting[0].ID)
				return err
			})
			return payload, s, err
		}
		payload, s, err := read(r.Lone, "")
		if err != nil || !strings.Contains(string(payload), `"refuse:"`) || s.Args["over"] != float64(3) {
			t.Errorf("%s, %+v, %v", payload, s, err)
		}
		_, _, err = read(r.Gitte, "")
		r.Denied(t, err)
		_, _, err = read(r.Gitte, "klage")
		r.OK(t, err)
		_, _, err = read(r.Dorthe, "nysgerrig")
		r.Denied(t, err)
		r.Denied(t, r.Read(t, r.Dorthe, r.course, func(ctx context.Context, f *casefile.Reader) error {
			_, err := outbox.Shelf(ctx, f)
			return err
		}))
		if err := r.release(r.Lone, waiting[0].ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the trade refuses it still: %v", err)
		}
		setAside := func(actor access.Actor, id, reason string) error {
			return r.Write(t, actor, r.course, func(ctx context.Context, f *casefile.Writer) error { return outbox.SetAside(ctx, f, id, reason) })
		}
		r.Denied(t, setAside(r.Anders, waiting[0].ID, "ikke min"))
		for _, reason := range []string{" ", strings.Repeat("å", 1001)} {
			if err := setAside(r.Lone, waiting[0].ID, reason); fault.KindOf(err) != fault.Invalid {
				t.Errorf("a reason of %d characters: %v", len(reason), err)
			}
		}
		r.OK(t, setAside(r.Lone, waiting[0].ID, "skrevet to gange"))
		r.OK(t, setAside(r.Lone, waiting[0].ID, "en anden grund")) // twice
		r.OK(t, r.Read(t, r.Lone, r.course, func(ctx context.Context, f *casefile.Reader) error {
			reason, err := outbox.Reason(ctx, f, waiting[0].ID)
			if reason != "skrevet to gange" {
				t.Errorf("the reason is %q", reason)
			}
			return err
		}))
		if left := r.waiting(r.Lone); len(left) != 1 || left[0].ID != waiting[1].ID {
			t.Errorf("left %+v", left)
		}
		// Another app may do what this one could not: it is released after all.
		r.OK(t, r.Write(t, r.Lone, r.course, func(ctx context.Context, f *casefile.Writer) error {
			return outbox.Release(ctx, f, waiting[1].ID, func(context.Context, *casefile.Writer, outbox.Entry) error { return nil })
		}))
		if len(r.waiting(r.Lone)) != 0 {
			t.Errorf("left %+v", r.waiting(r.Lone))
		}
		r.logHolds()
	})
}

// logHolds verifies the audit log.
func (r *rig) logHolds() {
	r.t.Helper()
	lines, found, err := r.Store.Log.Verify(context.Background(), r.Store.DB, r.Store.Keys)
	if err != nil || len(found) > 0 || lines == 0 {
		r.t.Errorf("the audit log has %d lines and %v, %v", lines, found, err)
	}
}

// TestABeginningThatIsSetAsideTakesItsTapsWithIt keeps a person from setting three
// hundred taps aside one by one.
func TestABeginningThatIsSetAsideTakesItsTapsWithIt(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		seal := func(kind wire.Kind, text string) wire.Sealed {
			s, err := r.phone.Seal(r.place, kind, wire.Writing{V: 1, Note: &wire.Note{Text: text}})
			r.OK(t, err)
			return s
		}
		var all []wire.Sealed
		for _, segment := range []string{"refuse:one", "refuse:two"} {
			all = append(all, seal(wire.KindStart, segment))
			for i := range 5 {
				all = append(all, seal(wire.KindCode, fmt.Sprintf("after:%s%s", strings.Repeat(" ", i), segment)))
			}
		}
		r.send(all...)
		endless := func(actor access.Actor) (found []outbox.Unended) {
			r.OK(t, r.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
				found, err = outbox.Endless(context.Background(), tx, actor)
				return err
			}))
			return found
		}
		if e := endless(r.Gitte); len(e) != 1 || e[0].Came != 12 || e[0].SessionID != "visit" || e[0].Last.IsZero() || len(endless(r.Anders)) != 0 || len(endless(r.Lone)) != 1 {
			t.Errorf("without an end: %+v", e)
		}
		waiting := r.waiting(r.Lone)
		if len(waiting) != 2 || waiting[0].Kind != wire.KindStart {
			t.Fatalf("waiting %+v", waiting)
		}
		r.OK(t, r.Write(t, r.Lone, r.course, func(ctx context.Context, f *casefile.Writer) error {
			return outbox.SetAside(ctx, f, waiting[0].ID, "prøve")
		}))
		if n := r.count(`SELECT COUNT(*) FROM outbox_entry WHERE settlement = 'aside' AND seq BETWEEN 1 AND 6`); n != 6 || r.count(`SELECT COUNT(*) FROM outbox_entry WHERE settlement = 'aside'`) != 6 {
			t.Errorf("%d were set aside", n)
		}
		r.OK(t, r.Write(t, r.Lone, r.course, func(ctx context.Context, f *casefile.Writer) error {
			return outbox.SetAside(ctx, f, waiting[1].ID, "prøve")
		}))
		if e := endless(r.Lone); len(e) != 0 {
			t.Errorf("what was set aside needs no end: %+v", e)
		}
	})
}

func TestSilentPhones(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.note("waits")
		b := r.phone.Sending()
		_, err := outbox.Receive(context.Background(), r.Store, r.from, b, apply)
		r.OK(t, err)
		for _, c := range []struct {
			actor access.Actor
			since time.Time
			want  int
		}{{r.Gitte, r.Now(), 0}, {r.Gitte, r.Now().Add(time.Second), 1}, {r.Lone, r.Now().Add(time.Second), 1}, {r.Anders, r.Now().Add(time.Second), 0}} {
			r.OK(t, r.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				quiet, err := outbox.Silent(context.Background(), tx, c.actor, c.since)
				if len(quiet) != c.want || c.want == 1 && quiet[0].Waits != 1 {
					t.Errorf("%s: %+v", c.actor.ID, quiet)
				}
				return err
			}))
		}
		if diff := cmp.Diff([][2]int64{{1, 1}}, r.holes(r.phone.ID)); diff != "" {
			t.Errorf("it told of a number that never came: %s", diff)
		}
	})
}

func TestAChainThatIsBroken(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for i := range 3 {
			r.note(fmt.Sprintf("note %d", i))
		}
		h := r.phone.Header(r.place, wire.KindNote)
		h.Prev = make([]byte, 32) // follows on nothing
		s, err := r.phone.Close(h, r.place.Key.Public, outboxtest.Padded([]byte(`{"v":1,"note":{"at":"","text":"slipped in"}}`)))
		r.OK(t, err)
		r.phone.Keep(s, h)
		r.note("after it")
		e := r.phone.Entries
		r.send(e[0].Sealed, e[2].Sealed, e[3].Sealed, e[4].Sealed) // 2 has not come: 3 cannot be told yet
		var breaks []int64
		r.OK(t, r.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
			breaks, err = outbox.Breaks(context.Background(), tx, r.phone.ID)
			return err
		}))
		if diff := cmp.Diff([]int64{4}, breaks); diff != "" {
			t.Error(diff)
		}
	})
}

// TestNothingCanBeStored takes the database away: every entry is put off, none is
// called stored, and afterwards all of them are.
func TestNothingCanBeStored(t *testing.T) {
	w := casefiletest.One(t)
	r := newRig(t, w)
	ctx := context.Background()
	for i := range 3 {
		r.note(fmt.Sprintf("note %d", i))
	}
	pages := func(most string) {
		r.OK(t, r.Store.DB.Update(ctx, func(tx *db.Tx) error {
			var n int
			return tx.QueryRow(ctx, `PRAGMA max_page_count = `+most).Scan(&n)
		}))
	}
	pages("1") // the disk is full: SQLite takes the number it has already
	later := []string{"later outbox.later", "later outbox.later", "later outbox.later"}
	for i := range 200 { // until what was free in the file is used up
		if got := results(r.send(r.phone.Batch(3).Entries...)); cmp.Equal(later, got) {
			break
		}
		if i == 199 {
			t.Fatal("the disk was never full")
		}
		for len(r.phone.Waiting()) < 3 {
			r.note(fmt.Sprintf("note %d", len(r.phone.Entries)))
		}
	}
	stored := len(r.placed())
	if stored != len(r.phone.Entries)-3 || r.count(`SELECT COUNT(*) FROM outbox_entry`) != stored {
		t.Errorf("%d are in their place of %d", stored, len(r.phone.Entries))
	}
	pages("1000000")
	if diff := cmp.Diff([]string{"stored", "stored", "stored"}, results(r.send(r.phone.Batch(100).Entries...))); diff != "" || len(r.phone.Waiting()) != 0 {
		t.Error(diff)
	}
	r.OK(t, r.Store.DB.Close())
	answer, err := outbox.Receive(ctx, r.Store, r.from, r.phone.Sending(r.note("one more")), apply)
	if err != nil || !cmp.Equal(later[:1], results(answer.Verdicts)) {
		t.Errorf("without a database: %+v, %v", answer, err)
	}
}

// TestALineThatBreaksOff stores what was received although nobody waits any more.
func TestALineThatBreaksOff(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		entry := r.note("one")
		gone, stop := context.WithCancel(context.Background())
		stop()
		_, err := outbox.Receive(gone, r.Store, r.from, r.phone.Sending(entry), apply)
		r.OK(t, err)
		if len(r.placed()) != 1 {
			t.Errorf("placed %v", r.placed())
		}
	})
}
