package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// How long a browser session lasts. What a person was writing outlives it: the
// drafts are kept on the server.
const (
	IdleLimit    = 30 * time.Minute // without a request
	SessionLimit = 10 * time.Hour   // at most
	StageLimit   = 10 * time.Minute // between password and second factor
	LentLimit    = 2 * time.Hour    // while the screen is lent out
	touchEvery   = time.Minute      // how often "last seen" is written
	mostWrong    = 5                // wrong codes in one session
	sessionsKept = 30 * 24 * time.Hour
)

// Stage says how far a person has come in logging in.
type Stage string

const (
	// Renew means that the password must be replaced by one only the person knows.
	Renew Stage = "renew"
	// Enrol means that a second factor must be set up.
	Enrol Stage = "enrol"
	// Code means that the second factor's code must be given.
	Code Stage = "code"
	// In means logged in.
	In Stage = "in"
	// Lent means that the screen is with somebody of the family: nothing of the site
	// can be opened until the person has given the password again.
	Lent Stage = "lent"
)

// Token is what the browser keeps in its cookie: 256 random bits. The server
// keeps only its hash.
type Token string

// Session is one browser in which a person is, or is about to be, logged in.
type Session struct {
	ID        string
	AccountID string
	Stage     Stage
	Device    string // the browser's own words, shortened, for the person's list
	CreatedAt time.Time
	SeenAt    time.Time
}

// EndsAt returns when the session ends if nothing is asked for before that.
func (s Session) EndsAt() time.Time {
	idle, last := s.SeenAt.Add(IdleLimit), s.CreatedAt.Add(SessionLimit)
	switch s.Stage {
	case In:
	case Lent:
		idle = s.SeenAt.Add(LentLimit)
	default:
		return s.CreatedAt.Add(StageLimit)
	}
	if idle.Before(last) {
		return idle
	}
	return last
}

const sessionColumns = `s.id, s.account_id, s.stage, s.device, s.created_at, s.seen_at`

func scanSession(row scanner) (s Session, err error) {
	var created, seen int64
	err = row.Scan(&s.ID, &s.AccountID, &s.Stage, &s.Device, &created, &seen)
	s.CreatedAt, s.SeenAt = db.Time(created), db.Time(seen)
	return s, err
}

// Who returns the session and the account behind a cookie, and notes that the
// session was seen. Denied when there is none, when it has ended by time, or
// when the account is out of use. Only a session at stage In is logged in.
func (g *Gate) Who(ctx context.Context, token Token) (Session, Account, error) {
	var s Session
	var a Account
	err := g.DB.View(ctx, func(tx *db.Tx) (err error) {
		s, a, err = g.Look(ctx, tx, token)
		return err
	})
	if err != nil || g.Clock().Sub(s.SeenAt) < touchEvery {
		return s, a, err
	}
	now := g.Clock()
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE login_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2 AND ended_at = 0`, s.ID, db.Micros(now))
		return err
	})
	if err != nil {
		return Session{}, Account{}, fmt.Errorf("touch session %s: %w", s.ID, err)
	}
	s.SeenAt = now
	return s, a, nil
}

// Look is Who within a transaction that is open already; it does not note that
// the session was seen.
func (g *Gate) Look(ctx context.Context, tx *db.Tx, token Token) (Session, Account, error) {
	out := fault.New(fault.Denied, "login.out")
	if token == "" {
		return Session{}, Account{}, out
	}
	s, err := scanSession(tx.QueryRow(ctx, `SELECT `+sessionColumns+` FROM login_session s WHERE s.token_hash = $1 AND s.ended_at = 0`, token.hash()))
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, Account{}, out
	}
	if err != nil {
		return Session{}, Account{}, fmt.Errorf("read session: %w", err)
	}
	if !g.Clock().Before(s.EndsAt()) {
		return Session{}, Account{}, out
	}
	a, err := Get(ctx, tx, s.AccountID)
	if err != nil {
		return Session{}, Account{}, err
	}
	if a.Ended() {
		return Session{}, Account{}, out
	}
	return s, a, nil
}

// Sessions returns the person's own living sessions, the newest first.
func (g *Gate) Sessions(ctx context.Context, tx *db.Tx, accountID string) ([]Session, error) {
	rows, err := tx.Query(ctx, `SELECT `+sessionColumns+` FROM login_session s WHERE s.account_id = $1 AND s.ended_at = 0 AND s.stage = 'in' ORDER BY s.created_at DESC`, accountID)
	if err != nil {
		return nil, fmt.Errorf("list sessions of %s: %w", accountID, err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		s, err := scanSession(rows)
		if err != nil {
			return nil, fmt.Errorf("list sessions of %s: %w", accountID, err)
		}
		if g.Clock().Before(s.EndsAt()) {
			all = append(all, s)
		}
	}
	return all, rows.Err()
}

// startSession opens a session at the given stage and returns its token.
func (g *Gate) startSession(ctx context.Context, tx *db.Tx, accountID string, stage Stage, device string) (Token, Session, error) {
	token, now := newToken(), g.Clock()
	if _, err := tx.Exec(ctx, `DELETE FROM login_session WHERE created_at < $1`, db.Micros(now.Add(-sessionsKept))); err != nil {
		return "", Session{}, fmt.Errorf("forget old sessions: %w", err)
	}
	s := Session{ID: db.NewID(), AccountID: accountID, Stage: stage, Device: device, CreatedAt: now, SeenAt: now}
	_, err := tx.Exec(ctx, `INSERT INTO login_session (id, token_hash, account_id, stage, device, created_at, seen_at) VALUES ($1,$2,$3,$4,$5,$6,$6)`,
		s.ID, token.hash(), accountID, string(stage), s.Device, db.Micros(now))
	if err != nil {
		return "", Session{}, fmt.Errorf("start session of %s: %w", accountID, err)
	}
	return token, s, nil
}

// stepUp ends a session and opens the next one in its place, with a new token,
// so that a token seen before the second factor is worth nothing after it.
func (g *Gate) stepUp(ctx context.Context, tx *db.Tx, s Session, next Stage) (Token, error) {
	if err := g.endSessions(ctx, tx, `id = $2`, s.ID); err != nil {
		return "", err
	}
	token, _, err := g.startSession(ctx, tx, s.AccountID, next, s.Device)
	return token, err
}

// endSessions ends the living sessions that the condition on $2 picks.
func (g *Gate) endSessions(ctx context.Context, tx *db.Tx, where, value string) error {
	_, err := tx.Exec(ctx, `UPDATE login_session SET ended_at = $1 WHERE ended_at = 0 AND `+where, db.Micros(g.Clock()), value)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

func newToken() Token {
	b := make([]byte, 32)
	rand.Read(b)
	return Token(base64.RawURLEncoding.EncodeToString(b))
}

func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// shortDevice keeps of the browser's own words only what a person recognises.
func shortDevice(agent string) string {
	browser, system := "", ""
	for _, b := range []struct{ mark, name string }{{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrom", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, b.mark) {
			browser = b.name
			break
		}
	}
	for _, o := range []struct{ mark, name string }{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, o.mark) {
			system = o.name
			break
		}
	}
	return strings.Trim(browser+" · "+system, " ·")
}
