package login

import (
	"context"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/db"
)

// The acts that are written in the audit log. The object is the account or the
// session that something was done to.
const (
	actIn            = "log-in"
	actOut           = "log-out"
	actRefused       = "log-in-refused"
	actLent          = "screen-lent"
	actBack          = "screen-back"
	actPassword      = "password"
	actFactor        = "factor"
	actAccountNew    = "account-add"
	actAccountChange = "account-change"
	actAccountEnd    = "account-end"
	actAccountReset  = "account-reset"
)

// note writes what a person did with their own log-in.
func (g *Gate) note(tx *db.Tx, a Account, act, object string) { g.noteBy(tx, a.Actor(), act, object) }

// noteRefused writes that somebody failed to log in as a; who it was is not
// known. A name that no account has leaves the object empty.
func (g *Gate) noteRefused(tx *db.Tx, a Account) {
	g.noteBy(tx, access.Actor{}, actRefused, a.ID)
}

func (g *Gate) noteBy(tx *db.Tx, by access.Actor, act, object string) {
	result := "done"
	if act == actRefused {
		result = "refused"
	}
	line := audit.Line{
		At: g.Clock(), Actor: by.ID, Role: string(by.Role), Act: act, Kind: "account", Object: object,
		Purpose: "log-in", Result: result, Request: tx.Request,
	}
	tx.AtEnd(func(ctx context.Context) error { return g.log.Append(ctx, tx, []audit.Line{line}) })
}
