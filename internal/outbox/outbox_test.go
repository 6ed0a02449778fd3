package outbox_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

func TestO1ALostAnswer(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		entry := r.note("one")
		b := r.phone.Batch(100)
		first, err := outbox.Receive(context.Background(), r.Store, r.from, b, apply) // the answer never arrives
		r.OK(t, err)
		r.SetNow(r.Now().Add(time.Hour))
		second := r.send(entry)
		if diff := cmp.Diff([]string{"stored", "same"}, results([]wire.Verdict{first.Verdicts[0], second[0]})); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(first.Verdicts[0].Receipt, second[0].Receipt); diff != "" {
			t.Errorf("the receipts are not the same bytes: %s", diff)
		}
		if len(r.phone.Waiting()) != 0 || len(r.placed()) != 1 || r.count(`SELECT COUNT(*) FROM outbox_entry`) != 1 {
			t.Errorf("waiting %d, placed %v", len(r.phone.Waiting()), r.placed())
		}
	})
}

func TestO2AHundredAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		entry := r.note("one")
		answers := make([]wire.Answer, 100)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				a, err := outbox.Receive(context.Background(), r.Store, r.from, r.phone.Sending(entry), apply)
				if err != nil {
					t.Error(err)
				}
				answers[i] = a
			})
		}
		all.Wait()
		count := map[string]int{}
		for _, a := range answers {
			count[results(a.Verdicts)[0]]++
			if diff := cmp.Diff(answers[0].Verdicts[0].Receipt, a.Verdicts[0].Receipt); diff != "" {
				t.Fatal(diff)
			}
		}
		if diff := cmp.Diff(map[string]int{"stored": 1, "same": 99}, count); diff != "" {
			t.Error(diff)
		}
		if n := r.count(`SELECT COUNT(*) FROM outbox_entry`); n != 1 || len(r.placed()) != 1 {
			t.Errorf("%d rows, placed %v", n, r.placed())
		}
	})
}

// TestO3TheSameIDTwice gives one id, and one number, to two entries. The first is in
// its place and stays there; both are shown to the leader.
func TestO3TheSameIDTwice(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.note("first")
		r.send(first)
		head := r.phone.Entries[0].Head
		other, err := r.phone.Close(head, r.place.Key.Public, outboxtest.Padded([]byte(`{"v":1,"note":{"at":"","text":"other"}}`)))
		r.OK(t, err)
		head.ID = outboxtest.ULID(r.Now()) // another id under the same number
		third, err := r.phone.Close(head, r.place.Key.Public, outboxtest.Padded([]byte(`{"v":1,"note":{"at":"","text":"third"}}`)))
		r.OK(t, err)
		want := []string{"clash outbox.why.clash", "clash outbox.why.clash", "same"}
		for range 2 { // sent again, the answer is the same
			if diff := cmp.Diff(want, results(r.send(other, third, first))); diff != "" {
				t.Error(diff)
			}
		}
		if diff := cmp.Diff(map[string]string{"first": "lone"}, r.placed()); diff != "" {
			t.Error(diff)
		}
		waiting := r.waiting(r.Gitte)
		if len(waiting) != 2 || !waiting[0].Clash || waiting[0].Why != "outbox.why.clash" || len(r.waiting(r.Lone)) != 2 || len(r.waiting(r.Anders)) != 0 {
			t.Errorf("on the leader's list: %+v", waiting)
		}
		if n := r.count(`SELECT COUNT(*) FROM audit_line WHERE act = 'clash'`); n != 2 {
			t.Errorf("%d lines in the audit log", n)
		}
		inPlace := 0
		r.OK(t, r.Read(t, r.Lone, r.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := outbox.Shelf(ctx, f)
			if len(all) != 3 {
				t.Errorf("on the shelf: %+v", all)
			}
			for _, s := range all {
				if s.InPlace {
					inPlace++
				}
			}
			return err
		}))
		if inPlace != 1 {
			t.Errorf("%d of them are in their place", inPlace)
		}
		// A person decides: the one is put in its place beside the first, the other aside.
		r.OK(t, r.release(r.Gitte, waiting[0].ID))
		r.OK(t, r.Write(t, r.Gitte, r.course, func(ctx context.Context, f *casefile.Writer) error {
			return outbox.SetAside(ctx, f, waiting[1].ID, "skrevet to gange")
		}))
		if len(r.placed()) != 2 || len(r.waiting(r.Gitte)) != 0 || r.count(`SELECT COUNT(*) FROM outbox_entry WHERE clash = 1 AND settled_at = 0`) != 0 {
			t.Errorf("placed %v, waiting %v", r.placed(), r.waiting(r.Gitte))
		}
		if diff := cmp.Diff([]string{"same", "same"}, results(r.send(other, third))); diff != "" {
			t.Errorf("the phone may let them go: %s", diff)
		}
	})
}

