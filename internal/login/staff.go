package login

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Command is who acts when an account is changed from the command line, by
// somebody who already rules the machine.
var Command = access.Actor{ID: "command", Name: "samspil"}

// mayRule lets administrators and the command line change accounts.
func mayRule(by access.Actor) error {
	if by.Role == access.Administrator || by.ID == Command.ID {
		return nil
	}
	return fault.New(fault.Denied, "login.denied")
}

// AddOrganisation adds an organisation; one that is there already, by name, is
// returned as it is.
func AddOrganisation(ctx context.Context, tx *db.Tx, now clock.Clock, o Organisation) (Organisation, error) {
	if o.Kind != Provider && o.Kind != Municipality {
		return o, fault.New(fault.Invalid, "login.organisation.kind")
	}
	o.Name = strings.TrimSpace(o.Name)
	if o.Name == "" || len(o.Name) > 200 {
		return o, fault.New(fault.Invalid, "login.organisation.name")
	}
	all, err := Organisations(ctx, tx)
	if err != nil {
		return o, err
	}
	if i := slices.IndexFunc(all, func(x Organisation) bool { return strings.EqualFold(x.Name, o.Name) }); i >= 0 {
		return all[i], nil
	}
	if o.ID == "" {
		o.ID = db.NewID()
	}
	_, err = tx.Exec(ctx, `INSERT INTO organisation (id, kind, name, demo, created_at) VALUES ($1,$2,$3,$4,$5)`,
		o.ID, string(o.Kind), o.Name, bit(o.Demo), db.Micros(now()))
	if err != nil {
		return o, fmt.Errorf("add organisation %s: %w", o.ID, err)
	}
	return o, nil
}

