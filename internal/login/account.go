// Package login knows who works here and lets them in: the accounts of the
// provider's and the municipalities' people, their passwords and second
// factors, and the browser sessions in which they are logged in.
//
// Nothing in this package is about a family, and being logged in opens no
// family's case file; that takes a relation to it (see access and casefile).
package login

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// OrganisationKind says whether an organisation gives the help or orders it.
type OrganisationKind string

const (
	// Provider delivers the two services to families.
	Provider OrganisationKind = "provider"
	// Municipality orders them; its advisers refer families.
	Municipality OrganisationKind = "municipality"
)

// Organisation is where an account belongs. Demo marks an invented one: its
// people may be chosen without a password, and a real server refuses to start
// with such an organisation in its database.
type Organisation struct {
	ID   string
	Kind OrganisationKind
	Name string
	Demo bool
}

// Account is one person who works with Samspil. Each person has one.
type Account struct {
	ID               string
	OrganisationID   string
	Organisation     string // its name
	OrganisationKind OrganisationKind
	Demo             bool // belongs to an invented organisation
	Email            string
	Name             string
	Title            string // as the person writes it under letters; may be empty
	Role             access.Role
	Phone            string
	LeaderID         string     // account of the leader; empty for leaders and advisers without one
	DeputyID         string     // account that is told when this person is absent; may be empty
	AbsentFrom       clock.Date // first day away; none: present
	AbsentTo         clock.Date // last day away; none with AbsentFrom set: until further notice
	HasPassword      bool
	HasFactor        bool // a second factor was confirmed
	Version          int64
	CreatedAt        time.Time
	EndedAt          time.Time // zero while the account is in use
}

// Actor returns the account as the one who does something.
func (a Account) Actor() access.Actor {
	return access.Actor{ID: a.ID, Name: a.Name, Role: a.Role, Organisation: a.OrganisationID}
}

// Ended reports whether the account is out of use.
func (a Account) Ended() bool { return !a.EndedAt.IsZero() }

// Absent reports whether the person is away on that day.
func (a Account) Absent(on clock.Date) bool {
	if a.AbsentFrom.IsZero() || on.Before(a.AbsentFrom) {
		return false
	}
	return a.AbsentTo.IsZero() || !on.After(a.AbsentTo)
}

const accountColumns = `a.id, a.organisation_id, o.name, o.kind, o.demo, a.email, a.name, a.title, a.role, a.phone,
	a.leader_id, a.deputy_id, a.absent_from, a.absent_to,
	CASE WHEN a.password <> '' THEN 1 ELSE 0 END, a.factor_at, a.version, a.created_at, a.ended_at`

const fromAccount = ` FROM account a JOIN organisation o ON o.id = a.organisation_id `

type scanner interface{ Scan(dest ...any) error }

func scanAccount(row scanner) (a Account, err error) {
	var demo, password int
	var factorAt, created, ended int64
	err = row.Scan(&a.ID, &a.OrganisationID, &a.Organisation, &a.OrganisationKind, &demo, &a.Email, &a.Name, &a.Title, &a.Role, &a.Phone,
		&a.LeaderID, &a.DeputyID, &a.AbsentFrom, &a.AbsentTo, &password, &factorAt, &a.Version, &created, &ended)
	a.Demo, a.HasPassword, a.HasFactor = demo == 1, password == 1, factorAt != 0
	a.CreatedAt, a.EndedAt = db.Time(created), db.Time(ended)
	return a, err
}

// Staff returns every account by its id, ended ones too: what they wrote stands.
// Passwords and second factors are left out of it. Nearly every page asks for it,
// so it is read again only when an account was changed; nobody may change the map.
func Staff(ctx context.Context, tx *db.Tx) (map[string]Account, error) {
	var stamp string
	var count int
	err := tx.QueryRow(ctx, `SELECT stamp, (SELECT COUNT(*) FROM account) FROM staff_stamp WHERE name = 'account'`).Scan(&stamp, &count)
	if err != nil {
		return nil, fmt.Errorf("look for changed accounts: %w", err)
	}
	return db.Memo(tx, "staff", fmt.Sprintf("%s %d", stamp, count), func() (map[string]Account, error) {
		all, err := list(ctx, tx, "")
		if err != nil {
			return nil, err
		}
		byID := make(map[string]Account, len(all))
		for _, a := range all {
			a.HasPassword, a.HasFactor = false, false
			byID[a.ID] = a
		}
		return byID, nil
	})
}

// changed notes that what Staff returns is another now.
func changed(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.Exec(ctx, `UPDATE staff_stamp SET stamp = $1 WHERE name = 'account'`, db.NewID()); err != nil {
		return fmt.Errorf("note that an account was changed: %w", err)
	}
	return nil
}

// List returns every account, ended ones last, else by name.
func List(ctx context.Context, tx *db.Tx) ([]Account, error) { return list(ctx, tx, "") }

// ByRole returns the accounts in use that have one of the roles, by name.
func ByRole(ctx context.Context, tx *db.Tx, roles ...access.Role) ([]Account, error) {
	all, err := list(ctx, tx, `WHERE a.ended_at = 0`)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a Account) bool { return !slices.Contains(roles, a.Role) }), nil
}

// Get returns one account; NotFound when there is none with that id.
func Get(ctx context.Context, tx *db.Tx, id string) (Account, error) {
	return one(tx.QueryRow(ctx, `SELECT `+accountColumns+fromAccount+`WHERE a.id = $1`, id))
}

// ByEmail returns the account with that log-in name; NotFound when there is none.
func ByEmail(ctx context.Context, tx *db.Tx, email string) (Account, error) {
	return one(tx.QueryRow(ctx, `SELECT `+accountColumns+fromAccount+`WHERE a.email = $1`, cleanEmail(email)))
}

func one(row scanner) (Account, error) {
	a, err := scanAccount(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, fault.New(fault.NotFound, "login.account.none")
	}
	if err != nil {
		return Account{}, fmt.Errorf("read account: %w", err)
	}
	return a, nil
}

func list(ctx context.Context, tx *db.Tx, where string) ([]Account, error) {
	rows, err := tx.Query(ctx, `SELECT `+accountColumns+fromAccount+where+` ORDER BY CASE WHEN a.ended_at = 0 THEN 0 ELSE 1 END, a.name, a.id`)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	defer rows.Close()
	var all []Account
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, fmt.Errorf("list accounts: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// Organisations returns every organisation by name, the provider first.
func Organisations(ctx context.Context, tx *db.Tx) ([]Organisation, error) {
	rows, err := tx.Query(ctx, `SELECT id, kind, name, demo FROM organisation ORDER BY CASE WHEN kind = 'provider' THEN 0 ELSE 1 END, name`)
	if err != nil {
		return nil, fmt.Errorf("list organisations: %w", err)
	}
	defer rows.Close()
	var all []Organisation
	for rows.Next() {
		var o Organisation
		var demo int
		if err := rows.Scan(&o.ID, &o.Kind, &o.Name, &demo); err != nil {
			return nil, fmt.Errorf("list organisations: %w", err)
		}
		o.Demo = demo == 1
		all = append(all, o)
	}
	return all, rows.Err()
}

func cleanEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
