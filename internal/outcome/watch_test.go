package outcome_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/job"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

// running makes a case file of a course that runs, with its team.
func running(t *testing.T, w *casefiletest.World, status string) string {
	t.Helper()
	id := w.Course(t)
	w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		sealed, err := f.Seal("course", id, struct{}{})
		if err != nil {
			return err
		}
		_, err = f.Exec(ctx, `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, basis, start_on, expected_end, hours_granted, version, sealed, entered_by, entered_at)
			VALUES ($1, 'preventive', $2, 'dorthe', 'gitte', 's32', '2026-02-01', '2027-01-17', 80, 1, $3, 'x', 0)`, id, status, sealed)
		if err != nil {
			return err
		}
		for _, m := range []struct{ who, role string }{{w.Ellen.ID, "psychologist"}, {w.Lone.ID, "lead"}} {
			if _, err := f.Exec(ctx, `INSERT INTO team_member (id, course_id, staff_id, role, from_on, entered_by, entered_at) VALUES ($1,$2,$3,$4,'2026-02-01','x',0)`,
				db.NewID(), id, m.who, m.role); err != nil {
				return err
			}
		}
		return nil
	}))
	return id
}

// rates opens a strand of a mother and records so many measurements, one a fortnight.
func rates(t *testing.T, w *casefiletest.World, course string, values ...float64) {
	t.Helper()
	strand, first := db.NewID(), w.Store.Clock()
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		on := clock.DateOf(first).AddDays(-14 * len(values))
		if err := instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: singlecase.Parent, RaterID: "camilla",
			RaterName: "Camilla, mor", EveryDays: 14, OpenedOn: on}); err != nil {
			return err
		}
		for i, v := range values {
			if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: strand, On: on.AddDays(14 * i), Value: &v}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// work does every job that is due, and returns how many there were.
func work(t *testing.T, w *casefiletest.World) int {
	t.Helper()
	r := &job.Runner{DB: w.Store.DB, Clock: w.Now, Handlers: outcome.Jobs(w.Store)}
	for n := 0; ; n++ {
		did, err := r.Once(context.Background())
		w.OK(t, err)
		if !did {
			return n
		}
	}
}

func flags(t *testing.T, w *casefiletest.World, course string) (all []attention.Flag) {
	t.Helper()
	w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) (err error) {
		all, err = attention.Flags(ctx, f)
		return err
	}))
	return all
}

func unfinished(t *testing.T, w *casefiletest.World) (failed int) {
	t.Helper()
	w.OK(t, w.Store.DB.View(context.Background(), func(tx *db.Tx) (err error) {
		_, failed, err = job.Waiting(context.Background(), tx)
		return err
	}))
	return failed
}

var fallsBack = []float64{7, 8, 7, 7, 6, 5, 4, 3, 2, 2}

func TestASetbackRaisesItsFlagOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		down, up, over := running(t, w, "active"), running(t, w, "active"), running(t, w, "closed")
		rates(t, w, down, fallsBack...)
		rates(t, w, up, 2, 2, 3, 4, 5, 6, 7, 8)
		rates(t, w, over, fallsBack...)
		if n := work(t, w); n != len(fallsBack)*2+8 {
			t.Errorf("%d jobs", n)
		}
		got := flags(t, w, down)
		if len(got) != 1 || got[0].OwnerID != w.Lone.ID || got[0].RaisedBy != access.System.ID || !got[0].Open() || !strings.Contains(got[0].What, "Rolige morgener") || !strings.Contains(got[0].What, "tilbageskridt") {
			t.Fatalf("%+v", got)
		}
		if n := len(flags(t, w, up)) + len(flags(t, w, over)); n != 0 {
			t.Errorf("%d flags where nothing has gone back, or the course is over", n)
		}
		w.OK(t, w.Write(t, w.Lone, down, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Resolve(ctx, f, attention.Step{ID: db.NewID(), FlagID: got[0].ID, Outcome: attention.Nothing, Reason: "Vi har talt om det"})
		}))
		rates(t, w, down, 5, 5)
		work(t, w)
		if got := flags(t, w, down); len(got) != 1 || got[0].Open() {
			t.Errorf("a flag that was taken up is raised again: %+v", got)
		}
		if n := unfinished(t, w); n != 0 {
			t.Errorf("%d jobs failed", n)
		}
	})
}

func TestTheDailyRoundFindsWhatTurnedByItself(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := running(t, w, "active")
		rates(t, w, course, fallsBack...)
		w.OK(t, w.Store.DB.Update(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(context.Background(), `DELETE FROM job`); err != nil { // as if it had turned without a new measurement
				return err
			}
			for range 2 {
				if err := outcome.PlanRound(context.Background(), tx, w.Now()); err != nil {
					return err
				}
			}
			return nil
		}))
		if n := work(t, w); n != 0 || len(flags(t, w, course)) != 0 {
			t.Errorf("%d jobs before the round is due", n)
		}
		w.SetNow(clock.DateOf(w.Now()).AddDays(1).At(5, 0).Add(time.Minute))
		if n := work(t, w); n != 2 || len(flags(t, w, course)) != 1 {
			t.Errorf("%d jobs, %d flags", n, len(flags(t, w, course)))
		}
		w.SetNow(w.Now().Add(24 * time.Hour))
		if n := work(t, w); n != 2 || len(flags(t, w, course)) != 1 {
			t.Errorf("the next day: %d jobs, %d flags", n, len(flags(t, w, course)))
		}
	})
}