// Add adds an account and returns it with its first password, which is shown
// once and must be renewed at the first log-in. Only an administrator may.
// Invalid names the fields; a log-in name that is taken is Invalid too. People
// of an invented organisation get no password: they are chosen. Twice with the
// same id, the account is returned as it is, without a password.
func (g *Gate) Add(ctx context.Context, tx *db.Tx, by access.Actor, a Account) (Account, string, error) {
	if err := mayRule(by); err != nil {
		return a, "", err
	}
	if a.ID == "" {
		a.ID = db.NewID()
	} else if there, err := Get(ctx, tx, a.ID); err == nil {
		return there, "", nil
	}
	o, err := g.checkNew(ctx, tx, &a)
	if err != nil {
		return a, "", err
	}
	password, hashed := "", ""
	if !o.Demo {
		password = firstPassword()
		if hashed, err = g.hash(ctx, password); err != nil {
			return a, "", err
		}
	}
	a.CreatedAt, a.Version, a.Organisation, a.OrganisationKind, a.Demo = g.Clock(), 1, o.Name, o.Kind, o.Demo
	_, err = tx.Exec(ctx, `INSERT INTO account (id, organisation_id, email, name, title, role, phone, leader_id, deputy_id,
		absent_from, absent_to, password, must_renew, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
		a.ID, a.OrganisationID, a.Email, a.Name, a.Title, string(a.Role), a.Phone, a.LeaderID, a.DeputyID,
		a.AbsentFrom, a.AbsentTo, hashed, bit(hashed != ""), db.Micros(a.CreatedAt))
	if err != nil {
		return a, "", fmt.Errorf("add account %s: %w", a.ID, err)
	}
	g.noteBy(tx, by, actAccountNew, a.ID)
	return a, password, changed(ctx, tx)
}

func (g *Gate) checkNew(ctx context.Context, tx *db.Tx, a *Account) (Organisation, error) {
	var problems fault.Problems
	a.Email = cleanEmail(a.Email)
	if address, err := mail.ParseAddress(a.Email); err != nil || address.Address != a.Email || len(a.Email) > 200 {
		problems.Add("email", "login.email.form")
	} else if _, err := ByEmail(ctx, tx, a.Email); err == nil {
		problems.Add("email", "login.email.taken")
	} else if fault.KindOf(err) != fault.NotFound {
		return Organisation{}, err
	}
	o, err := g.checkAccount(ctx, tx, &problems, a)
	if err != nil {
		return o, err
	}
	return o, problems.Err()
}

// checkAccount says what is wrong with the parts of an account that can change.
func (g *Gate) checkAccount(ctx context.Context, tx *db.Tx, problems *fault.Problems, a *Account) (Organisation, error) {
	a.Name, a.Title, a.Phone = strings.TrimSpace(a.Name), strings.TrimSpace(a.Title), strings.TrimSpace(a.Phone)
	if a.Name == "" {
		problems.Add("name", "login.name.empty")
	}
	for field, value := range map[string]string{"name": a.Name, "title": a.Title, "phone": a.Phone} {
		if len([]rune(value)) > 100 {
			problems.Add(field, "login.field.long", fault.Args{"max": 100})
		}
	}
	if !slices.Contains(access.Roles, a.Role) {
		problems.Add("role", "login.role.none")
	}
	if !a.AbsentTo.IsZero() && (a.AbsentFrom.IsZero() || a.AbsentTo.Before(a.AbsentFrom)) {
		problems.Add("absent_to", "login.absent.order")
	}
	for field, id := range map[string]string{"leader": a.LeaderID, "deputy": a.DeputyID} {
		if id == "" {
			continue
		}
		other, err := Get(ctx, tx, id)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return Organisation{}, err
		}
		if err != nil || other.Ended() || id == a.ID || other.OrganisationID != a.OrganisationID {
			problems.Add(field, "login."+field+".none")
		}
	}
	return organisationFor(ctx, tx, problems, *a)
}

// organisationFor finds the organisation and sees that the role fits it:
// advisers order, the others deliver.
func organisationFor(ctx context.Context, tx *db.Tx, problems *fault.Problems, a Account) (Organisation, error) {
	all, err := Organisations(ctx, tx)
	if err != nil {
		return Organisation{}, err
	}
	i := slices.IndexFunc(all, func(o Organisation) bool { return o.ID == a.OrganisationID })
	if i < 0 {
		problems.Add("organisation", "login.organisation.none")
		return Organisation{}, nil
	}
	if (a.Role == access.Adviser) != (all[i].Kind == Municipality) {
		problems.Add("role", "login.role.organisation")
	}
	return all[i], nil
}

// Change gives an account new name, title, role, phone, leader, deputy and
// absence. Only an administrator may, and nobody changes their own role. The
// account must be as it was when read (Version), else Conflict. A changed role
// ends the person's sessions, so that no open page keeps the old one.
func (g *Gate) Change(ctx context.Context, tx *db.Tx, by access.Actor, a Account) error {
	if err := mayRule(by); err != nil {
		return err
	}
	old, err := Get(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	a.OrganisationID, a.Email = old.OrganisationID, old.Email
	var problems fault.Problems
	if by.ID == a.ID && a.Role != old.Role {
		problems.Add("role", "login.role.own")
	}
	if _, err := g.checkAccount(ctx, tx, &problems, &a); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	if old.Role == access.Administrator && a.Role != access.Administrator {
		if err := lastAdministrator(ctx, tx, a.ID); err != nil {
			return err
		}
	}
	n, err := tx.Exec(ctx, `UPDATE account SET name = $3, title = $4, role = $5, phone = $6, leader_id = $7, deputy_id = $8,
		absent_from = $9, absent_to = $10, version = version + 1 WHERE id = $1 AND version = $2`,
		a.ID, a.Version, a.Name, a.Title, string(a.Role), a.Phone, a.LeaderID, a.DeputyID, a.AbsentFrom, a.AbsentTo)
	if err != nil {
		return fmt.Errorf("change account %s: %w", a.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "login.account.changed")
	}
	if a.Role != old.Role {
		if err := g.endSessions(ctx, tx, `account_id = $2`, a.ID); err != nil {
			return err
		}
	}
	g.noteBy(tx, by, actAccountChange, a.ID)
	return changed(ctx, tx)
}

// End takes an account out of use and ends its sessions; what the person wrote
// stands. Only an administrator may, and not on their own account; the last
// administrator stays. Twice: nothing happens the second time.
func (g *Gate) End(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	if err := mayRule(by); err != nil {
		return err
	}
	a, err := Get(ctx, tx, id)
	if err != nil || a.Ended() {
		return err
	}
	if by.ID == id {
		return fault.New(fault.Invalid, "login.end.own")
	}
	if a.Role == access.Administrator {
		if err := lastAdministrator(ctx, tx, id); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE account SET ended_at = $2, version = version + 1 WHERE id = $1`, id, db.Micros(g.Clock())); err != nil {
		return fmt.Errorf("end account %s: %w", id, err)
	}
	if err := g.endSessions(ctx, tx, `account_id = $2`, id); err != nil {
		return err
	}
	g.noteBy(tx, by, actAccountEnd, id)
	return changed(ctx, tx)
}

func lastAdministrator(ctx context.Context, tx *db.Tx, id string) error {
	admins, err := ByRole(ctx, tx, access.Administrator)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(admins, func(a Account) bool { return a.ID != id }) {
		return nil
	}
	return fault.New(fault.Invalid, "login.administrator.last")
}

// Reset gives a person who has lost phone or password a new start: a first
// password as for a new account, no second factor, and no sessions. Only an
// administrator may, and not on their own account.
func (g *Gate) Reset(ctx context.Context, tx *db.Tx, by access.Actor, id string) (password string, err error) {
	if err := mayRule(by); err != nil {
		return "", err
	}
	a, err := Get(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if by.ID == id || a.Ended() || a.Demo {
		return "", fault.New(fault.Invalid, "login.reset.not")
	}
	password = firstPassword()
	hashed, err := g.hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, `UPDATE account SET password = $2, must_renew = 1, factor = NULL, factor_at = 0, factor_step = 0, version = version + 1 WHERE id = $1`, id, hashed)
	if err != nil {
		return "", fmt.Errorf("reset account %s: %w", id, err)
	}
	if err := g.endSessions(ctx, tx, `account_id = $2`, id); err != nil {
		return "", err
	}
	g.noteBy(tx, by, actAccountReset, id)
	return password, changed(ctx, tx)
}