func TestO4OutOfOrder(t *testing.T) {
	const entries, shuffles = 1000, 20
	each(t, func(t *testing.T, r *rig) {
		n := entries
		if testing.Short() {
			n = 100
		}
		for shuffle := range shuffles {
			phone, from := r.phone, r.from
			if shuffle > 0 {
				phone, from = r.again(phone)
			}
			random := rand.New(rand.NewPCG(uint64(shuffle), 4))
			r.shuffled(phone, from, n, random)
			if shuffle == 0 && testing.Short() {
				break
			}
		}
	})
}

// again makes another phone of Lone's, without the time that a PIN takes.
func (r *rig) again(like *outboxtest.Phone) (*outboxtest.Phone, outbox.Sender) {
	r.t.Helper()
	p, err := outboxtest.New(r.Now)
	r.OK(r.t, err)
	p.ID, p.Receipts = db.NewID(), like.Receipts
	from := r.from
	from.Device.ID, from.Device.Public = p.ID, p.Public()
	return p, from
}

func (r *rig) shuffled(p *outboxtest.Phone, from outbox.Sender, n int, random *rand.Rand) {
	r.t.Helper()
	at := r.at(r.course, "visit "+p.ID[:8])
	at.Contact = p.ID
	want := map[string]string{}
	for i := range n {
		text := fmt.Sprintf("%s %d", p.ID, i)
		if i%10 == 9 {
			text = fmt.Sprintf("after:%s %d", p.ID, i-1) // waits for the one before
		}
		r.noteOn(p, at, text)
		want[text] = "lone"
	}
	order := random.Perm(n)
	missing := order[n-3:]
	order = order[:n-3]
	for len(order) > 0 {
		size := min(len(order), 1+random.IntN(100))
		var batch []wire.Sealed
		for _, i := range order[:size] {
			batch = append(batch, p.Entries[i].Sealed)
		}
		for i, v := range r.sendFrom(from, p, batch...) {
			if v.Result != wire.Stored {
				r.t.Fatalf("entry %d: %+v", i, v)
			}
		}
		order = order[size:]
	}
	lacks := 0
	for _, h := range r.holes(p.ID) {
		lacks += int(h[1] - h[0] + 1)
	}
	if lacks != 3 {
		r.t.Errorf("three were dropped, and the holes are %v", r.holes(p.ID))
	}
	for _, i := range missing {
		r.sendFrom(from, p, p.Entries[i].Sealed)
	}
	if holes := r.holes(p.ID); len(holes) != 0 || len(p.Waiting()) != 0 {
		r.t.Errorf("when all had come the holes were %v", holes)
	}
	got := map[string]string{}
	for text, by := range r.placed() {
		if strings.Contains(text, p.ID) {
			got[text] = by
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.t.Error(diff)
	}
}

func TestO5APoisonedEntryStopsNobody(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		const bad = 10
		var want []string
		for i := range 100 {
			text, result := fmt.Sprintf("note %d", i), "stored"
			switch i {
			case bad:
				text, result = "break:", "stored outbox.why.failed"
			case bad + 20:
				text, result = "refuse:", "stored course.changed"
			case bad + 40:
				text, result = "later:", "later outbox.later"
			case bad + 60:
				text, result = "after:never", "stored"
			}
			r.note(text)
			want = append(want, result)
		}
		batch := r.phone.Batch(100)
		c := &batch.Entries[5].C
		*c = append(wire.Bytes{}, *c...)
		(*c)[7] ^= 1 // changed on the way
		want[5] = "refused outbox.refused.signature"
		if diff := cmp.Diff(want, results(r.send(batch.Entries...))); diff != "" {
			t.Error(diff)
		}
		if n := len(r.placed()); n != 95 {
			t.Errorf("%d are in their place", n)
		}
		whys := map[string]int{}
		for _, s := range r.waiting(r.Lone) {
			whys[s.Why]++
		}
		if diff := cmp.Diff(map[string]int{"outbox.why.failed": 1, "course.changed": 1}, whys); diff != "" {
			t.Error(diff)
		}
		var refused []outbox.Refusal
		r.OK(t, r.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
			refused, err = outbox.Refusals(context.Background(), tx, r.Gitte)
			return err
		}))
		if len(refused) != 1 || refused[0].Why != "outbox.refused.signature" || refused[0].Size == 0 {
			t.Errorf("on the leader's list: %+v", refused)
		}
		// The others are not held up when the same comes again.
		if diff := cmp.Diff([]string{"same", "later outbox.later", "same outbox.why.failed"}, results(r.send(batch.Entries[0], batch.Entries[50], batch.Entries[bad]))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestO6TheRightOrTheCaseIsGone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first, second := r.note("first"), r.note("after:first")
		r.OK(t, r.Write(t, r.Gitte, r.course, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, "lone", access.Lead) }))
		if diff := cmp.Diff([]string{"stored outbox.why.ended", "stored outbox.why.ended"}, results(r.send(first, second))); diff != "" {
			t.Error(diff)
		}
		waiting := r.waiting(r.Gitte)
		if len(waiting) != 2 || len(r.placed()) != 0 || waiting[0].OwnerID != "lone" {
			t.Fatalf("waiting %+v, placed %v", waiting, r.placed())
		}
		r.Denied(t, r.release(r.Anders, waiting[0].ID))
		if err := r.release(r.Gitte, waiting[1].ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second before the first: %v", err)
		}
		var placed, left int
		r.OK(t, r.Write(t, r.Gitte, r.course, func(ctx context.Context, f *casefile.Writer) (err error) {
			placed, left, err = outbox.ReleaseAll(ctx, f, "visit", apply)
			return err
		}))
		if diff := cmp.Diff(map[string]string{"first": "lone", "after:first": "lone"}, r.placed()); diff != "" || placed != 2 || left != 0 {
			t.Errorf("placed %d, left %d: %s", placed, left, diff)
		}
		r.OK(t, r.release(r.Gitte, waiting[0].ID)) // twice
		if len(r.waiting(r.Gitte)) != 0 || len(r.placed()) != 2 {
			t.Errorf("after it: %+v", r.waiting(r.Gitte))
		}
		r.erase(r.course)
		verdicts := r.send(r.note("third"), first)
		if diff := cmp.Diff([]string{"erased outbox.erased", "erased outbox.erased"}, results(verdicts)); diff != "" {
			t.Error(diff)
		}
		if r.phone.Entries[2].Receipt.Shelf != wire.Gone || r.count(`SELECT COUNT(*) FROM outbox_entry`) != 2 {
			t.Errorf("the note of erasure: %+v", r.phone.Entries[2].Receipt)
		}
		if holes := r.holes(r.phone.ID); len(holes) != 0 {
			t.Errorf("holes %v", holes)
		}
	})
}

