package login

import (
	"context"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// Demo lets a visitor choose whom to be, without a password. It works only on
// accounts of an invented organisation, and only the demo command makes one; a
// real server neither has the page nor starts on a database with such people.
type Demo struct{ Gate *Gate }

// Choose logs in as that person. Denied for anybody of a real organisation.
func (d Demo) Choose(ctx context.Context, accountID, device string) (token Token, err error) {
	g := d.Gate
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		a, err := Get(ctx, tx, accountID)
		if err != nil {
			return err
		}
		if !a.Demo || a.Ended() {
			return fault.New(fault.Denied, "login.denied")
		}
		if token, _, err = g.startSession(ctx, tx, a.ID, In, shortDevice(device)); err != nil {
			return err
		}
		g.note(tx, a, actIn, "")
		return nil
	})
	return token, err
}

// HasDemo reports whether the database holds invented organisations, so that a
// real server can refuse it.
func HasDemo(ctx context.Context, tx *db.Tx) (bool, error) {
	all, err := Organisations(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, o := range all {
		if o.Demo {
			return true, nil
		}
	}
	return false, nil
}
