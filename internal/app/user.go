package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
)

// inside opens the place, runs f in one transaction, and says what went wrong
// in words instead of keys.
func (p place) inside(r *run, f func(context.Context, *installation, *db.Tx) error) error {
	i, err := p.open(r.ctx, clock.System)
	if err != nil {
		return err
	}
	defer i.close()
	return inWords(i.data.Update(r.ctx, func(tx *db.Tx) error { return f(r.ctx, i, tx) }))
}

// inWords turns a failure that has a text into that text.
func inWords(err error) error {
	e, ok := fault.As(err)
	if !ok {
		return err
	}
	if len(e.Fields) == 0 {
		return errors.New(lang.T(lang.English, e.Key, e.Args))
	}
	var all []string
	for _, f := range e.Fields {
		all = append(all, lang.T(lang.English, f.Key, f.Args))
	}
	return errors.New(strings.Join(all, " "))
}

type userAddCommand struct {
	place
	Email        string `required:"" help:"E-mail, which is also the log-in name."`
	Name         string `required:"" help:"Name as colleagues know it."`
	Role         string `required:"" enum:"consultant,psychologist,leader,adviser,administrator" help:"One of ${enum}."`
	Organisation string `required:"" help:"Where the person is employed; added when new. Advisers belong to a municipality, all others to the provider."`
	Title        string `help:"Title as written under letters."`
	Phone        string `help:"Telephone."`
}

// Run adds an account.
func (u userAddCommand) Run(r *run) error {
	return u.inside(r, func(ctx context.Context, i *installation, tx *db.Tx) error {
		kind := login.Provider
		if u.Role == string(access.Adviser) {
			kind = login.Municipality
		}
		o, err := login.AddOrganisation(ctx, tx, i.gate.Clock, login.Organisation{Kind: kind, Name: u.Organisation})
		if err != nil {
			return err
		}
		_, password, err := i.gate.Add(ctx, tx, login.Command, login.Account{
			OrganisationID: o.ID, Email: u.Email, Name: u.Name, Role: access.Role(u.Role), Title: u.Title, Phone: u.Phone,
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(r.Out, "Added. First password, to be replaced at the first log-in: %s\n", password)
		return err
	})
}

type userListCommand struct{ place }

// Run lists the accounts.
func (u userListCommand) Run(r *run) error {
	return u.inside(r, func(ctx context.Context, _ *installation, tx *db.Tx) error {
		all, err := login.List(ctx, tx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(r.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "E-MAIL\tNAME\tROLE\tORGANISATION\tSTATE")
		for _, a := range all {
			state := "in use"
			switch {
			case a.Ended():
				state = "ended"
			case !a.HasFactor:
				state = "not logged in yet"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", a.Email, a.Name, a.Role, a.Organisation, state)
		}
		return w.Flush()
	})
}

type userEndCommand struct {
	place
	Email string `arg:"" help:"E-mail of the account."`
}

// Run takes an account out of use.
func (u userEndCommand) Run(r *run) error {
	return u.inside(r, func(ctx context.Context, i *installation, tx *db.Tx) error {
		a, err := login.ByEmail(ctx, tx, u.Email)
		if err != nil {
			return err
		}
		if err := i.gate.End(ctx, tx, login.Command, a.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Out, "Ended. What the person wrote stands.")
		return err
	})
}

type userResetCommand struct {
	place
	Email string `arg:"" help:"E-mail of the account."`
}

// Run gives an account a new start.
func (u userResetCommand) Run(r *run) error {
	return u.inside(r, func(ctx context.Context, i *installation, tx *db.Tx) error {
		a, err := login.ByEmail(ctx, tx, u.Email)
		if err != nil {
			return err
		}
		password, err := i.gate.Reset(ctx, tx, login.Command, a.ID)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(r.Out, "First password, to be replaced at the next log-in: %s\n", password)
		return err
	})
}

type verifyCommand struct{ place }

// Run checks the audit log; a log that is not what was written is a failure.
func (v verifyCommand) Run(r *run) error {
	i, err := v.open(r.ctx, clock.System)
	if err != nil {
		return err
	}
	defer i.close()
	lines, found, err := i.cases.Log.Verify(r.ctx, i.data, i.keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprintln(r.Out, f)
	}
	if len(found) > 0 {
		return fmt.Errorf("the audit log of %d lines is not what was written: %d findings", lines, len(found))
	}
	_, err = fmt.Fprintf(r.Out, "The audit log is whole: %d lines.\n", lines)
	return err
}