// erase destroys the key of a course, as an erasure does.
func (r *rig) erase(course string) {
	r.t.Helper()
	r.OK(r.t, r.Store.Keys.Store().Update(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `DELETE FROM case_key WHERE case_id = $1`, course)
		return err
	}))
}

func TestO14ClocksThatAreWrong(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		right := r.Now()
		for i, off := range []time.Duration{0, time.Hour, -time.Hour, 10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
			r.phone.Now = func() time.Time { return right.Add(off) }
			if diff := cmp.Diff([]string{"stored"}, results(r.send(r.note(fmt.Sprintf("note %d", i))))); diff != "" {
				t.Errorf("%s: %s", off, diff)
			}
			if got := r.count(`SELECT COUNT(*) FROM outbox_entry WHERE seq = $1 AND n = $1 AND wall = $2 AND offset_us = $3 AND received_at = $4`,
				i+1, db.Micros(right.Add(off)), -off.Microseconds(), db.Micros(right)); got != 1 {
				t.Errorf("%s: the clocks were not kept apart", off)
			}
		}
		if len(r.placed()) != 5 {
			t.Errorf("placed %v", r.placed())
		}
	})
}

func TestO15AShutOutPhone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ctx := context.Background()
		r.send(r.note("before"))
		late := r.note("late")
		r.note("never sent")
		r.OK(t, r.Store.Update(ctx, func(tx *casefile.Tx) error { return device.Revoke(ctx, tx, r.Lone, r.phone.ID, "glemt i toget") }))
		r.OK(t, r.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
			r.from.Device, err = device.Get(ctx, tx, r.phone.ID)
			return err
		}))
		// Its file of waiting entries is handed in at the desk.
		if diff := cmp.Diff([]string{"stored outbox.why.revoked"}, results(r.send(late))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([][2]int64{{3, 3}}, r.holes(r.phone.ID)); diff != "" {
			t.Errorf("what is missing: %s", diff)
		}
		r.OK(t, r.release(r.Lone, r.waiting(r.Lone)[0].ID))
		if len(r.placed()) != 2 {
			t.Errorf("placed %v", r.placed())
		}
	})
}

