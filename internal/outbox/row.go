package outbox

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/seal"
	"samspil/internal/wire"
)

// row is an entry as it is stored.
type row struct {
	id, entryID   string
	n             int64
	hash          []byte
	device, owner string
	seq           int64
	course        string
	session       string
	kind          wire.Kind
	wall          time.Time
	offset        time.Duration
	received      time.Time
	entrySealed   wire.Sealed
	receipt       wire.Signed
	shelf         wire.Shelf
	applied       time.Time
	why           string
	clash         bool
	sealed        []byte
	settled       time.Time
	settledBy     string
	settlement    string
	head          wire.Header // read again from the entry where it is needed
	payload       []byte
	args          fault.Args
}

// shelvedText is what of a shelved entry lies sealed under the case's key, so that
// it can be read for as long as the case can, whatever becomes of the phone's keys.
type shelvedText struct {
	Payload []byte     `json:"payload"`
	Args    fault.Args `json:"args,omitempty"`
}

// row prepares an item to be stored.
func (t *turn) row(n *item, payload []byte) *row {
	return &row{id: db.NewID(), entryID: n.head.ID, hash: n.hash[:], device: n.head.Device, owner: t.from.Actor.ID, seq: n.head.Seq,
		course: t.course, session: n.head.Contact, kind: n.head.Kind, wall: n.head.At(), offset: t.offset, received: t.tx.Now(),
		entrySealed: n.sealed, shelf: wire.InCase, head: n.head, payload: payload}
}

// lay puts the entry on the shelf, and says why.
func (w *row) lay(why string, args fault.Args) {
	w.shelf, w.why, w.args = wire.Quarantine, why, args
}

// shelfWhenPlaced is where an entry lies once it is in its place. What the receipt
// said stands: an entry that was laid on the shelf is known there.
func (w *row) shelfWhenPlaced() wire.Shelf {
	if w.n > 0 {
		return w.shelf
	}
	return wire.InCase
}

func (w *row) entry(by access.Actor) Entry {
	return Entry{Header: w.head, Device: w.device, By: by, Payload: w.payload, Received: w.received, Offset: w.offset}
}

// verdict is what the phone is told of a stored row.
func (w *row) verdict(again bool) wire.Verdict {
	receipt := w.receipt
	v := wire.Verdict{Result: wire.Stored, Why: w.why, Receipt: &receipt}
	if w.applied.IsZero() && w.settled.IsZero() && w.why == whyClash {
		v.Result = wire.Clash
		return v
	}
	if again {
		v.Result = wire.Same
	}
	if w.shelf == wire.InCase || !w.applied.IsZero() || !w.settled.IsZero() {
		v.Why = ""
	}
	return v
}

func (w *row) receiptOf(key string) wire.Receipt {
	return wire.Receipt{V: wire.Version, ID: w.entryID, Hash: w.hash, Device: w.device, Seq: w.seq, Shelf: w.shelf, At: stamp(w.received), N: w.n, Key: key}
}

// seal puts the payload under the case's key while the entry is not in its place.
func (w *row) seal(file *casefile.Writer) (err error) {
	w.sealed = []byte{}
	if w.applied.IsZero() {
		w.sealed, err = file.Seal("outbox_entry", w.id, shelvedText{w.payload, w.args})
	}
	return err
}

func (w *row) unseal(file *casefile.Reader) error {
	head, err := w.entrySealed.ReadHeader()
	if err != nil {
		return fmt.Errorf("read the header of entry %s: %w", w.entryID, err)
	}
	w.head = head
	if len(w.sealed) == 0 {
		return nil
	}
	var text shelvedText
	if err := file.Unseal("outbox_entry", w.id, w.sealed, &text); err != nil {
		return err
	}
	w.payload, w.args = text.Payload, text.Args
	return nil
}

const columns = `id, n, entry_id, hash, device_id, owner_id, seq, course_id, session_id, kind, wall, offset_us, received_at, h, e, c, s,
	receipt, receipt_sign, shelf, applied_at, why, clash, sealed, settled_at, settled_by, settlement`

