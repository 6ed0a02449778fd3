// Package casefiletest gives a test its world in one line: a store, a clock and
// the people of a provider and a municipality.
package casefiletest

import (
	"context"
	"testing"
	"time"

	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/fault"
	"samspil/internal/seal"
)

// World is a store with staff. Their ids are their names in lower case.
type World struct {
	Store *casefile.Store

	Lone, Anders, Birgitte, Soeren, Karen, Mikkel access.Actor // family consultants
	Ellen, Henrik                                 access.Actor // psychologists
	Gitte                                         access.Actor // leader
	Dorthe, Lars                                  access.Actor // advisers of the municipality
	Admin                                         access.Actor

	now time.Time
}

// Start is the moment at which every world begins: Thursday 1 October 2026, 08.00 in Copenhagen.
var Start = clock.NewDate(2026, 10, 1).At(8, 0)

// Each runs f in a fresh world on SQLite and in another on PostgreSQL.
func Each(t *testing.T, f func(t *testing.T, w *World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, On(t, d)) })
}

// One returns a fresh world on SQLite.
func One(t testing.TB) *World { return On(t, dbtest.SQLite(t)) }

// On makes a world on a database.
func On(t testing.TB, d *db.DB) *World {
	t.Helper()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.OpenKeys(context.Background(), dbtest.Keys(t), localsecrets.NewKeeper(key))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{now: Start}
	w.Store = casefile.NewStore(d, keys, func() time.Time { return w.now })
	for _, p := range []struct {
		to           *access.Actor
		id, name     string
		role         access.Role
		organisation string
	}{
		{&w.Lone, "lone", "Lone", access.Consultant, "provider"},
		{&w.Anders, "anders", "Anders", access.Consultant, "provider"},
		{&w.Birgitte, "birgitte", "Birgitte", access.Consultant, "provider"},
		{&w.Soeren, "soeren", "Søren", access.Consultant, "provider"},
		{&w.Karen, "karen", "Karen", access.Consultant, "provider"},
		{&w.Mikkel, "mikkel", "Mikkel", access.Consultant, "provider"},
		{&w.Ellen, "ellen", "Ellen", access.Psychologist, "provider"},
		{&w.Henrik, "henrik", "Henrik", access.Psychologist, "provider"},
		{&w.Gitte, "gitte", "Gitte", access.Leader, "provider"},
		{&w.Dorthe, "dorthe", "Dorthe", access.Adviser, "municipality"},
		{&w.Lars, "lars", "Lars", access.Adviser, "municipality"},
		{&w.Admin, "asta", "Asta", access.Administrator, "provider"},
	} {
		*p.to = access.Actor{ID: p.id, Name: p.name, Role: p.role, Organisation: p.organisation}
		account(t, d, *p.to)
	}
	return w
}

// account makes the row that a member of staff logs in with; nobody logs in
// here, so it has no password. Gitte leads the provider's people, and Lars
// stands in for Dorthe.
func account(t testing.TB, d *db.DB, a access.Actor) {
	t.Helper()
	ctx := context.Background()
	kind, leader, deputy := "provider", "gitte", ""
	if a.Role == access.Adviser {
		kind, leader, deputy = "municipality", "", "lars"
	}
	if a.Role == access.Leader {
		leader = ""
	}
	err := d.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO organisation (id, kind, name, demo, created_at) VALUES ($1, $2, $3, 1, 0) ON CONFLICT DO NOTHING`,
			a.Organisation, kind, a.Organisation); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO account (id, organisation_id, email, name, role, leader_id, deputy_id, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,0)`,
			a.ID, a.Organisation, a.ID+"@demo.invalid", a.Name, a.Role, leader, deputy)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// SetNow moves the clock.
func (w *World) SetNow(t time.Time) { w.now = t }

// Now tells the clock.
func (w *World) Now() time.Time { return w.now }

// File makes a case file to which Dorthe is adviser, and nobody else belongs.
func (w *World) File(t testing.TB) string {
	t.Helper()
	id := db.NewID()
	err := w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		_, err := casefile.Create(context.Background(), tx, w.Dorthe, id, access.AdviserOn)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Course makes a case file with Lone as lead, Anders as second, Ellen as
// psychologist, Gitte as leader and Dorthe as adviser. It writes nothing into it.
func (w *World) Course(t testing.TB) string {
	t.Helper()
	id := w.File(t)
	err := w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
		for _, b := range []casefile.Belongs{{StaffID: "lone", Relation: access.Lead}, {StaffID: "anders", Relation: access.Second},
			{StaffID: "ellen", Relation: access.PsychologistOn}, {StaffID: "gitte", Relation: access.LeaderOf}} {
			if err := f.Grant(ctx, b.StaffID, b.Relation); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Write opens the course for writing as the actor and runs f; it returns f's
// error, or the refusal at the door.
func (w *World) Write(t testing.TB, actor access.Actor, course string, f func(ctx context.Context, file *casefile.Writer) error) error {
	t.Helper()
	return w.WriteFor(t, actor, course, access.Purpose{Code: access.Deliver}, f)
}

// WriteFor is Write with a purpose.
func (w *World) WriteFor(t testing.TB, actor access.Actor, course string, p access.Purpose, f func(ctx context.Context, file *casefile.Writer) error) error {
	t.Helper()
	ctx := context.Background()
	return w.Store.Update(ctx, func(tx *casefile.Tx) error {
		file, err := casefile.OpenWrite(ctx, tx, actor, course, p)
		if err != nil {
			return err
		}
		return f(ctx, file)
	})
}

// Read opens the course for reading as the actor and runs f.
func (w *World) Read(t testing.TB, actor access.Actor, course string, f func(ctx context.Context, file *casefile.Reader) error) error {
	t.Helper()
	return w.ReadFor(t, actor, course, access.Purpose{Code: access.Deliver}, f)
}

// ReadFor is Read with a purpose.
func (w *World) ReadFor(t testing.TB, actor access.Actor, course string, p access.Purpose, f func(ctx context.Context, file *casefile.Reader) error) error {
	t.Helper()
	ctx := context.Background()
	return w.Store.Update(ctx, func(tx *casefile.Tx) error {
		file, err := casefile.OpenRead(ctx, tx, actor, course, p)
		if err != nil {
			return err
		}
		return f(ctx, file)
	})
}

// Denied fails the test unless err is a denial.
func (w *World) Denied(t testing.TB, err error) {
	t.Helper()
	if fault.KindOf(err) != fault.Denied {
		t.Errorf("got %v, want a denial", err)
	}
}

// OK fails the test when there is an error.
func (w *World) OK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
