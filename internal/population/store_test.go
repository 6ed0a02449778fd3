package population_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/population"
)

var october = clock.NewDate(2026, 10, 1)

// family makes a course that began on a day and is measured by two people every
// two weeks, with those values.
func family(t *testing.T, w *casefiletest.World, programme string, began clock.Date, values ...float64) string {
	t.Helper()
	id := w.Course(t)
	w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		_, err := f.Exec(ctx, `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, basis, start_on, expected_end, hours_granted, version, sealed, entered_by, entered_at)
			VALUES ($1, $2, 'active', 'dorthe', 'gitte', 's32', $3, '2027-01-17', 80, 1, $4, 'x', 0)`, id, programme, began, []byte{})
		return err
	}))
	w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
		for _, rater := range []singlecase.Role{singlecase.Parent, singlecase.School} {
			if len(values) == 0 {
				continue
			}
			s := instrument.Strand{ID: db.NewID(), Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: rater, RaterID: string(rater), RaterName: "x", EveryDays: 14, OpenedOn: began}
			if err := instrument.Open(ctx, f, s); err != nil {
				return err
			}
			for i, v := range values {
				if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: s.ID, On: began.AddDays(14 * i), Value: &v}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	return id
}

var better = []float64{2, 2, 3, 4, 5, 6, 7, 8}

func ask(t *testing.T, w *casefiletest.World, actor access.Actor, q population.Question) (f population.Figures, err error) {
	t.Helper()
	q.Form = population.OnPage
	err = w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		f, err = new(population.Memory).Ask(context.Background(), tx, actor, q)
		return err
	})
	return f, err
}

func answered(t *testing.T, w *casefiletest.World, q population.Question) population.Figures {
	t.Helper()
	f, err := ask(t, w, w.Gitte, q)
	w.OK(t, err)
	return f
}

func TestAQuestionFromFewToNear(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		began := clock.NewDate(2026, 5, 1)
		all := population.Question{AsOf: october}
		for range 4 {
			family(t, w, "preventive", began, better...)
		}
		if f := answered(t, w, all); f.Answer != population.Few || f.Families != nil {
			t.Fatalf("four families: %+v", f)
		}
		for range 2 {
			family(t, w, "preventive", began, better...)
		}
		for range 6 {
			family(t, w, "preventive", began, 4, 4, 4, 4, 4, 4)
		}
		f := answered(t, w, all)
		if f.Answer != population.Full || *f.Families != 12 || f.Low == nil || *f.Low != 50 {
			t.Fatalf("six of twelve families that are documented: %+v", f)
		}
		if f.Continuity != nil || f.Funnel != nil {
			t.Errorf("nobody met, one municipality: %+v", f)
		}
		// Three more: the difference would tell about these three.
		for range 3 {
			family(t, w, "contactsupport", began)
		}
		f = answered(t, w, all)
		if f.Answer != population.Near || f.Families != nil || f.Past == nil || f.Past.By != w.Gitte.Name || f.Past.Question.AsOf != october {
			t.Fatalf("three more families: %+v", f)
		}
		// The twelve alone are the same families as before.
		if f := answered(t, w, population.Question{AsOf: october, Programme: "preventive"}); f.Answer != population.Full || *f.Families != 12 {
			t.Fatalf("the same families: %+v", f)
		}
		for range 2 {
			family(t, w, "contactsupport", began)
		}
		f = answered(t, w, all)
		if f.Answer != population.Full || *f.Families != 17 || !f.Enough {
			t.Fatalf("five more: %+v", f)
		}
		if f := answered(t, w, population.Question{AsOf: october, Programme: "contactsupport"}); f.Answer != population.Incomplete || f.Low != nil || f.Enough || f.Grades.Cells != nil {
			t.Errorf("five that nobody measured: %+v", f)
		}
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			history, err := population.History(context.Background(), tx, w.Gitte)
			var got []population.Answer
			for _, a := range history {
				got = append(got, a.Answer)
			}
			want := []population.Answer{"incomplete", "full", "full", "near", "full", "few"}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("what was asked: %s", d)
			}
			return err
		}))
		lines, found, err := w.Store.Log.Verify(context.Background(), w.Store.DB, w.Store.Keys)
		if err != nil || len(found) > 0 || lines == 0 {
			t.Errorf("audit log: %v %v", found, err)
		}
	})
}

// The lists and the question conclude the same, and nothing after the day counts.
func TestTheSameConclusionAsTheCourse(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		began := clock.NewDate(2026, 5, 1)
		var ids []string
		for range 5 {
			ids = append(ids, family(t, w, "preventive", began, better...))
		}
		for range 5 {
			ids = append(ids, family(t, w, "preventive", began, 8, 8, 7, 6, 5, 4, 3, 2))
		}
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(context.Background(), tx, w.Gitte, access.Purpose{Code: access.Deliver}, "test")
			if err != nil {
				return err
			}
			all, err := outcome.Standings(context.Background(), l, ids...)
			for i, id := range ids {
				want := singlecase.FamilyDocumented
				if i >= 5 {
					want = singlecase.FamilySetback
				}
				if all[id].Conclusion.Verdict != want {
					t.Errorf("course %d: %s", i, all[id].Conclusion.Verdict)
				}
			}
			return err
		}))
		f := answered(t, w, population.Question{AsOf: october})
		if d := f.Grades.Columns; d[0] == nil || *d[0] != 5 || d[1] == nil || *d[1] != 5 {
			t.Errorf("got %+v", f.Grades)
		}
		if june := answered(t, w, population.Question{AsOf: clock.NewDate(2026, 6, 1)}); june.Answer != population.Incomplete {
			t.Errorf("after three measurements: %+v", june)
		}
	})
}

