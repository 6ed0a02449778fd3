// Package device knows the phones on which staff work without a connection: whose
// each is, by which key its entries are signed, when it was last heard from, and
// whether it has been shut out. A phone is made known with a code from its owner's
// desk and is unlocked with a PIN that its owner chose; neither opens a family's
// case file, which takes a relation to it (see access and casefile).
//
// Nothing here is about a family.
package device

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
)

// After how long a silent phone is shown in amber and in red.
const (
	Amber = 24 * time.Hour
	Red   = 72 * time.Hour
)

// Device is one phone.
type Device struct {
	ID         string
	OwnerID    string
	Name       string // what its owner calls it
	Public     []byte // uncompressed point of P-256, 65 bytes; signs every entry of the phone
	App        string // build of the phone's program, as it last said
	EnrolledAt time.Time
	SeenAt     time.Time // when it last sent anything or was unlocked
	RevokedAt  time.Time // zero while it is in use
	RevokedBy  string
	Reason     string        // why it was shut out, as the person wrote it
	Head       int64         // the highest number it has given an entry, as it last said
	Waits      int           // how many entries lay on it unsent, as it last said
	Offset     time.Duration // server's clock minus the phone's, at the last sending
	Locked     bool          // too many wrong PINs; its owner opens it at the desk
	OnlyOnline bool          // its own check failed: not to be trusted without a connection
}

// Revoked reports whether the phone has been shut out.
func (d Device) Revoked() bool { return !d.RevokedAt.IsZero() }

// Silent is how long nothing has been heard from the phone.
func (d Device) Silent(now time.Time) time.Duration { return max(0, now.Sub(d.SeenAt)) }

// Signed reports whether the 64 bytes of sign (r and s) are this phone's signature of the message.
func (d Device) Signed(message, sign []byte) bool { return verify(d.Public, message, sign) }

// verify checks a signature of ECDSA on P-256 with SHA-256.
func verify(public, message, sign []byte) bool {
	if len(sign) != 64 {
		return false
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
	if err != nil {
		return false
	}
	digest := sha256.Sum256(message)
	return ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(sign[:32]), new(big.Int).SetBytes(sign[32:]))
}

// text is what people wrote about a phone; it lies sealed.
type text struct {
	Name   string `json:"name"`
	Reason string `json:"reason,omitempty"`
}

func place(id string) string { return "device " + id }

func sealText(tx *casefile.Tx, id string, t text) ([]byte, error) {
	plain, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("seal phone %s: %w", id, err)
	}
	sealed, err := tx.Keys().Installation().Seal(plain, place(id))
	if err != nil {
		return nil, fmt.Errorf("seal phone %s: %w", id, err)
	}
	return sealed, nil
}

const columns = `d.id, d.owner_id, d.public, d.app, d.enrolled_at, d.seen_at, d.revoked_at, d.revoked_by, d.head, d.waits, d.offset_us, d.locked_at, d.only_online, d.sealed`

type scanner interface{ Scan(dest ...any) error }

// opener opens what is sealed for no case.
type opener func(sealed []byte, place string) ([]byte, error)

func scan(open opener, row scanner) (d Device, err error) {
	var enrolled, seen, revoked, offset, locked int64
	var online int
	var sealed []byte
	err = row.Scan(&d.ID, &d.OwnerID, &d.Public, &d.App, &enrolled, &seen, &revoked, &d.RevokedBy, &d.Head, &d.Waits, &offset, &locked, &online, &sealed)
	if err != nil {
		return d, err
	}
	d.EnrolledAt, d.SeenAt, d.RevokedAt = db.Time(enrolled), db.Time(seen), db.Time(revoked)
	d.Offset, d.Locked, d.OnlyOnline = time.Duration(offset)*time.Microsecond, locked != 0, online == 1
	plain, err := open(sealed, place(d.ID))
	if err != nil {
		return d, fmt.Errorf("read phone %s: %w", d.ID, err)
	}
	var t text
	if err := json.Unmarshal(plain, &t); err != nil {
		return d, fmt.Errorf("read phone %s: the text has another form than expected", d.ID)
	}
	d.Name, d.Reason = t.Name, t.Reason
	return d, nil
}

