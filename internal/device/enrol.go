package device

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
)

// CodeLimit is how long a code from the desk can be used.
const CodeLimit = 10 * time.Minute

const (
	mostCodes   = 3 // of one person alive at a time; a further one takes the place of the oldest
	codesKept   = 24 * time.Hour
	codeLetters = 8   // of 32: 40 bits, for ten minutes
	mostWrong   = 600 // wrong codes and signatures at all, within wrongWindow
	wrongWindow = CodeLimit
	mostName    = 60 // characters
	mostReason  = 1000
	mostApp     = 60
)

// enrolWords stand before the code in what a new phone signs.
const enrolWords = "samspil enrol v1"

// Holders are the roles that may have a phone: those who are with families.
var Holders = []access.Role{access.Consultant, access.Psychologist, access.Leader}

// Code makes a code with which the person makes one phone known within CodeLimit.
// It is shown once; only its keyed hash is kept.
func Code(ctx context.Context, tx *casefile.Tx, actor access.Actor) (code string, until time.Time, err error) {
	return CodeFor(ctx, tx, actor, db.NewID())
}

// CodeFor is Code for a request with an id of its own: asked twice, it is the same
// code, with the time it had.
func CodeFor(ctx context.Context, tx *casefile.Tx, actor access.Actor, id string) (code string, until time.Time, err error) {
	if !holds(actor.Role) {
		return "", until, tx.Refuse(actor, "device-code", "")
	}
	code = newCode(tx, actor, id)
	until, given, err := codeGiven(ctx, tx, actor, id)
	if err != nil || given {
		return code, until, err
	}
	now := tx.Now()
	if err := fewCodes(ctx, tx, actor); err != nil {
		return "", until, err
	}
	until = now.Add(CodeLimit)
	_, err = tx.Exec(ctx, `INSERT INTO device_code (id, owner_id, code_hash, made_at, until_at) VALUES ($1,$2,$3,$4,$5)`,
		id, actor.ID, tx.Keys().BlindIndex(codeDomain, plainCode(code)), db.Micros(now), db.Micros(until))
	if err != nil {
		return "", until, fmt.Errorf("make a code: %w", err)
	}
	note(tx, actor, "phone-code", id, "done")
	return code, until, nil
}

// codeGiven reports whether the request was answered before. An id that another
// person used is refused.
func codeGiven(ctx context.Context, tx *casefile.Tx, actor access.Actor, id string) (until time.Time, given bool, err error) {
	var owner string
	var untilAt int64
	err = tx.QueryRow(ctx, `SELECT owner_id, until_at FROM device_code WHERE id = $1`, id).Scan(&owner, &untilAt)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return until, false, nil
	case err != nil:
		return until, false, fmt.Errorf("look up a code: %w", err)
	case owner != actor.ID:
		return until, false, tx.Refuse(actor, "device-code", id)
	}
	return db.Time(untilAt), true, nil
}

// fewCodes forgets old codes and ends the person's oldest living ones, so that a
// further one makes mostCodes.
func fewCodes(ctx context.Context, tx *casefile.Tx, actor access.Actor) error {
	if _, err := tx.Exec(ctx, `DELETE FROM device_code WHERE until_at < $1`, db.Micros(tx.Now().Add(-codesKept))); err != nil {
		return fmt.Errorf("forget old codes: %w", err)
	}
	_, err := tx.Exec(ctx, `UPDATE device_code SET until_at = $1 WHERE owner_id = $2 AND used_at = 0 AND until_at > $1 AND id NOT IN
		(SELECT c.id FROM device_code c WHERE c.owner_id = $2 AND c.used_at = 0 ORDER BY c.made_at DESC, c.id DESC LIMIT $3)`,
		db.Micros(tx.Now()), actor.ID, mostCodes-1)
	if err != nil {
		return fmt.Errorf("end the oldest code: %w", err)
	}
	return nil
}

func holds(r access.Role) bool {
	for _, have := range Holders {
		if have == r {
			return true
		}
	}
	return false
}

const codeDomain = "phone code"

// newCode is a code that can be read from a screen and typed: "K7FQ-2XDM". It is
// made of the request with the key store, without which nobody can make it again.
func newCode(tx *casefile.Tx, actor access.Actor, id string) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	mac := tx.Keys().BlindIndex("phone code made", actor.ID+" "+id)
	b := make([]byte, codeLetters)
	for i := range b {
		n, _ := strconv.ParseUint(mac[2*i:2*i+2], 16, 8) // always hexadecimal
		b[i] = letters[int(n)%len(letters)]
	}
	return string(b[:codeLetters/2]) + "-" + string(b[codeLetters/2:])
}

// plainCode is the code however it was typed.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
}

// Enrolment is what a new phone gives.
type Enrolment struct {
	Code   string
	Name   string
	PIN    string // six digits or more
	App    string
	Public []byte // uncompressed point of P-256, 65 bytes
	Sign   []byte // over enrolWords and the code as it was sent
}