func scan(rows *sql.Rows) (w row, err error) {
	var wall, offset, received, applied, settled int64
	var clash int
	err = rows.Scan(&w.id, &w.n, &w.entryID, &w.hash, &w.device, &w.owner, &w.seq, &w.course, &w.session, &w.kind, &wall, &offset, &received,
		(*[]byte)(&w.entrySealed.H), (*[]byte)(&w.entrySealed.E), (*[]byte)(&w.entrySealed.C), (*[]byte)(&w.entrySealed.S),
		(*[]byte)(&w.receipt.B), (*[]byte)(&w.receipt.S), &w.shelf, &applied, &w.why, &clash, &w.sealed, &settled, &w.settledBy, &w.settlement)
	w.wall, w.offset, w.received = db.Time(wall), time.Duration(offset)*time.Microsecond, db.Time(received)
	w.applied, w.settled, w.clash = db.Time(applied), db.Time(settled), clash == 1
	return w, err
}

func (w *row) insert(ctx context.Context, tx *casefile.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO outbox_entry (id, n, entry_id, hash, device_id, owner_id, seq, prev, course_id, session_id, kind, wall, offset_us, received_at,
		h, e, c, s, receipt, receipt_sign, shelf, applied_at, why, clash, sealed, settled_why)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26)`,
		w.id, w.n, w.entryID, w.hash, w.device, w.owner, w.seq, []byte(w.head.Prev), w.course, w.session, w.kind, db.Micros(w.wall), w.offset.Microseconds(),
		db.Micros(w.received), []byte(w.entrySealed.H), []byte(w.entrySealed.E), []byte(w.entrySealed.C), []byte(w.entrySealed.S),
		[]byte(w.receipt.B), []byte(w.receipt.S), w.shelf, db.Micros(w.applied), w.why, bit(w.clash), w.sealed, []byte{})
	if err != nil {
		return fmt.Errorf("store entry %s: %w", w.entryID, err)
	}
	return nil
}

// moved stores that an entry which waited came into its place, or onto the shelf.
func (w *row) moved(ctx context.Context, file *casefile.Writer) error {
	if err := w.seal(file); err != nil {
		return err
	}
	_, err := file.Exec(ctx, `UPDATE outbox_entry SET shelf = $3, applied_at = $4, why = $5, sealed = $6 WHERE id = $1 AND course_id = $2`,
		w.id, w.course, w.shelf, db.Micros(w.applied), w.why, w.sealed)
	if err != nil {
		return fmt.Errorf("move entry %s: %w", w.entryID, err)
	}
	return nil
}

// meet reads the stored entries that have an id or a number of these items.
func meet(ctx context.Context, tx *casefile.Tx, device string, items []*item) ([]row, error) {
	ids, seqs := make([]any, len(items)), []any{device}
	for i, n := range items {
		ids[i] = n.head.ID
		seqs = append(seqs, n.head.Seq)
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE entry_id IN (`+marks(1, len(items))+`)`, ids...)
	byID, err := db.Scan(rows, err, scan)
	if err != nil {
		return nil, fmt.Errorf("look for entries: %w", err)
	}
	rows, err = tx.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE device_id = $1 AND seq IN (`+marks(2, len(items))+`)`, seqs...)
	bySeq, err := db.Scan(rows, err, scan)
	if err != nil {
		return nil, fmt.Errorf("look for entries: %w", err)
	}
	return append(byID, bySeq...), nil
}

// marks are the places of n values in a statement, from the given one on.
func marks(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(from+i))
	}
	return b.String()
}

// sign makes a signed statement of the server. what is given the key's id.
func sign(ctx context.Context, tx *casefile.Tx, what func(key string) any) (wire.Signed, error) {
	key, _, err := tx.Keys().ReceiptKey(ctx)
	if err != nil {
		return wire.Signed{}, fmt.Errorf("sign: %w", err)
	}
	text, err := json.Marshal(what(key))
	if err != nil {
		return wire.Signed{}, fmt.Errorf("sign: %w", err)
	}
	signature, _, err := tx.Keys().Sign(ctx, append([]byte(wire.ReceiptWords), text...))
	if err != nil {
		return wire.Signed{}, fmt.Errorf("sign: %w", err)
	}
	return wire.Signed{B: text, S: signature}, nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// open opens an entry that is in its place, or on the shelf.
func (w *row) open(ctx context.Context, f *casefile.Reader) error {
	if err := w.unseal(f); err != nil || len(w.sealed) > 0 {
		return err
	}
	s := w.entrySealed
	plain, err := f.Tx().Keys().OpenOutbox(ctx, w.course, w.head.Key, seal.Box{E: s.E, C: s.C, Info: []byte(wire.SealInfo + w.head.Key), AAD: s.H})
	if err != nil {
		return fmt.Errorf("open entry %s: %w", w.entryID, err)
	}
	w.payload = bytes.TrimRight(plain, " ")
	return nil
}