// A municipality's adviser gets the figures of all that the municipality has sent,
// her colleagues' families too, and of nobody else's; what she asks is held against
// what the provider asked.
func TestAMunicipalityCountsItsOwn(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		began := clock.NewDate(2026, 5, 1)
		var ids []string
		for range 11 {
			ids = append(ids, family(t, w, "preventive", began, better...))
		}
		other := access.Actor{ID: "olga", Name: "Olga", Role: access.Adviser, Organisation: "next-door"}
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			if _, err := tx.Exec(context.Background(), `INSERT INTO organisation (id, kind, name, demo, created_at) VALUES ('next-door', 'municipality', 'Nabo Kommune', 1, 0)`); err != nil {
				return err
			}
			if _, err := tx.Exec(context.Background(), `INSERT INTO account (id, organisation_id, email, name, role, leader_id, deputy_id, created_at) VALUES ('olga', 'next-door', 'olga@demo.invalid', 'Olga', 'adviser', '', '', 0)`); err != nil {
				return err
			}
			for _, id := range ids[6:] {
				if _, err := tx.Exec(context.Background(), `UPDATE access_now SET staff_id = 'olga' WHERE course_id = $1 AND relation = 'adviser'`, id); err != nil {
					return err
				}
			}
			return nil
		}))
		count := func(a access.Actor, want int) population.Figures {
			t.Helper()
			f, err := ask(t, w, a, population.Question{AsOf: october})
			w.OK(t, err)
			if f.Families == nil || *f.Families != want || f.Funnel != nil {
				t.Fatalf("%s is told of %+v, want %d families", a.Name, f, want)
			}
			return f
		}
		count(w.Lars, 6)
		count(w.Dorthe, 6)
		if f := count(other, 5); f.Answer != population.Full {
			t.Errorf("the measurements of her own: %+v", f)
		}
		count(w.Gitte, 11)
		// One more of next door: six are the five and one, eleven are the twelve but one.
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			_, err := tx.Exec(context.Background(), `UPDATE access_now SET staff_id = 'olga' WHERE course_id = $1 AND relation = 'adviser'`, ids[0])
			return err
		}))
		for _, a := range []access.Actor{other, w.Dorthe} {
			f, err := ask(t, w, a, population.Question{AsOf: october})
			if w.OK(t, err); f.Answer != population.Near || f.Families != nil {
				t.Errorf("%s is told of a set that differs by one: %+v", a.Name, f)
			}
		}
		left := w.Dorthe
		left.ID = "nobody"
		if f, err := ask(t, w, left, population.Question{AsOf: october}); err != nil || f.Answer != population.Few {
			t.Errorf("somebody of no municipality: %+v, %v", f, err)
		}
	})
}

// What is remembered is never told in place of what was added or corrected since.
func TestTheMemoryForgetsWhatChanged(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		began := clock.NewDate(2026, 5, 1)
		var ids []string
		for range 6 {
			ids = append(ids, family(t, w, "preventive", began, better...))
		}
		for range 6 {
			ids = append(ids, family(t, w, "preventive", began, 4, 4, 4, 4, 4, 4))
		}
		var m population.Memory
		both := func(what string, documented int) {
			t.Helper()
			w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				q := population.Question{AsOf: october, Form: population.OnPage}
				fresh, err := new(population.Memory).Ask(context.Background(), tx, w.Gitte, q)
				if err != nil {
					return err
				}
				kept, err := m.Ask(context.Background(), tx, w.Gitte, q)
				if d := cmp.Diff(fresh, kept, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); d != "" {
					t.Errorf("%s: %s", what, d)
				}
				if c := kept.Grades.Columns; len(c) == 0 || c[0] == nil || *c[0] != documented {
					t.Errorf("%s: %+v, want %d documented", what, kept.Grades, documented)
				}
				return err
			}))
		}
		both("at first", 6)
		both("again", 6)
		for _, id := range ids[:1] { // what was best is corrected to the worst
			w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
				strands, err := instrument.Strands(ctx, &f.Reader)
				if err != nil {
					return err
				}
				worst := 0.0
				for _, s := range strands {
					for _, r := range s.Ratings[3:] {
						if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: s.ID, On: r.On, Value: &worst, Supersedes: r.ID}); err != nil {
							return err
						}
					}
				}
				return nil
			}))
		}
		both("corrected", 5)
		family(t, w, "preventive", began, better...)
		family(t, w, "preventive", began, better...)
		for range 3 {
			family(t, w, "preventive", began, better...)
		}
		both("five more", 10)
	})
}

func TestWhoMayAskAndWhat(t *testing.T) {
	w := casefiletest.One(t)
	for range 6 {
		family(t, w, "preventive", clock.NewDate(2026, 5, 1), better...)
	}
	for _, a := range []access.Actor{w.Lone, w.Ellen, w.Admin} {
		_, err := ask(t, w, a, population.Question{AsOf: october})
		w.Denied(t, err)
		w.Denied(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			_, err := population.History(context.Background(), tx, a)
			return err
		}))
	}
	other := w.Gitte
	other.ID = "another-leader"
	if f, err := ask(t, w, other, population.Question{AsOf: october}); err != nil || f.Answer != population.Few {
		t.Errorf("a leader of no course: %+v, %v", f, err)
	}
	for _, day := range []clock.Date{{}, clock.NewDate(2026, 9, 30), clock.NewDate(2026, 11, 1), clock.NewDate(2025, 9, 1)} {
		if _, err := ask(t, w, w.Gitte, population.Question{AsOf: day}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("as of %s: %v", day, err)
		}
	}
	if f := answered(t, w, population.Question{AsOf: october, Began: 2025}); f.Answer != population.Few {
		t.Errorf("nobody began in 2025: %s", strconv.Quote(string(f.Answer)))
	}
}