func TestCommentsStandBesideTheFigures(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := running(t, w, "active")
		rates(t, w, course, fallsBack...)
		say := func(actor access.Actor, c outcome.Comment) error {
			return w.Write(t, actor, course, func(ctx context.Context, f *casefile.Writer) error { return outcome.Say(ctx, f, c) })
		}
		on := clock.DateOf(w.Now())
		first := outcome.Comment{ID: db.NewID(), RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor", Sees: outcome.SeesOther, Words: "Det går bedre, end tallene siger",
			Way: outcome.BehalfOf, On: on}
		w.OK(t, say(w.Lone, first))
		w.OK(t, say(w.Lone, first)) // a double click
		child := outcome.Comment{ID: db.NewID(), RaterRole: singlecase.Child, RaterID: "villads", RaterName: "Villads", Sees: outcome.SeesSame, Way: outcome.BySelf, On: on}
		w.OK(t, say(w.Lone, child))
		second := first
		second.ID, second.Words, second.Supersedes = db.NewID(), "Det går lidt bedre, end tallene siger", first.ID
		w.OK(t, say(w.Lone, second))
		w.Denied(t, say(w.Dorthe, second))
		w.Denied(t, say(w.Gitte, second))
		w.OK(t, w.Read(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := outcome.Comments(ctx, f)
			latest := outcome.Latest(all)
			if len(all) != 3 || len(latest) != 2 || !all[2].Superseded || latest[0].Words != second.Words || latest[0].Verdict != singlecase.FamilySetbackSigns && latest[0].Verdict != singlecase.FamilySetback {
				t.Errorf("%+v", all)
			}
			return err
		}))
		for name, c := range map[string]outcome.Comment{
			"who":   {RaterRole: singlecase.Consultant, RaterID: "lone", RaterName: "Lone", Sees: outcome.SeesSame, Way: outcome.BySelf, On: on},
			"sees":  {RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla", Sees: "maybe", Way: outcome.BySelf, On: on},
			"words": {RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla", Sees: outcome.SeesOther, Way: outcome.BehalfOf, On: on},
			"way":   {RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla", Sees: outcome.SeesSame, On: on},
			"on":    {RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla", Sees: outcome.SeesSame, Way: outcome.BySelf, On: on.AddDays(1)},
		} {
			c.ID = db.NewID()
			e, ok := fault.As(say(w.Lone, c))
			if !ok || len(e.Fields) != 1 || e.Fields[0].Name != name {
				t.Errorf("%s: %v", name, e)
			}
		}
	})
}

func TestWhomToAsk(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, over := running(t, w, "active"), running(t, w, "closed")
		rates(t, w, course, 4, 5, 6) // the last a fortnight ago
		rates(t, w, over, 4, 5, 6)
		ask := func(who access.Actor) (out []outcome.Reminder) {
			w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				l, err := casefile.OpenList(context.Background(), tx, who, access.Purpose{Code: access.Deliver}, "my-day")
				if err != nil {
					return err
				}
				out, err = outcome.Reminders(context.Background(), l)
				return err
			}))
			return out
		}
		for _, who := range []access.Actor{w.Lone, w.Anders} {
			got := ask(who)
			if len(got) != 1 || got[0].CourseID != course || got[0].RaterID != "camilla" || got[0].Due != clock.DateOf(w.Now()) || len(got[0].Scales) != 1 {
				t.Errorf("%s: %+v", who.Name, got)
			}
		}
		for _, who := range []access.Actor{w.Ellen, w.Gitte, w.Dorthe, w.Mikkel} {
			if got := ask(who); len(got) != 0 {
				t.Errorf("%s is asked: %+v", who.Name, got)
			}
		}
	})
}

// A setback of the whole course and one since a follow-up are one setback while the
// follow-up is the last.
func TestOneSetbackHasOneFlag(t *testing.T) {
	since := clock.NewDate(2026, 6, 11)
	window := outcome.Graded{Strand: instrument.Strand{ID: "s"}, Since: since}
	whole := window
	whole.Result = singlecase.StrandResult{Grade: singlecase.Signs, Direction: singlecase.Down}
	later := window
	later.Since = clock.NewDate(2026, 9, 1)
	if outcome.FlagID(window) == outcome.FlagID(whole) || outcome.FlagID(window) == outcome.FlagID(later) {
		t.Error("different setbacks have one id")
	}
	for name, c := range map[string]struct {
		raised, now outcome.Graded
		want        bool
	}{
		"the same": {window, window, true}, "first since the follow-up, then over the whole": {window, whole, true},
		"first over the whole": {whole, window, true}, "since a later follow-up": {window, later, false},
	} {
		if _, got := outcome.SetbackFlag([]attention.Flag{{ID: outcome.FlagID(c.raised)}}, c.now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
