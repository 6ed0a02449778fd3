package casefile_test

import (
	"context"
	"errors"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
)

func TestALeaderPutsInPlaceWhatAFormerConsultantEntered(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		w.OK(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, "anders", access.Second) }))
		w.Denied(t, w.Write(t, w.Anders, course, func(context.Context, *casefile.Writer) error { return nil }))
		w.OK(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error {
			if f.Can(access.Contact, access.Write) {
				t.Error("a leader may not write about contacts herself")
			}
			hers, err := f.For(ctx, "anders")
			if err != nil {
				return err
			}
			if hers.Actor.ID != "anders" || hers.Actor.Role != access.Consultant || hers.Relation != access.Second || !hers.Can(access.Contact, access.Write) {
				t.Errorf("opened as %+v with %s", hers.Actor, hers.Relation)
			}
			_, err = hers.Seal("note", "1", "tekst")
			return err
		}))
		got := lines(t, w, course)
		for i, act := range []string{"change", "open-for", "open-write"} {
			want := "done for anders"
			if act == "open-write" {
				want = "done"
			}
			if got[i].Act != act || got[i].Actor != "gitte" || got[i].Role != "leader" || got[i].Result != want {
				t.Errorf("line %d: %+v", i, got[i])
			}
		}
	})
}

func TestWhoMayActForAnother(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		for _, c := range []struct {
			name  string
			opens access.Actor
			who   string
			may   bool
		}{
			{"oneself", w.Lone, "lone", true},
			{"the leader for the team", w.Gitte, "lone", true},
			{"the program", access.System, "lone", true},
			{"the leader for somebody who never belonged", w.Gitte, "birgitte", false},
			{"a colleague", w.Anders, "lone", false},
			{"the psychologist", w.Ellen, "lone", false},
			{"the adviser", w.Dorthe, "lone", false},
		} {
			err := w.Write(t, c.opens, course, func(ctx context.Context, f *casefile.Writer) error {
				got, err := f.For(ctx, c.who)
				if err == nil && got.Actor.ID != c.who {
					t.Errorf("%s: opened as %s", c.name, got.Actor.ID)
				}
				return err
			})
			if c.may != (err == nil) || err != nil && fault.KindOf(err) != fault.Denied {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		w.Denied(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error {
			hers, err := f.For(ctx, "lone")
			if err != nil {
				return err
			}
			_, err = hers.For(ctx, "anders") // no chain of people
			return err
		}))
	})
}

func TestAPartFailsByItself(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, bad := w.Course(t), errors.New("bad")
		grant := func(ctx context.Context, f *casefile.Writer, id string) error {
			_, err := f.Exec(ctx, `INSERT INTO organisation (id, kind, name, demo, created_at) VALUES ($1, 'provider', $1, 1, 0)`, id)
			if err != nil {
				return err
			}
			return f.Record("try", "part", id)
		}
		w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
			tx := f.Tx()
			if err := tx.Try(ctx, func() error { return grant(ctx, f, "one") }); err != nil {
				return err
			}
			if err := tx.Try(ctx, func() error { return errors.Join(grant(ctx, f, "two"), bad) }); !errors.Is(err, bad) {
				t.Errorf("got %v", err)
			}
			if err := tx.Try(ctx, func() error { return grant(ctx, f, "one") }); err == nil {
				t.Error("the same row was written twice")
			}
			if err := tx.Try(ctx, func() error { return f.Need(access.Plan, access.Approve) }); fault.KindOf(err) != fault.Denied {
				t.Errorf("got %v", err)
			}
			return tx.Try(ctx, func() error { return grant(ctx, f, "three") })
		}))
		n := 0
		w.OK(t, w.Store.DB.View(context.Background(), func(tx *db.Tx) error {
			return tx.QueryRow(context.Background(), `SELECT COUNT(*) FROM organisation WHERE id IN ('one', 'two', 'three')`).Scan(&n)
		}))
		var acts []string
		for _, line := range lines(t, w, course) {
			if line.Act == "try" || line.Act == "refuse" {
				acts = append(acts, line.Act+" "+line.Object)
			}
		}
		if n != 2 || len(acts) != 3 || acts[0] != "try three" || acts[1] != "refuse "+course || acts[2] != "try one" {
			t.Errorf("%d rows, lines %v", n, acts)
		}
	})
}