// Get returns one phone, shut out or not; NotFound when there is none with that id.
// Who may see it is for the caller to ask.
func Get(ctx context.Context, tx *casefile.Tx, id string) (Device, error) {
	if strings.ContainsRune(id, 0) { // no database may be asked for it
		return Device{}, fault.New(fault.NotFound, "phones.none")
	}
	d, err := scan(tx.Keys().Installation().Open, tx.QueryRow(ctx, `SELECT `+columns+` FROM device d WHERE d.id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Device{}, fault.New(fault.NotFound, "phones.none")
	}
	if err != nil {
		return Device{}, fmt.Errorf("read phone %s: %w", id, err)
	}
	return d, nil
}

// See is Get for whoever may know of the phone: its owner, the owner's leader and an
// administrator. To others it looks as one that is not there.
func See(ctx context.Context, tx *casefile.Tx, actor access.Actor, id string) (Device, error) {
	d, err := Get(ctx, tx, id)
	if err != nil {
		return Device{}, err
	}
	owner, err := login.Get(ctx, tx.Tx, d.OwnerID)
	if err != nil {
		return Device{}, err
	}
	if actor.ID != d.OwnerID && !leads(actor, owner) {
		return Device{}, tx.Refuse(actor, "device", id)
	}
	return d, nil
}

// Mine returns the person's own phones: those in use first, the newest first.
func Mine(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Device, error) {
	return list(ctx, tx, `WHERE d.owner_id = $1`, actor.ID)
}

// OfTeam returns the phones of those whom the leader leads, the longest silent
// first and those that were shut out last. Nobody else is given any; an
// administrator is given all, for the day when a phone is lost and its owner away.
func OfTeam(ctx context.Context, tx *casefile.Tx, leader access.Actor) ([]Device, error) {
	var all []Device
	var err error
	switch leader.Role {
	case access.Leader:
		all, err = list(ctx, tx, `JOIN account a ON a.id = d.owner_id WHERE a.leader_id = $1`, leader.ID)
	case access.Administrator:
		all, err = list(ctx, tx, `JOIN account a ON a.id = d.owner_id WHERE a.organisation_id = $1`, leader.Organisation)
	}
	slices.SortStableFunc(all, func(a, b Device) int {
		if a.Revoked() != b.Revoked() {
			if a.Revoked() {
				return 1
			}
			return -1
		}
		return a.SeenAt.Compare(b.SeenAt)
	})
	return all, err
}

func list(ctx context.Context, tx *casefile.Tx, where, value string) ([]Device, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM device d `+where+` ORDER BY CASE WHEN d.revoked_at = 0 THEN 0 ELSE 1 END, d.enrolled_at DESC, d.id`, value)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (Device, error) { return scan(tx.Keys().Installation().Open, rows) })
	if err != nil {
		return nil, fmt.Errorf("list phones: %w", err)
	}
	return all, nil
}

// Report is what a phone says of itself when it sends.
type Report struct {
	DeviceID   string
	App        string
	Head       int64
	Waits      int
	Offset     time.Duration
	OnlyOnline bool
}

// Saw notes that a phone was heard from. The head never goes down: a phone that
// says a lower number than before has lost what it kept. Told twice, it is the same.
func Saw(ctx context.Context, tx *casefile.Tx, r Report) error {
	_, err := tx.Exec(ctx, `UPDATE device SET app = $2, head = CASE WHEN head < $3 THEN CAST($3 AS BIGINT) ELSE head END, waits = $4, offset_us = $5,
		only_online = $6, seen_at = CASE WHEN seen_at < $7 THEN CAST($7 AS BIGINT) ELSE seen_at END WHERE id = $1`,
		r.DeviceID, shorten(r.App, mostApp), r.Head, r.Waits, r.Offset.Microseconds(), bit(r.OnlyOnline), db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("note that phone %s was heard from: %w", r.DeviceID, err)
	}
	return nil
}

// Revoke shuts a phone out: its next request is refused, and what it sends later is
// laid aside for the leader. Its owner, the owner's leader and an administrator may,
// with a reason. Twice, the first time stands.
func Revoke(ctx context.Context, tx *casefile.Tx, actor access.Actor, id, reason string) error {
	d, err := See(ctx, tx, actor, id)
	if err != nil {
		return err
	}
	var problems fault.Problems
	reason = needed(&problems, "reason", reason, "phones.reason", mostReason)
	if err := problems.Err(); err != nil || d.Revoked() {
		return err
	}
	sealed, err := sealText(tx, id, text{Name: d.Name, Reason: reason})
	if err != nil {
		return err
	}
	now := db.Micros(tx.Now())
	if _, err := tx.Exec(ctx, `UPDATE device SET revoked_at = $2, revoked_by = $3, sealed = $4 WHERE id = $1`, id, now, actor.ID, sealed); err != nil {
		return fmt.Errorf("shut out phone %s: %w", id, err)
	}
	note(tx, actor, "phone-revoke", id, "done")
	return endSessions(ctx, tx, id)
}

// leads reports whether the actor may act for the owner of a phone.
func leads(actor access.Actor, owner login.Account) bool {
	switch actor.Role {
	case access.Leader:
		return owner.LeaderID == actor.ID
	case access.Administrator:
		return owner.OrganisationID == actor.Organisation
	}
	return false
}

func note(tx *casefile.Tx, actor access.Actor, act, object, result string) {
	tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: act, Kind: "device", Object: object, Purpose: "log-in", Result: result})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
