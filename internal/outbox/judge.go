package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"

	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// What an id, a build and a key id may be written with. A header can say nothing
// that a database, a log or a page would have to fear.
var (
	opaque = regexp.MustCompile(`^[A-Za-z0-9._:+/-]{0,80}$`)
	ulid   = regexp.MustCompile(`^[0-7][0-9A-HJKMNP-TV-Z]{25}$`)
)

// mostSealed is the longest ciphertext: the largest payload filled up, and GCM's tag.
const mostSealed = wire.MostPayload + wire.Block + 16

// mostSeq is the highest number that a phone can have given: one each millisecond
// for three hundred years.
const mostSeq = 1 << 43

// judge looks at an entry alone: its form, whose it is, and its signature. It
// returns why it can never be taken; empty when it can.
func (n *item) judge(d device.Device) string {
	h, err := n.sealed.ReadHeader()
	if e, ok := fault.As(err); ok {
		if e.Key == "interaction.wire.large" {
			return refusedForm
		}
		n.args = e.Args
		return e.Key
	}
	if h.Device != d.ID {
		if ulid.MatchString(h.ID) {
			n.head.ID = h.ID
		}
		return refusedDevice
	}
	if len(n.sealed.E) != 65 || len(n.sealed.S) != 64 || len(n.sealed.C) < 16 || len(n.sealed.C) > mostSealed || !ulid.MatchString(h.ID) || h.Seq > mostSeq {
		return refusedForm
	}
	for _, text := range []string{h.Device, h.Case, h.Contact, h.Comp, h.Life, h.App, h.Schema, h.Key} {
		if !opaque.MatchString(text) {
			return refusedForm
		}
	}
	n.head = h
	if !d.Signed(n.sealed.Message(), n.sealed.S) {
		return refusedSignature
	}
	n.known = true
	return ""
}

// How much that was refused is kept of one phone. The phone keeps it too.
const (
	mostRefused     = 200
	mostRefusedSize = 4 << 20
)

// keepRefused keeps what was refused as it came, and writes down that it was. When
// that cannot be done the refusal stands all the same.
func (r *receiving) keepRefused(ctx context.Context, bad []*item) {
	if len(bad) == 0 {
		return
	}
	err := r.store.Update(ctx, func(tx *casefile.Tx) error {
		if err := hold(ctx, tx, r.from); err != nil {
			return err
		}
		n, size := 0, int64(0)
		err := tx.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(size), 0) FROM outbox_refused WHERE device_id = $1`, r.from.Device.ID).Scan(&n, &size)
		if err != nil {
			return fmt.Errorf("count what was refused of phone %s: %w", r.from.Device.ID, err)
		}
		for _, b := range bad {
			raw, err := json.Marshal(b.sealed)
			if err != nil {
				return err
			}
			if n++; n > mostRefused || size+int64(len(raw)) > mostRefusedSize {
				r.note(tx, "refuse", r.from.Device.ID, "refused, not kept", nil)
				return nil
			}
			kept, err := r.keepOne(ctx, tx, b, raw)
			if err != nil {
				return err
			}
			size += kept
		}
		return advance(ctx, tx, r.from.Device.ID)
	})
	if err != nil {
		slog.Error("what was refused of a phone could not be kept", "device", r.from.Device.ID, "err", err)
	}
}

func (r *receiving) keepOne(ctx context.Context, tx *casefile.Tx, b *item, raw []byte) (size int64, err error) {
	why := r.verdicts[b.at].Why
	added, err := tx.Exec(ctx, `INSERT INTO outbox_refused (device_id, hash, owner_id, received_at, why, size, raw)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
		r.from.Device.ID, b.hash[:], r.from.Actor.ID, db.Micros(tx.Now()), why, len(raw), raw)
	if err != nil || added == 0 {
		return 0, err
	}
	refusal := audit.Line{Actor: r.from.Actor.ID, Role: string(r.from.Actor.Role), Act: "refuse", Kind: "outbox_entry", Object: b.head.ID, Result: "refused",
		Digest: b.hash[:]}
	if refusal.Object == "" {
		refusal.Object = r.from.Device.ID
	}
	if why == refusedCase {
		refusal.CourseID = b.head.Case
	}
	tx.Log(refusal)
	if b.known {
		err = spend(ctx, tx, spent{r.from.Device.ID, b.head.Seq, b.head.Seq, why})
	}
	return int64(len(raw)), err
}

// note writes a line that concerns the phone and no opened case.
func (r *receiving) note(tx *casefile.Tx, act, object, result string, digest []byte) {
	tx.Log(audit.Line{Actor: r.from.Actor.ID, Role: string(r.from.Actor.Role), Act: act, Kind: "outbox_entry", Object: object, Result: result, Digest: digest})
}
