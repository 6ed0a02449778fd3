package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

// Receive takes one sending and says of every entry, in the order sent, what became
// of it; a bad one stops none of its neighbours. What is answered as stored is
// durable. Sent again, the answer is the same, with the first receipt byte for byte.
// A phone in another person's hands is Denied whole; a sending that is too large or
// of a newer form is Invalid.
func Receive(ctx context.Context, store *casefile.Store, from Sender, b wire.Batch, apply Apply) (wire.Answer, error) {
	switch {
	case from.Actor.ID == "" || from.Actor.ID != from.Device.OwnerID:
		return wire.Answer{}, store.Update(ctx, func(tx *casefile.Tx) error { return tx.Refuse(from.Actor, "device", from.Device.ID) })
	case len(b.Entries) > wire.MostBatch:
		return wire.Answer{}, fault.New(fault.Invalid, "outbox.batch", fault.Args{"max": wire.MostBatch})
	case b.V < 1:
		return wire.Answer{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	case b.V > wire.Version:
		return wire.Answer{}, fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": b.V})
	}
	// A line that breaks off undoes nothing: what was received is stored, and the phone
	// learns of it when it sends again.
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), longest)
	defer stop()
	r := &receiving{store: store, from: from, apply: apply, verdicts: make([]wire.Verdict, len(b.Entries))}
	if at, err := time.Parse(time.RFC3339Nano, b.Now); err == nil {
		r.offset = store.Clock().Sub(at)
	}
	good, bad := r.read(b.Entries)
	r.all(ctx, good, bad)
	r.report(ctx, b)
	for i := range r.verdicts {
		if v := &r.verdicts[i]; v.Why != "" && v.Text == "" {
			v.Text = lang.T(from.Lang, v.Why, nil)
		}
	}
	return wire.Answer{V: wire.Version, Now: store.Clock().UTC().Format(time.RFC3339Nano), Verdicts: r.verdicts}, nil
}

// longest is how long one sending may take. What is not stored by then is sent again.
const longest = time.Minute

// receiving is one sending under way.
type receiving struct {
	store    *casefile.Store
	from     Sender
	apply    Apply
	offset   time.Duration
	verdicts []wire.Verdict
}

// item is one entry of a sending.
type item struct {
	at     int // its place in the sending
	sealed wire.Sealed
	head   wire.Header
	hash   [32]byte
	known  bool // the header is this phone's own, by its signature
	args   fault.Args
}

// outcome is what became of an item, once the transaction has been committed.
type outcome struct {
	item    *item
	verdict wire.Verdict
}

// read judges every entry by itself, and returns those that may be stored.
func (r *receiving) read(entries []wire.Sealed) (good, bad []*item) {
	for i, s := range entries {
		n := &item{at: i, sealed: s, hash: s.Hash()}
		why := n.judge(r.from.Device)
		v := &r.verdicts[i]
		v.ID, v.Why = n.head.ID, why
		if why != "" {
			v.Text = lang.T(r.from.Lang, why, n.args)
		}
		switch why {
		case "":
			good = append(good, n)
		case "interaction.wire.newer":
			v.Result = wire.Later // it can be taken when Samspil has been renewed
		default:
			v.Result = wire.Refused
			bad = append(bad, n)
		}
	}
	return good, bad
}

// all stores what can be stored, in runs of one case each, and keeps what was refused.
func (r *receiving) all(ctx context.Context, good, bad []*item) {
	for from := 0; from < len(good); {
		to := from + 1
		for to < len(good) && good[to].head.Case == good[from].head.Case {
			to++
		}
		refused, alive := r.run(ctx, good[from:to])
		bad = append(bad, refused...)
		if !alive {
			r.later(good[to:])
			break
		}
		from = to
	}
	r.keepRefused(ctx, bad)
}

// run stores entries of one case together, and one by one where that fails. It
// returns those that were refused, and whether anything can be stored at all now.
func (r *receiving) run(ctx context.Context, items []*item) (refused []*item, alive bool) {
	out, err := r.turn(ctx, items)
	if err == nil {
		return r.settle(out), true
	}
	if len(items) == 1 {
		slog.Error("an entry of a phone could not be stored", "device", r.from.Device.ID, "err", err)
		r.later(items)
		return nil, r.alive(ctx)
	}
	for i, n := range items {
		one, alive := r.run(ctx, []*item{n})
		refused = append(refused, one...)
		if !alive {
			r.later(items[i+1:])
			return refused, false
		}
	}
	return refused, true
}

// settle notes what became of items, and returns those that were refused.
func (r *receiving) settle(out []outcome) (refused []*item) {
	for _, o := range out {
		o.verdict.ID = o.item.head.ID
		r.verdicts[o.item.at] = o.verdict
		if o.verdict.Result == wire.Refused {
			refused = append(refused, o.item)
		}
	}
	return refused
}

func (r *receiving) later(items []*item) {
	for _, n := range items {
		r.verdicts[n.at] = wire.Verdict{ID: n.head.ID, Result: wire.Later, Why: "outbox.later"}
	}
}

// alive reports whether the database takes anything at all.
func (r *receiving) alive(ctx context.Context) bool {
	err := r.store.DB.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE outbox_line SET owner_id = owner_id WHERE device_id = $1`, r.from.Device.ID)
		return err
	})
	return err == nil
}

// report notes how far the phone says it has come. It is no part of what was
// answered, so that failing to note it holds up nobody.
func (r *receiving) report(ctx context.Context, b wire.Batch) {
	waits := b.Waits
	for _, v := range r.verdicts {
		if v.Result == wire.Stored || v.Result == wire.Same || v.Result == wire.Erased {
			waits--
		}
	}
	head := min(max(b.Head, 0), mostSeq)
	waits = min(max(waits, 0), mostSeq)
	err := r.store.Update(ctx, func(tx *casefile.Tx) error {
		if err := touch(ctx, tx, line{r.from.Device.ID, r.from.Actor.ID, head, waits}); err != nil {
			return err
		}
		return device.Saw(ctx, tx, device.Report{DeviceID: r.from.Device.ID, App: b.App, Head: head, Waits: waits,
			Offset: r.offset, OnlyOnline: b.OnlyOnline})
	})
	if err != nil {
		slog.Error("a phone's report could not be noted", "device", r.from.Device.ID, "err", err)
	}
}

// line is how far a phone says it has come.
type line struct {
	device, owner string
	head          int64
	waits         int
}

// touch notes it. The head never goes down.
func touch(ctx context.Context, tx *casefile.Tx, l line) error {
	_, err := tx.Exec(ctx, `INSERT INTO outbox_line (device_id, owner_id, head, whole, waits, seen_at) VALUES ($1, $2, $3, 0, $4, $5)
		ON CONFLICT (device_id) DO UPDATE SET head = CASE WHEN outbox_line.head < excluded.head THEN excluded.head ELSE outbox_line.head END,
		waits = excluded.waits, seen_at = excluded.seen_at`, l.device, l.owner, l.head, l.waits, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("note how far phone %s has come: %w", l.device, err)
	}
	return nil
}

// hold holds the phone's row until the commit, so that what one phone sends is
// taken one after the other.
func hold(ctx context.Context, tx *casefile.Tx, from Sender) error {
	_, err := tx.Exec(ctx, `INSERT INTO outbox_line (device_id, owner_id, head, whole, waits, seen_at) VALUES ($1, $2, 0, 0, 0, $3)
		ON CONFLICT (device_id) DO UPDATE SET seen_at = excluded.seen_at`, from.Device.ID, from.Actor.ID, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("wait for phone %s: %w", from.Device.ID, err)
	}
	return nil
}
