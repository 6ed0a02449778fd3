package login

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samspil/internal/audit"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/seal"
)

// Gate lets people in and out. Make it with NewGate.
type Gate struct {
	DB    *db.DB
	Keys  *seal.Keys
	Clock clock.Clock
	// Wait makes an attempt wait after failures; it returns early with an
	// error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error

	log     *audit.Log
	cost    cost
	hashing chan struct{}
}

// NewGate returns a gate on the database.
func NewGate(d *db.DB, keys *seal.Keys, now clock.Clock) *Gate {
	return &Gate{DB: d, Keys: keys, Clock: now, Wait: wait, log: audit.New(keys), cost: fullCost, hashing: make(chan struct{}, 4)}
}

func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Attempt is what a person gives to be let in.
type Attempt struct {
	Email, Password string
	Address         string // network address, without port; only its keyed hash is kept
	Device          string // the browser's own words
}

// Enter tries name and password. A wrong one is Invalid and says only that the
// two do not fit; it is written down in the audit log. After failures the
// attempt waits first (see Delay); after very many it is Unavailable. The token
// is for a session at the stage returned: Renew, Enrol or Code, never In.
func (g *Gate) Enter(ctx context.Context, at Attempt) (Token, Stage, error) {
	attemptID, delay, err := g.bookAttempt(ctx, cleanEmail(at.Email), at.Address)
	if err != nil {
		return "", "", err
	}
	if err := g.Wait(ctx, delay); err != nil {
		return "", "", err
	}
	a, hashed, err := g.passwordOf(ctx, at.Email)
	if err != nil {
		return "", "", err
	}
	good, err := g.matches(ctx, at.Password, hashed)
	if err != nil {
		return "", "", err
	}
	if !good || a.Ended() || a.Demo {
		err := g.DB.Update(ctx, func(tx *db.Tx) error { g.noteRefused(tx, a); return nil })
		return "", "", errors.Join(err, fault.New(fault.Invalid, "login.wrong"))
	}
	var token Token
	var stage Stage
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		if err := markGood(ctx, tx, attemptID); err != nil {
			return err
		}
		if stage, err = g.nextStage(ctx, tx, a.ID); err != nil {
			return err
		}
		token, _, err = g.startSession(ctx, tx, a.ID, stage, shortDevice(at.Device))
		return err
	})
	return token, stage, err
}

// passwordOf returns the account and its hash; neither when there is none.
func (g *Gate) passwordOf(ctx context.Context, email string) (a Account, hashed string, err error) {
	err = g.DB.View(ctx, func(tx *db.Tx) error {
		a, err = ByEmail(ctx, tx, email)
		if fault.KindOf(err) == fault.NotFound {
			a = Account{}
			return nil
		}
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT password FROM account WHERE id = $1`, a.ID).Scan(&hashed)
	})
	return a, hashed, err
}

// nextStage says what the account lacks before it is In, after the password.
func (g *Gate) nextStage(ctx context.Context, tx *db.Tx, accountID string) (Stage, error) {
	var renew int
	var factorAt int64
	if err := tx.QueryRow(ctx, `SELECT must_renew, factor_at FROM account WHERE id = $1`, accountID).Scan(&renew, &factorAt); err != nil {
		return "", fmt.Errorf("read stage of %s: %w", accountID, err)
	}
	switch {
	case factorAt != 0:
		return Code, nil
	case renew == 1:
		return Renew, nil
	default:
		return Enrol, nil
	}
}

// RenewPassword replaces the password that somebody else made. It needs a
// session at stage Renew, or one that is In together with the old password.
// All the person's other sessions end. Invalid names the field: old or new.
func (g *Gate) RenewPassword(ctx context.Context, token Token, old, fresh string) (Token, Stage, error) {
	s, a, err := g.Who(ctx, token)
	if err != nil {
		return "", "", err
	}
	if s.Stage != Renew && s.Stage != In {
		return "", "", fault.New(fault.Denied, "login.out")
	}
	var problems fault.Problems
	if s.Stage == In {
		if err := g.checkOld(ctx, &problems, a, old); err != nil {
			return "", "", err
		}
	}
	checkPassword(&problems, "new", fresh, a)
	if err := problems.Err(); err != nil {
		return "", "", err
	}
	hashed, err := g.hash(ctx, fresh)
	if err != nil {
		return "", "", err
	}
	next := In
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE account SET password = $2, must_renew = 0 WHERE id = $1`, a.ID, hashed); err != nil {
			return fmt.Errorf("renew password of %s: %w", a.ID, err)
		}
		if err := g.endSessions(ctx, tx, `account_id = $2`, a.ID); err != nil {
			return err
		}
		if s.Stage == Renew {
			next = Enrol
			if a.HasFactor {
				next = In // the code was given before the renewal
			}
		}
		if token, _, err = g.startSession(ctx, tx, a.ID, next, s.Device); err != nil {
			return err
		}
		g.note(tx, a, actPassword, "")
		return nil
	})
	return token, next, err
}