// Enrol makes a phone known as that of whoever got the code. A code that was never
// given, is too old or was used is Invalid and says only that it does not fit; very
// many of those are Unavailable for a while. The same phone with the same code twice
// is the same phone, since its first answer may have been lost.
func Enrol(ctx context.Context, store *casefile.Store, e Enrolment) (Device, error) {
	if err := store.Update(ctx, func(tx *casefile.Tx) error { return tooMany(ctx, tx) }); err != nil {
		return Device{}, err
	}
	e.Name = strings.TrimSpace(e.Name)
	if err := e.check(); err != nil {
		return Device{}, err
	}
	var d Device
	hashed := ""
	err := store.Update(ctx, func(tx *casefile.Tx) error {
		c, err := codeOf(ctx, tx, e.Code)
		if err != nil || c.used == 0 {
			return err
		}
		d, err = again(ctx, tx, c, e)
		return err
	})
	if err == nil && d.ID == "" {
		hashed = hashPIN(store.Keys.BlindIndex, e.PIN)
		err = store.Update(ctx, func(tx *casefile.Tx) (err error) {
			d, err = enrol(ctx, tx, e, hashed)
			return err
		})
	}
	if isWrong(err) {
		err = errors.Join(store.Update(ctx, func(tx *casefile.Tx) error { return noteWrong(ctx, tx, "phone-enrol", "") }), err)
	}
	if err != nil {
		return Device{}, err
	}
	return d, nil
}

// check says what is wrong with what the phone gave, apart from the code.
func (e Enrolment) check() error {
	var problems fault.Problems
	needed(&problems, "name", e.Name, "phones.name", mostName)
	checkPIN(&problems, "pin", e.PIN)
	if !verify(e.Public, []byte(enrolWords+e.Code), e.Sign) {
		problems.Add("public", "phones.public")
	}
	return problems.Err()
}

var errWrongCode = fault.New(fault.Invalid, "phones.code.wrong")

func isWrong(err error) bool { return errors.Is(err, errWrongCode) }

type givenCode struct {
	id, owner, device string
	used              int64
}

// codeOf finds a code that can be used now, or has just been.
func codeOf(ctx context.Context, tx *casefile.Tx, typed string) (c givenCode, err error) {
	var until int64
	err = tx.QueryRow(ctx, `SELECT id, owner_id, device_id, used_at, until_at FROM device_code WHERE code_hash = $1`,
		tx.Keys().BlindIndex(codeDomain, plainCode(typed))).Scan(&c.id, &c.owner, &c.device, &c.used, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return c, errWrongCode
	}
	if err != nil {
		return c, fmt.Errorf("look up a code: %w", err)
	}
	owner, err := login.Get(ctx, tx.Tx, c.owner)
	if err != nil {
		return c, err
	}
	if db.Micros(tx.Now()) >= until || owner.Ended() || !holds(owner.Role) {
		return c, errWrongCode
	}
	return c, nil
}

// again is the answer to a phone that used the code already.
func again(ctx context.Context, tx *casefile.Tx, c givenCode, e Enrolment) (Device, error) {
	d, err := Get(ctx, tx, c.device)
	if err != nil || d.Revoked() || string(d.Public) != string(e.Public) {
		return Device{}, errors.Join(err, errWrongCode)
	}
	return d, nil
}

// enrol writes the phone and uses the code up.
func enrol(ctx context.Context, tx *casefile.Tx, e Enrolment, hashed string) (Device, error) {
	c, err := codeOf(ctx, tx, e.Code)
	if err != nil {
		return Device{}, err
	}
	id, now := db.NewID(), db.Micros(tx.Now())
	n, err := tx.Exec(ctx, `UPDATE device_code SET used_at = $2, device_id = $3 WHERE id = $1 AND used_at = 0`, c.id, now, id)
	if err != nil {
		return Device{}, fmt.Errorf("use a code: %w", err)
	}
	if n == 0 {
		return Device{}, errWrongCode
	}
	sealed, err := sealText(tx, id, text{Name: e.Name})
	if err != nil {
		return Device{}, err
	}
	n, err = tx.Exec(ctx, `INSERT INTO device (id, owner_id, public, pin, app, enrolled_at, seen_at, sealed) VALUES ($1,$2,$3,$4,$5,$6,$6,$7)
		ON CONFLICT (public) DO NOTHING`, id, c.owner, e.Public, hashed, shorten(e.App, mostApp), now, sealed)
	if err != nil {
		return Device{}, fmt.Errorf("enrol a phone: %w", err)
	}
	if n == 0 { // a phone makes a new key each time it is made known
		return Device{}, fault.New(fault.Invalid, "phones.public")
	}
	owner, err := login.Get(ctx, tx.Tx, c.owner)
	if err != nil {
		return Device{}, err
	}
	note(tx, owner.Actor(), "phone-enrol", id, "done")
	return Get(ctx, tx, id)
}

// tooMany stops a flood of guesses at codes and signatures.
func tooMany(ctx context.Context, tx *casefile.Tx) error {
	since := db.Micros(tx.Now().Add(-wrongWindow))
	if _, err := tx.Exec(ctx, `DELETE FROM device_wrong WHERE at < $1`, since); err != nil {
		return fmt.Errorf("forget old attempts: %w", err)
	}
	var n int
	if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM device_wrong`).Scan(&n); err != nil {
		return fmt.Errorf("count attempts: %w", err)
	}
	if n >= mostWrong {
		return fault.New(fault.Unavailable, "phones.api.often")
	}
	return nil
}

// noteWrong writes down that somebody failed; who it was is not known.
func noteWrong(ctx context.Context, tx *casefile.Tx, act, object string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO device_wrong (id, at) VALUES ($1, $2)`, db.NewID(), db.Micros(tx.Now())); err != nil {
		return fmt.Errorf("note a failed attempt: %w", err)
	}
	note(tx, access.Actor{}, act, object, "refused")
	return nil
}

// needed is the trimmed text of a field that may be neither empty nor long.
func needed(problems *fault.Problems, field, s, key string, most int) string {
	s = strings.TrimSpace(s)
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		problems.Add(field, key+".empty")
	case n > most:
		problems.Add(field, key+".long", fault.Args{"max": most})
	}
	return s
}

// shorten keeps what a program says of itself short and printable.
func shorten(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	return s[:min(most, len(s))]
}
