package device

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
)

// How long things last between a phone and the server. Recording on the phone needs
// no session at all.
const (
	ChallengeLimit = 2 * time.Minute
	SessionLimit   = 10 * time.Hour   // a working day
	ReadingLimit   = 30 * time.Minute // without reading; what is sent is taken all the same
	MostPINs       = 5                // wrong ones in a row, then the phone is locked
	sessionsKept   = 30 * 24 * time.Hour
)

// unlockWords stand before the challenge in what a phone signs.
const unlockWords = "samspil unlock v1"

// Token is what the phone keeps in its cookie: 256 random bits. The server keeps
// only its hash.
type Token string

func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// Session is an unlocked phone.
type Session struct {
	ID       string
	DeviceID string
	Began    time.Time
	Until    time.Time
	Reading  bool // what is about families may be shown; else the PIN must be given again
}

// Attempt is what a phone gives to be unlocked.
type Attempt struct {
	DeviceID  string
	Challenge string
	PIN       string
	Sign      []byte // over unlockWords and the challenge
}

// Challenge makes what a phone must sign within ChallengeLimit. Nothing is kept of
// it: it carries its own time and the server's mark.
func Challenge(store *casefile.Store) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(db.Micros(store.Clock())))
	b = append(b, make([]byte, 16)...)
	rand.Read(b[8:])
	return base64.RawURLEncoding.EncodeToString(append(b, mark(store, b)...))
}

func mark(store *casefile.Store, b []byte) []byte {
	return []byte(store.Keys.BlindIndex("phone challenge", string(b)))
}

// fresh reports whether the challenge was made here within ChallengeLimit.
func fresh(store *casefile.Store, challenge string) bool {
	b, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil || len(b) < 24 || !hmac.Equal(b[24:], mark(store, b[:24])) {
		return false
	}
	age := store.Clock().Sub(db.Time(int64(binary.BigEndian.Uint64(b))))
	return age >= 0 && age <= ChallengeLimit
}

// Unlock begins a phone's session: the phone's key has signed a fresh challenge and
// its owner has given the PIN. A wrong PIN is Invalid and says how many tries are
// left; after MostPINs in a row the phone is locked until its owner opens it at the
// desk, and after the second each try must wait (Unavailable). A phone that was shut
// out, is locked, or whose owner has left is Denied. Nothing is learnt by whoever
// does not hold the phone's key. An earlier session of the phone ends.
func Unlock(ctx context.Context, store *casefile.Store, at Attempt) (Token, Device, error) {
	var k known
	err := store.Update(ctx, func(tx *casefile.Tx) (err error) {
		if err := tooMany(ctx, tx); err != nil {
			return err
		}
		k, err = knownPhone(ctx, tx, at.DeviceID)
		return err
	})
	if err != nil {
		return "", Device{}, err
	}
	if !k.Signed([]byte(unlockWords+at.Challenge), at.Sign) {
		err := store.Update(ctx, func(tx *casefile.Tx) error { return noteWrong(ctx, tx, "phone-unlock", k.ID) })
		return "", Device{}, errors.Join(err, fault.New(fault.Denied, "phones.unknown"))
	}
	if !fresh(store, at.Challenge) {
		return "", Device{}, fault.New(fault.Invalid, "phones.challenge")
	}
	if err := k.usable(); err != nil {
		return "", Device{}, err
	}
	if err := store.Update(ctx, func(tx *casefile.Tx) error { return k.book(ctx, tx) }); err != nil {
		return "", Device{}, err
	}
	if !matchesPIN(store.Keys.BlindIndex, at.PIN, k.pin) {
		err := store.Update(ctx, func(tx *casefile.Tx) error { return k.noteWrongPIN(tx) })
		return "", Device{}, errors.Join(err, k.wrongPIN())
	}
	var token Token
	err = store.Update(ctx, func(tx *casefile.Tx) (err error) {
		token, err = k.begin(ctx, tx)
		return err
	})
	return token, k.Device, err
}

// known is a phone with what unlocking asks for.
type known struct {
	Device
	owner login.Account
	pin   string
	wrong int
	tried time.Time
}

func knownPhone(ctx context.Context, tx *casefile.Tx, id string) (k known, err error) {
	k.Device, err = Get(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return known{}, nil // no key signs for it, which is where it ends
	}
	if err != nil {
		return k, err
	}
	var tried int64
	if err := tx.QueryRow(ctx, `SELECT pin, wrong, tried_at FROM device WHERE id = $1`, id).Scan(&k.pin, &k.wrong, &tried); err != nil {
		return k, fmt.Errorf("read phone %s: %w", id, err)
	}
	k.tried = db.Time(tried)
	k.owner, err = login.Get(ctx, tx.Tx, k.OwnerID)
	return k, err
}

