package seal

import (
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"samspil/internal/db"
)

// OutboxLimit is how long phones seal to one key pair of a case before the next one
// is made. A replaced pair goes on opening for as long as the case has a key: for the
// 90 days that a phone may lie in a drawer, and for as long as any phone has entries
// that never came.
const OutboxLimit = 90 * 24 * time.Hour

// ErrUnknownKey means that an entry is sealed to a key that was never given out for
// that case.
var ErrUnknownKey = errors.New("no such key was given out for the case")

// ErrDamaged means that an entry does not open: a byte of it, or of what it is bound
// to, is another than when it was sealed.
var ErrDamaged = errors.New("the entry does not open")

// Outbox returns the key pair of a case to which phones seal what they send: its id
// and the public half, an uncompressed point of P-256 of 65 bytes. It is made when
// the case has none, or the last one is older than OutboxLimit, and is durable before
// it is returned. ErrNoKey when the case has no key of its own (any more).
func (k *Keys) Outbox(ctx context.Context, caseID string, now time.Time) (id string, public []byte, err error) {
	id, public, made, err := k.currentOutbox(ctx, caseID)
	if err != nil || id != "" && now.Before(made.Add(OutboxLimit)) {
		return id, public, err
	}
	key, err := k.CaseKey(ctx, caseID)
	if err != nil {
		return "", nil, err
	}
	if err := k.replaceOutbox(ctx, outboxOf{caseID, key, id}, now); err != nil {
		return "", nil, fmt.Errorf("make an outbox key for case %s: %w", caseID, err)
	}
	id, public, _, err = k.currentOutbox(ctx, caseID)
	return id, public, err
}

// currentOutbox reads the current pair of a case; an empty id when it has none.
func (k *Keys) currentOutbox(ctx context.Context, caseID string) (id string, public []byte, made time.Time, err error) {
	var madeAt int64
	err = k.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT COALESCE(o.id, ''), o.public, COALESCE(o.made_at, 0) FROM case_key c
			LEFT JOIN outbox_key o ON o.case_id = c.case_id AND o.replaced_at = 0 WHERE c.case_id = $1`, caseID).Scan(&id, &public, &madeAt)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, made, ErrNoKey
	}
	if err != nil {
		return "", nil, made, fmt.Errorf("read the outbox key of case %s: %w", caseID, err)
	}
	return id, public, db.Time(madeAt), nil
}

// outboxOf is a case, its key, and the pair that is to be replaced, if any.
type outboxOf struct {
	caseID string
	key    *Key
	old    string
}

// replaceOutbox makes a new pair. Where two do so at once the first stays. The private
// half lies under the case's key and that under the wrapping key, so that destroying
// the case's key makes it useless too.
func (k *Keys) replaceOutbox(ctx context.Context, of outboxOf, now time.Time) error {
	pair, err := hpke.DHKEM(ecdh.P256()).GenerateKey()
	if err != nil {
		return err
	}
	private, err := pair.Bytes()
	if err != nil {
		return err
	}
	id := db.NewID()
	inner, err := of.key.Seal(private, outboxPlace(of.caseID, id))
	if err != nil {
		return err
	}
	wrapped, err := k.wrapping.Encrypt(inner, []byte(outboxPlace(of.caseID, id)))
	if err != nil {
		return err
	}
	return k.store.Update(ctx, func(tx *db.Tx) error {
		if of.old != "" {
			if _, err := tx.Exec(ctx, `UPDATE outbox_key SET replaced_at = $2 WHERE id = $1 AND replaced_at = 0`, of.old, db.Micros(now)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO outbox_key (id, case_id, generation, public, wrapped, made_at) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
			id, of.caseID, k.generation, pair.PublicKey().Bytes(), wrapped, db.Micros(now))
		return err
	})
}

func outboxPlace(caseID, id string) string { return "outbox " + caseID + " " + id }

// Box is what a phone sealed, and what it is bound to.
type Box struct {
	E    []byte // encapsulated key, 65 bytes
	C    []byte // ciphertext
	Info []byte // what the sealing is for
	AAD  []byte // what must stand beside it unchanged
}

// OpenOutbox opens what was sealed to a pair of the case, whenever that was replaced.
// ErrNoKey when the case has been erased, ErrUnknownKey when the pair was never given
// out for it, ErrDamaged when the box does not open.
func (k *Keys) OpenOutbox(ctx context.Context, caseID, keyID string, b Box) ([]byte, error) {
	o, err := k.OutboxOf(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return o.Open(ctx, keyID, b)
}

// Outboxes opens many boxes of one case. It is for one sending and is not to be kept:
// an erased case must be erased in memory too.
type Outboxes struct {
	keys    *Keys
	caseID  string
	key     *Key
	private map[string]hpke.PrivateKey
}

// OutboxOf begins to open boxes of a case; ErrNoKey when it has been erased.
func (k *Keys) OutboxOf(ctx context.Context, caseID string) (*Outboxes, error) {
	key, err := k.CaseKey(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return &Outboxes{keys: k, caseID: caseID, key: key, private: map[string]hpke.PrivateKey{}}, nil
}

// Open opens one box, as OpenOutbox does.
func (o *Outboxes) Open(ctx context.Context, keyID string, b Box) ([]byte, error) {
	private := o.private[keyID]
	if private == nil {
		var err error
		if private, err = o.unwrap(ctx, keyID); err != nil {
			return nil, err
		}
		o.private[keyID] = private
	}
	r, err := hpke.NewRecipient(b.E, private, hpke.HKDFSHA256(), hpke.AES256GCM(), b.Info)
	if err != nil {
		return nil, ErrDamaged
	}
	plain, err := r.Open(b.AAD, b.C)
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

func (o *Outboxes) unwrap(ctx context.Context, keyID string) (hpke.PrivateKey, error) {
	var wrapped []byte
	err := o.keys.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT wrapped FROM outbox_key WHERE id = $1 AND case_id = $2`, keyID, o.caseID).Scan(&wrapped)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrUnknownKey
	}
	if err != nil {
		return nil, fmt.Errorf("read outbox key %s: %w", keyID, err)
	}
	place := outboxPlace(o.caseID, keyID)
	inner, err := o.keys.wrapping.Decrypt(wrapped, []byte(place))
	if err != nil {
		return nil, fmt.Errorf("unwrap outbox key %s: %w", keyID, err)
	}
	plain, err := o.key.Open(inner, place)
	if err != nil {
		return nil, fmt.Errorf("unwrap outbox key %s: %w", keyID, err)
	}
	private, err := hpke.DHKEM(ecdh.P256()).NewPrivateKey(plain)
	if err != nil {
		return nil, fmt.Errorf("read outbox key %s: %w", keyID, err)
	}
	return private, nil
}
