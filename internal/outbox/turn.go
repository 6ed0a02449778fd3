package outbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/seal"
	"samspil/internal/wire"
)

// turn is one transaction on entries of one case.
type turn struct {
	*receiving
	tx     *casefile.Tx
	course string
	right  right
	boxes  *seal.Outboxes
	file   *casefile.Writer // open for the sender, or where the sender may not, for the program
	there  []row            // stored before, that these could be or meet
	fresh  []*row           // stored now
	moved  map[string]bool  // sessions in which something came into its place
	out    []outcome
}

// right is what the sender may do with the case.
type right int

const (
	never  right = iota // nothing, and never could
	ended               // belonged to the course once
	now                 // belongs to it
	erased              // belonged to it, and the case has been erased
)

// turn stores items of one case in one transaction.
func (r *receiving) turn(ctx context.Context, items []*item) (out []outcome, err error) {
	err = r.store.Update(ctx, func(tx *casefile.Tx) error {
		t := &turn{receiving: r, tx: tx, course: items[0].head.Case, moved: map[string]bool{}}
		if err := t.begin(ctx, items); err != nil {
			return err
		}
		for _, n := range items {
			v, err := t.one(ctx, n)
			if err != nil {
				return err
			}
			t.out = append(t.out, outcome{n, v})
		}
		if err := t.end(ctx); err != nil {
			return err
		}
		out = t.out
		return nil
	})
	return out, err
}

// begin finds out what the sender may, opens the case, and reads what is there.
func (t *turn) begin(ctx context.Context, items []*item) (err error) {
	if err = hold(ctx, t.tx, t.from); err != nil {
		return err
	}
	if t.right, err = t.standing(ctx); err != nil {
		return err
	}
	actor, purpose := t.from.Actor, access.Purpose{Code: access.Document}
	switch {
	case t.right == never || t.right == erased:
		return nil
	case t.right == ended || t.from.Device.Revoked():
		actor, purpose = access.System, access.Purpose{Code: access.Operations}
	}
	if t.file, err = casefile.OpenWrite(ctx, t.tx, actor, t.course, purpose); err != nil {
		return err
	}
	t.there, err = meet(ctx, t.tx, t.from.Device.ID, items)
	return err
}