// usable says why a phone may not be unlocked at all.
func (k known) usable() error {
	if err := shutOut(k.Device, k.owner); err != nil {
		return err
	}
	if k.Locked {
		return fault.New(fault.Denied, "phones.locked")
	}
	return nil
}

// shutOut says why a phone is out of use for good.
func shutOut(d Device, owner login.Account) error {
	switch {
	case d.Revoked():
		return fault.New(fault.Denied, "phones.revoked")
	case owner.Ended() || !holds(owner.Role):
		return fault.New(fault.Denied, "phones.ended")
	}
	return nil
}

// book counts the attempt as wrong before it is tried, so that many at once count
// each other, and refuses one that comes too soon after the last.
func (k *known) book(ctx context.Context, tx *casefile.Tx) error {
	now := tx.Now()
	if now.Before(k.tried.Add(pause(k.wrong))) {
		return fault.New(fault.Unavailable, "phones.api.often")
	}
	n, err := tx.Exec(ctx, `UPDATE device SET wrong = wrong + 1, tried_at = $3, locked_at = CASE WHEN wrong + 1 >= $4 THEN CAST($3 AS BIGINT) ELSE 0 END
		WHERE id = $1 AND wrong = $2 AND locked_at = 0 AND revoked_at = 0`, k.ID, k.wrong, db.Micros(now), MostPINs)
	if err != nil {
		return fmt.Errorf("note an attempt at phone %s: %w", k.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Unavailable, "phones.api.often")
	}
	k.wrong++
	return nil
}

// pause is how long the next attempt waits after so many wrong PINs in a row.
func pause(wrong int) time.Duration {
	switch {
	case wrong < 2:
		return 0
	case wrong == 2:
		return 5 * time.Second
	case wrong == 3:
		return 15 * time.Second
	}
	return 30 * time.Second
}

func (k known) noteWrongPIN(tx *casefile.Tx) error {
	note(tx, access.Actor{}, "phone-unlock", k.ID, "refused")
	if k.wrong >= MostPINs {
		note(tx, access.Actor{}, "phone-lock", k.ID, "done")
	}
	return nil
}

func (k known) wrongPIN() error {
	if k.wrong >= MostPINs {
		return fault.New(fault.Denied, "phones.locked")
	}
	return fault.New(fault.Invalid, "phones.pin.wrong", fault.Args{"left": MostPINs - k.wrong})
}