func TestO17AForeignCaseAmongGoodOnes(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		foreign := r.at(r.File(t), "visit")
		var want []string
		for i := range 100 {
			at, result := r.place, "stored"
			switch i {
			case 40:
				at, result = foreign, "refused outbox.refused.case"
			case 41:
				at, result = outboxtest.Place{Case: db.NewID(), Contact: "visit", Key: r.place.Key}, "refused outbox.refused.case"
			case 42:
				at.Key = foreign.Key // sealed to another case's key
				result = "refused outbox.refused.key"
			}
			r.noteOn(r.phone, at, fmt.Sprintf("note %d", i))
			want = append(want, result)
		}
		if diff := cmp.Diff(want, results(r.send(r.phone.Batch(100).Entries...))); diff != "" {
			t.Error(diff)
		}
		if n := r.count(`SELECT COUNT(*) FROM audit_line WHERE act = 'refuse' AND kind = 'outbox_entry' AND actor = 'lone'`); n != 3 {
			t.Errorf("%d refusals are written down", n)
		}
		if n := r.count(`SELECT COUNT(*) FROM audit_line WHERE act = 'refuse' AND course_id = $1`, foreign.Case); n != 1 {
			t.Errorf("%d refusals are written down at the foreign case", n)
		}
		if len(r.placed()) != 97 || r.count(`SELECT COUNT(*) FROM outbox_entry WHERE course_id <> $1`, r.course) != 0 {
			t.Errorf("%d are in their place", len(r.placed()))
		}
		if holes := r.holes(r.phone.ID); len(holes) != 0 {
			t.Errorf("what was refused did come, and yet there are holes: %v", holes)
		}
	})
}

func TestO18AnothersEntries(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ctx := context.Background()
		entry := r.note("Lone's")
		other, from := r.enrol(r.Anders)
		if diff := cmp.Diff([]string{"refused outbox.refused.device"}, results(r.sendFrom(from, other, entry))); diff != "" {
			t.Error(diff)
		}
		stolen := r.from
		stolen.Actor = r.Anders // Anders, with Lone's phone
		_, err := outbox.Receive(ctx, r.Store, stolen, r.phone.Sending(entry), apply)
		r.Denied(t, err)
		posing := from
		posing.Device.ID = r.phone.ID // another key behind Lone's id
		if diff := cmp.Diff([]string{"refused outbox.refused.signature"}, results(r.sendFrom(posing, other, entry))); diff != "" {
			t.Error(diff)
		}
		if n := r.count(`SELECT COUNT(*) FROM audit_line WHERE act = 'refuse' AND actor = 'anders'`); n != 3 || len(r.placed()) != 0 {
			t.Errorf("%d refusals are written down, placed %v", n, r.placed())
		}
		if diff := cmp.Diff([]string{"stored"}, results(r.send(entry))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestO19IDsOnAStoppedClock(t *testing.T) {
	if testing.Short() {
		t.Skip("short: ten million ids take some seconds")
	}
	const all = 10_000_000
	now := time.Unix(1_790_000_000, 0)
	seen := make(map[[10]byte]struct{}, all) // the part that chance makes
	first := outboxtest.ULID(now)
	for range all {
		id := outboxtest.ULID(now)
		if id[:10] != first[:10] || len(id) != 26 {
			t.Fatalf("%s and %s are of one moment", first, id)
		}
		var key [10]byte
		pack(&key, id[10:])
		seen[key] = struct{}{}
	}
	if len(seen) != all {
		t.Errorf("%d of %d are equal to another", all-len(seen), all)
	}
}

// pack puts 16 letters of five bits each into ten bytes.
func pack(to *[10]byte, letters string) {
	bits, n, at := uint(0), 0, 0
	for _, letter := range letters {
		bits = bits<<5 | uint(strings.IndexRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", letter))
		if n += 5; n >= 8 {
			n -= 8
			to[at] = byte(bits >> n)
			at++
		}
	}
}

func TestO20FormerKeysStillOpen(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		old := r.place.Key.Key
		entry := r.note("sealed to the former key")
		r.SetNow(r.Now().AddDate(0, 0, 100))
		r.place = r.at(r.course, "visit")
		if r.place.Key.Key == old {
			t.Fatal("the key was not renewed")
		}
		if diff := cmp.Diff([]string{"stored", "stored"}, results(r.send(entry, r.note("to the new one")))); diff != "" {
			t.Error(diff)
		}
		if len(r.placed()) != 2 {
			t.Errorf("placed %v", r.placed())
		}
	})
}