// checkOld tries the old password, with the same delays as a log-in.
func (g *Gate) checkOld(ctx context.Context, problems *fault.Problems, a Account, old string) error {
	attemptID, delay, err := g.bookAttempt(ctx, a.Email, "renew")
	if err != nil {
		return err
	}
	if err := g.Wait(ctx, delay); err != nil {
		return err
	}
	_, hashed, err := g.passwordOf(ctx, a.Email)
	if err != nil {
		return err
	}
	good, err := g.matches(ctx, old, hashed)
	if err != nil {
		return err
	}
	if !good {
		problems.Add("old", "login.password.oldwrong")
		return nil
	}
	return g.DB.Update(ctx, func(tx *db.Tx) error { return markGood(ctx, tx, attemptID) })
}

// Enrolment returns the secret to set up on the phone, for a session at stage
// Enrol. Asking again gives the same one until it is confirmed.
func (g *Gate) Enrolment(ctx context.Context, token Token) (e Enrolment, err error) {
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		s, a, err := g.Look(ctx, tx, token)
		if err != nil {
			return err
		}
		if s.Stage != Enrol || a.HasFactor {
			return fault.New(fault.Denied, "login.out")
		}
		e, err = g.pendingFactor(ctx, tx, a)
		return err
	})
	return e, err
}

// Confirm takes the second factor's code, at stage Code or Enrol, and returns
// the token of a new session, In unless the password must be renewed first. A
// wrong code is Invalid; after five in one session, or when codes are tried too
// fast, the session ends or the attempt waits as with passwords.
func (g *Gate) Confirm(ctx context.Context, token Token, code string) (Token, Stage, error) {
	s, a, err := g.Who(ctx, token)
	if err != nil {
		return "", "", err
	}
	if s.Stage != Code && s.Stage != Enrol {
		return "", "", fault.New(fault.Denied, "login.out")
	}
	attemptID, delay, err := g.bookAttempt(ctx, "code "+a.ID, "code")
	if err != nil {
		return "", "", err
	}
	if err := g.Wait(ctx, delay); err != nil {
		return "", "", err
	}
	next, refused := In, error(nil)
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		good, err := g.useCode(ctx, tx, a.ID, code, s.Stage == Enrol)
		if err != nil {
			return err
		}
		if !good {
			refused = errWrongCode
			return g.wrongCode(ctx, tx, s, a)
		}
		if err := markGood(ctx, tx, attemptID); err != nil {
			return err
		}
		token, next, err = g.letIn(ctx, tx, s, a)
		return err
	})
	if err := errors.Join(err, refused); err != nil {
		return "", "", err
	}
	return token, next, nil
}

func (g *Gate) letIn(ctx context.Context, tx *db.Tx, s Session, a Account) (token Token, next Stage, err error) {
	var renew int
	if err := tx.QueryRow(ctx, `SELECT must_renew FROM account WHERE id = $1`, a.ID).Scan(&renew); err != nil {
		return "", "", fmt.Errorf("let in %s: %w", a.ID, err)
	}
	next = In
	if renew == 1 {
		next = Renew
	}
	if token, err = g.stepUp(ctx, tx, s, next); err != nil {
		return "", "", err
	}
	act := actIn
	if s.Stage == Enrol {
		act = actFactor
	}
	g.note(tx, a, act, "")
	return token, next, nil
}

func (g *Gate) wrongCode(ctx context.Context, tx *db.Tx, s Session, a Account) error {
	_, err := tx.Exec(ctx, `UPDATE login_session SET wrong = wrong + 1, ended_at = CASE WHEN wrong + 1 >= $2 THEN CAST($3 AS BIGINT) ELSE 0 END WHERE id = $1`,
		s.ID, mostWrong, db.Micros(g.Clock()))
	if err != nil {
		return fmt.Errorf("note wrong code: %w", err)
	}
	g.noteRefused(tx, a)
	return nil
}

// Out ends the session behind the token. Twice, or with an unknown token, it
// does nothing.
func (g *Gate) Out(ctx context.Context, token Token) error {
	return g.DB.Update(ctx, func(tx *db.Tx) error {
		_, a, err := g.Look(ctx, tx, token)
		if fault.KindOf(err) == fault.Denied {
			return nil
		}
		if err != nil {
			return err
		}
		if err := g.endSessions(ctx, tx, `token_hash = $2`, token.hash()); err != nil {
			return err
		}
		g.note(tx, a, actOut, "")
		return nil
	})
}

// EndOne ends one of the person's own sessions, EndAll all of them; other
// people's sessions are left alone.
func (g *Gate) EndOne(ctx context.Context, tx *db.Tx, a Account, sessionID string) error {
	_, err := tx.Exec(ctx, `UPDATE login_session SET ended_at = $1 WHERE ended_at = 0 AND id = $2 AND account_id = $3`, db.Micros(g.Clock()), sessionID, a.ID)
	if err != nil {
		return fmt.Errorf("end session %s: %w", sessionID, err)
	}
	g.note(tx, a, actOut, sessionID)
	return nil
}

// EndAll ends every session of the person, this one included.
func (g *Gate) EndAll(ctx context.Context, tx *db.Tx, a Account) error {
	if err := g.endSessions(ctx, tx, `account_id = $2`, a.ID); err != nil {
		return err
	}
	g.note(tx, a, actOut, "")
	return nil
}
