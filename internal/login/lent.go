package login

import (
	"context"
	"fmt"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// Lend puts a session to sleep while the screen is with somebody of the family, in the
// transaction of the deed that hands it over. The old token is worth nothing from then
// on; the new one opens nothing but TakeBack. Denied unless the session is In.
func (g *Gate) Lend(ctx context.Context, tx *db.Tx, token Token) (Token, error) {
	s, a, err := g.Look(ctx, tx, token)
	if err != nil {
		return "", err
	}
	if s.Stage != In {
		return "", fault.New(fault.Denied, "login.out")
	}
	fresh, err := g.turn(ctx, tx, s, Lent)
	if err == nil {
		g.note(tx, a, actLent, s.ID)
	}
	return fresh, err
}

// TakeBack wakes a session that was put to sleep, by the person's password: the code
// from the phone was given when it began, and it ends when it would have ended. A
// wrong password is Invalid and waits as at the log-in; after five the session ends.
func (g *Gate) TakeBack(ctx context.Context, token Token, password string) (Token, error) {
	s, a, err := g.lent(ctx, token)
	if err != nil {
		return "", err
	}
	attemptID, delay, err := g.bookAttempt(ctx, a.Email, "lent")
	if err != nil {
		return "", err
	}
	if err := g.Wait(ctx, delay); err != nil {
		return "", err
	}
	_, hashed, err := g.passwordOf(ctx, a.Email)
	if err != nil {
		return "", err
	}
	good, err := g.matches(ctx, password, hashed)
	if err != nil {
		return "", err
	}
	var refused error
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		if !good || a.Demo {
			var p fault.Problems
			p.Add("password", "login.back.wrong")
			refused = p.Err()
			return g.wrongCode(ctx, tx, s, a)
		}
		if err := markGood(ctx, tx, attemptID); err != nil {
			return err
		}
		token, err = g.wake(ctx, tx, s, a)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return "", err
	}
	return token, nil
}

// TakeBack wakes a sleeping session of an invented person, who has no password.
func (d Demo) TakeBack(ctx context.Context, token Token) (Token, error) {
	s, a, err := d.Gate.lent(ctx, token)
	if err != nil {
		return "", err
	}
	if !a.Demo {
		return "", fault.New(fault.Denied, "login.denied")
	}
	err = d.Gate.DB.Update(ctx, func(tx *db.Tx) (err error) {
		token, err = d.Gate.wake(ctx, tx, s, a)
		return err
	})
	return token, err
}

// lent returns the session behind the token where it sleeps.
func (g *Gate) lent(ctx context.Context, token Token) (Session, Account, error) {
	s, a, err := g.Who(ctx, token)
	if err == nil && s.Stage != Lent {
		err = fault.New(fault.Denied, "login.out")
	}
	return s, a, err
}

func (g *Gate) wake(ctx context.Context, tx *db.Tx, s Session, a Account) (Token, error) {
	token, err := g.turn(ctx, tx, s, In)
	if err == nil {
		g.note(tx, a, actBack, s.ID)
	}
	return token, err
}

// turn gives a living session another stage and another token, and keeps when it began.
func (g *Gate) turn(ctx context.Context, tx *db.Tx, s Session, to Stage) (Token, error) {
	token := newToken()
	n, err := tx.Exec(ctx, `UPDATE login_session SET token_hash = $2, stage = $3, seen_at = $4, wrong = 0 WHERE id = $1 AND stage = $5 AND ended_at = 0`,
		s.ID, token.hash(), string(to), db.Micros(g.Clock()), string(s.Stage))
	if err != nil {
		return "", fmt.Errorf("turn session %s: %w", s.ID, err)
	}
	if n == 0 {
		return "", fault.New(fault.Denied, "login.out")
	}
	return token, nil
}