// standing asks what the sender may, now and before. The phone's clock has no say.
func (t *turn) standing(ctx context.Context) (right, error) {
	is, was := 0, 0
	err := t.tx.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM access_now WHERE staff_id = $1 AND course_id = $2),
		(SELECT COUNT(*) FROM access_history WHERE staff_id = $1 AND course_id = $2)`, t.from.Actor.ID, t.course).Scan(&is, &was)
	if err != nil {
		return never, fmt.Errorf("read relations to course %s: %w", t.course, err)
	}
	if is+was == 0 {
		return never, nil
	}
	t.boxes, err = t.tx.Keys().OutboxOf(ctx, t.course)
	switch {
	case errors.Is(err, seal.ErrNoKey):
		return erased, nil
	case err != nil:
		return never, fmt.Errorf("look for the key of course %s: %w", t.course, err)
	case is > 0:
		return now, nil
	}
	return ended, nil
}

// one says what becomes of an item, and prepares its row where it is to be stored.
func (t *turn) one(ctx context.Context, n *item) (wire.Verdict, error) {
	switch t.right {
	case never:
		return wire.Verdict{Result: wire.Refused, Why: refusedCase}, nil
	case erased:
		return t.gone(ctx, n)
	}
	other := t.meets(n)
	if other != nil && bytes.Equal(other.hash, n.hash[:]) {
		return t.same(other)
	}
	h := n.head
	payload, err := t.boxes.Open(ctx, h.Key, seal.Box{E: n.sealed.E, C: n.sealed.C, Info: []byte(wire.SealInfo + h.Key), AAD: n.sealed.H})
	switch {
	case errors.Is(err, seal.ErrUnknownKey):
		return wire.Verdict{Result: wire.Refused, Why: refusedKey}, nil
	case errors.Is(err, seal.ErrDamaged):
		return wire.Verdict{Result: wire.Refused, Why: refusedSealed}, nil
	case err != nil:
		return wire.Verdict{}, fmt.Errorf("open entry %s: %w", h.ID, err)
	}
	fresh := t.row(n, bytes.TrimRight(payload, " "))
	if other != nil {
		fresh.lay(whyClash, nil)
		fresh.clash = true
		if err := t.clash(ctx, other); err != nil {
			return wire.Verdict{}, err
		}
	} else if err := t.place(ctx, fresh); err != nil {
		return wire.Verdict{Result: wire.Later, Why: "outbox.later"}, nil
	}
	t.fresh = append(t.fresh, fresh)
	return wire.Verdict{}, nil // made when the row has its number
}

// same is the answer for an entry that is there already; empty where it came with
// this very sending and has no number yet.
func (t *turn) same(w *row) (wire.Verdict, error) {
	if w.n == 0 {
		return wire.Verdict{}, nil
	}
	if w.shelf == wire.Quarantine && len(w.sealed) > 0 {
		if err := w.unseal(&t.file.Reader); err != nil {
			return wire.Verdict{}, err
		}
	}
	return t.told(w, true), nil
}

// told is the verdict on a row, in the sender's language.
func (t *turn) told(w *row, again bool) wire.Verdict {
	v := w.verdict(again)
	if v.Why != "" {
		v.Text = lang.T(t.from.Lang, v.Why, w.args)
	}
	return v
}

// meets finds an entry that has this one's id or its number on the phone: itself
// when it comes again.
func (t *turn) meets(n *item) (found *row) {
	look := func(w *row) {
		same := bytes.Equal(w.hash, n.hash[:])
		if same || found == nil && (w.entryID == n.head.ID || w.device == n.head.Device && w.seq == n.head.Seq) {
			if found == nil || !bytes.Equal(found.hash, n.hash[:]) {
				found = w
			}
		}
	}
	for i := range t.there {
		look(&t.there[i])
	}
	for _, w := range t.fresh {
		look(w)
	}
	return found
}

// clash marks the entry that was there first, and tells it.
func (t *turn) clash(ctx context.Context, first *row) error {
	t.note(t.tx, "clash", first.entryID, "kept", first.hash)
	first.clash = true
	if first.n == 0 {
		return nil
	}
	_, err := t.tx.Exec(ctx, `UPDATE outbox_entry SET clash = 1 WHERE id = $1`, first.id)
	return err
}

// gone is the answer for a case that has been erased: nothing is kept, and the
// answer says so with a signature.
func (t *turn) gone(ctx context.Context, n *item) (wire.Verdict, error) {
	r := wire.Receipt{V: wire.Version, ID: n.head.ID, Hash: n.hash[:], Device: n.head.Device, Seq: n.head.Seq, Shelf: wire.Gone, At: stamp(t.tx.Now())}
	signed, err := sign(ctx, t.tx, func(key string) any { r.Key = key; return r })
	if err != nil {
		return wire.Verdict{}, err
	}
	if err := spend(ctx, t.tx, spent{n.head.Device, n.head.Seq, n.head.Seq, string(wire.Erased)}); err != nil {
		return wire.Verdict{}, err
	}
	return wire.Verdict{Result: wire.Erased, Why: "outbox.erased", Receipt: &signed}, nil
}

// place tries to put an entry in its place, or says why it lies on the shelf. An
// error means that it may go well another time.
func (t *turn) place(ctx context.Context, w *row) error {
	switch {
	case !readable(w.payload):
		w.lay(whyUnreadable, nil)
	case w.kind == wire.KindVoid:
		return t.void(ctx, w)
	case t.from.Device.Revoked():
		w.lay(whyRevoked, nil)
	case t.right == ended:
		w.lay(whyEnded, nil)
	default:
		return t.try(ctx, t.file, w)
	}
	return nil
}

// readable reports whether a payload is JSON without the character that a database
// cannot hold.
func readable(payload []byte) bool {
	return json.Valid(payload) && !bytes.Contains(payload, []byte(`\u0000`))
}

// try has the trade put an entry in its place.
func (t *turn) try(ctx context.Context, file *casefile.Writer, w *row) error {
	err := attempt(ctx, file, w, t.apply)
	if err != nil && w.applied.IsZero() && w.why == "" {
		slog.Error("an entry of a phone could not be put in its place", "entry", w.entryID, "err", err)
		return err
	}
	if !w.applied.IsZero() {
		t.moved[w.session] = true
	}
	return nil
}

// attempt has the trade put an entry in its place, as a part that fails by itself.
// Where the trade refuses it, the row says why, and the refusal is returned too.
func attempt(ctx context.Context, file *casefile.Writer, w *row, apply Apply) error {
	e := w.entry(file.Actor)
	err := file.Tx().Try(ctx, func() error {
		if err := claim(ctx, file, w); err != nil {
			return err
		}
		return guarded(ctx, file, e, apply)
	})
	refused, ok := fault.As(err)
	switch {
	case err == nil:
		w.applied, w.why, w.args, w.shelf = file.Now(), "", nil, w.shelfWhenPlaced()
	case errors.Is(err, ErrWaits):
		w.why, w.args = whyWaits, nil
	case errors.Is(err, errPanicked):
		w.lay(whyFailed, nil)
	case !ok || refused.Kind == fault.Internal || refused.Kind == fault.Unavailable:
	case refused.Kind == fault.Denied:
		w.lay(whyRight, nil)
	case len(refused.Fields) > 0:
		w.lay(refused.Fields[0].Key, refused.Fields[0].Args)
	default:
		w.lay(refused.Key, refused.Args)
	}
	return err
}

var errPanicked = errors.New("putting the entry in its place broke down")

// guarded keeps one entry that breaks the program from holding up its neighbours:
// it is laid on the shelf like one that is refused.
func guarded(ctx context.Context, file *casefile.Writer, e Entry, apply Apply) (err error) {
	defer func() {
		if broke := recover(); broke != nil {
			slog.Error("an entry of a phone broke down", "entry", e.Header.ID)
			err = errPanicked
		}
	}()
	return apply(ctx, file, e)
}

// end tries again what waited, gives the rows their numbers and receipts, and
// stores them.
func (t *turn) end(ctx context.Context) error {
	if t.file == nil {
		return advance(ctx, t.tx, t.from.Device.ID)
	}
	if err := t.again(ctx); err != nil {
		return err
	}
	if err := t.number(ctx); err != nil {
		return err
	}
	if err := advance(ctx, t.tx, t.from.Device.ID); err != nil || len(t.fresh) == 0 {
		return err
	}
	digest := sha256.New()
	for _, w := range t.fresh {
		digest.Write(w.hash)
	}
	t.note(t.tx, "receive", t.from.Device.ID, strconv.Itoa(len(t.fresh)), digest.Sum(nil))
	return nil
}

// again tries what waited for an entry that is in its place now, those of this
// sending and those that came before, until nothing more moves.
func (t *turn) again(ctx context.Context) error {
	for len(t.moved) > 0 {
		sessions := t.moved
		t.moved = map[string]bool{}
		for _, w := range t.fresh {
			if w.why == whyWaits && sessions[w.session] {
				if err := t.try(ctx, t.file, w); err != nil {
					return err
				}
			}
		}
		for session := range sessions {
			moved, err := retry(ctx, t.file, session, t.apply)
			if err != nil {
				return err
			}
			if moved {
				t.moved[session] = true
			}
		}
	}
	return nil
}

// retry tries the stored entries of a session that wait for another, those of
// whoever the file is open for, and reports whether any came into its place.
func retry(ctx context.Context, file *casefile.Writer, session string, apply Apply) (moved bool, err error) {
	rows, err := file.Query(ctx, `SELECT `+columns+` FROM outbox_entry
		WHERE course_id = $1 AND session_id = $2 AND owner_id = $3 AND applied_at = 0 AND settled_at = 0 AND why = $4 ORDER BY device_id, seq`,
		file.CourseID, session, file.Actor.ID, whyWaits)
	waiting, err := db.Scan(rows, err, scan)
	if err != nil {
		return false, fmt.Errorf("read what waits in course %s: %w", file.CourseID, err)
	}
	for i := range waiting {
		w := &waiting[i]
		if err := w.unseal(&file.Reader); err != nil {
			return moved, err
		}
		if err := attempt(ctx, file, w, apply); err != nil && w.applied.IsZero() && w.why == whyWaits {
			continue // it waits on
		}
		moved = moved || !w.applied.IsZero()
		if err := w.moved(ctx, file); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// number gives the new rows the server's numbers in order, signs their receipts and
// stores them. It holds the row of numbers for as short as can be.
func (t *turn) number(ctx context.Context) error {
	if len(t.fresh) == 0 {
		return nil
	}
	for _, w := range t.fresh {
		if err := w.seal(t.file); err != nil {
			return err
		}
	}
	if err := t.tx.Lock(ctx, "outbox"); err != nil {
		return fmt.Errorf("wait for the server's numbers: %w", err)
	}
	var last int64
	if err := t.tx.QueryRow(ctx, `SELECT COALESCE(MAX(n), 0) FROM outbox_entry`).Scan(&last); err != nil {
		return fmt.Errorf("read the last of the server's numbers: %w", err)
	}
	for _, w := range t.fresh {
		last++
		w.n = last
		signed, err := sign(ctx, t.tx, func(key string) any { return w.receiptOf(key) })
		if err != nil {
			return err
		}
		w.receipt = signed
		if err := w.insert(ctx, t.tx); err != nil {
			return err
		}
	}
	told := map[*row]bool{}
	for i := range t.out {
		o := &t.out[i]
		if o.verdict.Result != "" {
			continue
		}
		w := t.fresh[slices.IndexFunc(t.fresh, func(w *row) bool { return bytes.Equal(w.hash, o.item.hash[:]) })]
		o.verdict = t.told(w, told[w])
		told[w] = true
	}
	return nil
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