// begin forgets the wrong PINs and opens the session.
func (k known) begin(ctx context.Context, tx *casefile.Tx) (Token, error) {
	now := db.Micros(tx.Now())
	n, err := tx.Exec(ctx, `UPDATE device SET wrong = 0, locked_at = 0, seen_at = $2 WHERE id = $1 AND revoked_at = 0`, k.ID, now)
	if err != nil {
		return "", fmt.Errorf("unlock phone %s: %w", k.ID, err)
	}
	if n == 0 {
		return "", fault.New(fault.Denied, "phones.revoked")
	}
	if err := endSessions(ctx, tx, k.ID); err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM device_session WHERE created_at < $1`, db.Micros(tx.Now().Add(-sessionsKept))); err != nil {
		return "", fmt.Errorf("forget old sessions of phones: %w", err)
	}
	b := make([]byte, 32)
	rand.Read(b)
	token := Token(base64.RawURLEncoding.EncodeToString(b))
	_, err = tx.Exec(ctx, `INSERT INTO device_session (id, token_hash, device_id, created_at, read_at) VALUES ($1,$2,$3,$4,$4)`, db.NewID(), token.hash(), k.ID, now)
	if err != nil {
		return "", fmt.Errorf("unlock phone %s: %w", k.ID, err)
	}
	note(tx, k.owner.Actor(), "phone-unlock", k.ID, "done")
	return token, nil
}

func endSessions(ctx context.Context, tx *casefile.Tx, deviceID string) error {
	if _, err := tx.Exec(ctx, `UPDATE device_session SET ended_at = $2 WHERE device_id = $1 AND ended_at = 0`, deviceID, db.Micros(tx.Now())); err != nil {
		return fmt.Errorf("end the sessions of phone %s: %w", deviceID, err)
	}
	return nil
}

// Who returns the phone and its owner behind a cookie. Denied when there is none,
// when the session has ended by time or by locking, when the phone was shut out or
// its owner's account is out of use; whoever holds the cookie of a phone that was shut
// out is told so, also after the session's end. It does not count as reading; see Touch.
func Who(ctx context.Context, store *casefile.Store, token Token) (d Device, owner login.Account, s Session, err error) {
	locked := fault.New(fault.Denied, "phones.api.locked")
	if token == "" {
		return d, owner, s, locked
	}
	now := store.Clock()
	err = store.DB.View(ctx, func(tx *db.Tx) error {
		var began, read, ended int64
		err := tx.QueryRow(ctx, `SELECT id, device_id, created_at, read_at, ended_at FROM device_session WHERE token_hash = $1`, token.hash()).
			Scan(&s.ID, &s.DeviceID, &began, &read, &ended)
		if errors.Is(err, sql.ErrNoRows) {
			return locked
		}
		if err != nil {
			return fmt.Errorf("read a phone's session: %w", err)
		}
		s.Began, s.Until = db.Time(began), db.Time(began).Add(SessionLimit)
		s.Reading = now.Before(db.Time(read).Add(ReadingLimit))
		if d, err = scan(store.Keys.Installation().Open, tx.QueryRow(ctx, `SELECT `+columns+` FROM device d WHERE d.id = $1`, s.DeviceID)); err != nil {
			return fmt.Errorf("read phone %s: %w", s.DeviceID, err)
		}
		if owner, err = login.Get(ctx, tx, d.OwnerID); err != nil {
			return err
		}
		if err := shutOut(d, owner); err != nil {
			return err
		}
		if ended != 0 || !now.Before(s.Until) {
			return locked
		}
		return nil
	})
	if err != nil {
		return Device{}, login.Account{}, Session{}, err
	}
	return d, owner, s, nil
}

// Touch notes that a person reads on the phone, which keeps reading open. It is for
// what a person asks to see, never for what the phone sends by itself. Once reading
// is closed, only unlocking opens it.
func Touch(ctx context.Context, store *casefile.Store, s Session) error {
	return store.Update(ctx, func(tx *casefile.Tx) error {
		now := db.Micros(tx.Now())
		_, err := tx.Exec(ctx, `UPDATE device_session SET read_at = $2 WHERE id = $1 AND ended_at = 0 AND read_at > $3`,
			s.ID, now, db.Micros(tx.Now().Add(-ReadingLimit)))
		if err != nil {
			return fmt.Errorf("touch a phone's session: %w", err)
		}
		return nil
	})
}

// CloseReading ends reading at once, and nothing else: what the phone has kept is taken
// as before. Only unlocking opens it again. A phone asks for it when it is given to a
// parent or a child. Twice, it does nothing.
func CloseReading(ctx context.Context, store *casefile.Store, s Session) error {
	return store.Update(ctx, func(tx *casefile.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE device_session SET read_at = 0 WHERE id = $1`, s.ID); err != nil {
			return fmt.Errorf("close reading in a phone's session: %w", err)
		}
		return nil
	})
}

// Lock ends the session behind the token. Twice, or with an unknown token, it does
// nothing.
func Lock(ctx context.Context, store *casefile.Store, token Token) error {
	d, owner, _, err := Who(ctx, store, token)
	if fault.KindOf(err) == fault.Denied {
		return nil
	}
	if err != nil {
		return err
	}
	return store.Update(ctx, func(tx *casefile.Tx) error {
		note(tx, owner.Actor(), "phone-lock", d.ID, "done")
		return endSessions(ctx, tx, d.ID)
	})
}

// Reopen lets a phone that was locked by wrong PINs be unlocked again, with a new
// PIN where one is given. Only its owner may, at her own desk. On a phone that is
// not locked it only sets the new PIN.
func Reopen(ctx context.Context, tx *casefile.Tx, actor access.Actor, at Reopening) error {
	d, err := Get(ctx, tx, at.DeviceID)
	if err != nil {
		return err
	}
	if d.OwnerID != actor.ID || d.Revoked() {
		return tx.Refuse(actor, "device", d.ID)
	}
	if at.PIN != "" {
		var problems fault.Problems
		checkPIN(&problems, "pin", at.PIN)
		if err := problems.Err(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE device SET pin = $2 WHERE id = $1`, d.ID, hashPIN(tx.Keys().BlindIndex, at.PIN)); err != nil {
			return fmt.Errorf("set the PIN of phone %s: %w", d.ID, err)
		}
		note(tx, actor, "phone-pin", d.ID, "done")
	}
	if _, err := tx.Exec(ctx, `UPDATE device SET wrong = 0, tried_at = 0, locked_at = 0 WHERE id = $1`, d.ID); err != nil {
		return fmt.Errorf("reopen phone %s: %w", d.ID, err)
	}
	note(tx, actor, "phone-reopen", d.ID, "done")
	return nil
}

// Reopening is which phone its owner opens, with a new PIN or none.
type Reopening struct{ DeviceID, PIN string }
