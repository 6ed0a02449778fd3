package casefile_test

import (
	"context"
	"fmt"
	"testing"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
)

func nothing(context.Context, *casefile.Reader) error { return nil }

func lines(t *testing.T, w *casefiletest.World, course string) []audit.Line {
	t.Helper()
	var out []audit.Line
	err := w.Store.DB.View(context.Background(), func(tx *db.Tx) (err error) {
		out, err = audit.OfCourse(context.Background(), tx, course, 100)
		return err
	})
	w.OK(t, err)
	return out
}

func TestDoorOpensForThoseWhoBelong(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		for _, a := range []access.Actor{w.Lone, w.Anders, w.Ellen, w.Gitte, w.Dorthe} {
			if err := w.Read(t, a, course, nothing); err != nil {
				t.Errorf("%s: %v", a.ID, err)
			}
		}
		for _, a := range []access.Actor{w.Birgitte, w.Henrik, w.Lars, w.Admin, {}} {
			w.Denied(t, w.Read(t, a, course, nothing))
		}
	})
}

func TestRefusedAndMissingLookTheSame(t *testing.T) {
	w := casefiletest.One(t)
	foreign := w.Read(t, w.Birgitte, w.Course(t), nothing)
	missing := w.Read(t, w.Birgitte, db.NewID(), nothing)
	if foreign.Error() != missing.Error() {
		t.Errorf("%q and %q", foreign, missing)
	}
}

func TestOpeningIsWrittenDown(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		w.OK(t, w.ReadFor(t, w.Gitte, course, access.Purpose{Code: access.Supervise, Reason: "klage fra mor"}, func(_ context.Context, f *casefile.Reader) error {
			return f.Record("extract", "report", "1")
		}))
		w.Denied(t, w.Read(t, w.Birgitte, course, nothing))
		got := lines(t, w, course)
		if len(got) < 3 || got[0].Act != "refuse" || got[0].Actor != "birgitte" || got[0].Result != "refused" {
			t.Fatalf("the refusal is not the newest line: %+v", got[0])
		}
		if got[1].Act != "extract" || got[2].Act != "open" || got[2].Actor != "gitte" || got[2].Purpose != access.Supervise {
			t.Errorf("got %+v, %+v", got[1], got[2])
		}
		w.OK(t, w.Read(t, w.Lone, course, func(_ context.Context, f *casefile.Reader) error {
			if f.Reason(got[2]) != "klage fra mor" {
				t.Error("the reason cannot be read back")
			}
			return nil
		}))
	})
}

func TestNoLineNoAnswer(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		w.OK(t, w.Store.DB.Update(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), `ALTER TABLE audit_line RENAME TO audit_line_gone`)
			return err
		}))
		if err := w.Read(t, w.Lone, course, nothing); err == nil {
			t.Error("a file was read without a line in the log")
		}
	})
}

func TestNeedIsDecidedByRelation(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	need := func(kind access.Kind, mode access.Mode) func(context.Context, *casefile.Reader) error {
		return func(_ context.Context, f *casefile.Reader) error { return f.Need(kind, mode) }
	}
	w.OK(t, w.Read(t, w.Lone, course, need(access.Notes, access.Read)))
	w.Denied(t, w.Read(t, w.Dorthe, course, need(access.Notes, access.Read)))
	w.Denied(t, w.Read(t, w.Gitte, course, need(access.Notes, access.Read)))
	w.OK(t, w.ReadFor(t, w.Gitte, course, access.Purpose{Code: access.Supervise, Reason: "klage"}, need(access.Notes, access.Read)))
}

func TestRevokedRelationShutsTheDoor(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		w.OK(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error {
			return f.Revoke(ctx, "anders", access.Second)
		}))
		w.Denied(t, w.Read(t, w.Anders, course, nothing))
	})
}

func TestSealedRowsAreBoundToTheirCourse(t *testing.T) {
	w := casefiletest.One(t)
	one, two := w.Course(t), w.Course(t)
	var sealed []byte
	w.OK(t, w.Write(t, w.Lone, one, func(_ context.Context, f *casefile.Writer) (err error) {
		sealed, err = f.Seal("card", "1", map[string]string{"name": "Noah"})
		return err
	}))
	var got map[string]string
	w.OK(t, w.Read(t, w.Lone, one, func(_ context.Context, f *casefile.Reader) error { return f.Unseal("card", "1", sealed, &got) }))
	if got["name"] != "Noah" {
		t.Errorf("got %v", got)
	}
	if err := w.Read(t, w.Lone, two, func(_ context.Context, f *casefile.Reader) error { return f.Unseal("card", "1", sealed, &got) }); err == nil {
		t.Error("another course's key opened it")
	}
	if newest := lines(t, w, one); newest[1].Act != "change" || len(newest[1].Digest) != 32 {
		t.Errorf("the change has no fingerprint: %+v", newest[1])
	}
}

func TestListUnlocksOnlyOnesOwn(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		own, foreign := w.Course(t), w.File(t)
		w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(ctx, tx, w.Lone, access.Purpose{Code: access.Deliver}, "caseload")
			if err != nil {
				return err
			}
			if err := l.Unlock(ctx, []string{own, foreign, "never"}); err != nil {
				return err
			}
			if !l.Unlocked(own) || l.Unlocked(foreign) || l.Unlocked("never") {
				t.Error("the list unlocked what it must not, or not what it must")
			}
			if _, err := l.Query(ctx, `SELECT id FROM casefile`); err == nil {
				t.Error("a list without its join was answered")
			}
			l.Found(1)
			return nil
		}))
	})
}

func TestCreateTwiceIsOneFile(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		id := w.File(t)
		create := func(a access.Actor) error {
			return w.Store.Update(ctx, func(tx *casefile.Tx) error {
				_, err := casefile.Create(ctx, tx, a, id, access.AdviserOn)
				return err
			})
		}
		w.OK(t, create(w.Dorthe))
		if err := create(w.Lars); fault.KindOf(err) != fault.Denied {
			t.Errorf("somebody else took over the file: %v", fmt.Sprint(err))
		}
	})
}
