package outcome_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/session"
)

// coded makes a session on a day and a segment of it with so many bids of which
// the first were answered, the first of those without help.
func coded(t *testing.T, w *casefiletest.World, course string, who access.Actor, day clock.Date, counts [3]int) (sessionID, segmentID string) {
	t.Helper()
	sessionID, segmentID = db.NewID(), db.NewID()
	w.OK(t, w.Write(t, who, course, func(ctx context.Context, f *casefile.Writer) error {
		if err := session.Plan(ctx, f, session.Session{ID: sessionID, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(10, 0),
			PlannedEnd: day.At(11, 0), Place: "Hjemme", Staff: []string{who.ID}, Persons: []string{"noah"}}); err != nil {
			return err
		}
		return code(ctx, f, interaction.Segment{ID: segmentID, SessionID: sessionID, StartedAt: day.At(10, 5)}, counts)
	}))
	return sessionID, segmentID
}

func code(ctx context.Context, f *casefile.Writer, s interaction.Segment, counts [3]int) error {
	s.Part, s.Scheme, s.Source = "play", "mikro 1.0", interaction.Desk
	if err := interaction.Open(ctx, f, s); err != nil {
		return err
	}
	var list []interaction.Entry
	add := func(at int64, deed interaction.Deed, code string) {
		list = append(list, interaction.Entry{ID: fmt.Sprintf("%s-%d", s.ID, len(list)), Device: "p", Seq: len(list) + 1, At: at, Deed: deed, Code: code})
	}
	bids, answered, alone := counts[0], counts[1], counts[2]
	for i := range bids {
		at := int64(i) * 20000
		add(at+5000, interaction.Point, "B-INI")
		if i >= alone && i < answered {
			add(at+5500, interaction.Point, "K-STØ")
		}
		if i < answered {
			add(at+6500, interaction.Point, "F-FØL")
		}
	}
	add(int64(bids)*20000, interaction.End, "")
	_, err := interaction.Append(ctx, f, s.ID, list)
	return err
}

func open(t *testing.T, w *casefiletest.World, course, scale string, on clock.Date) {
	t.Helper()
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: db.NewID(), Instrument: scale, Title: "Sanne følger Noahs leg", RaterRole: singlecase.Observation,
			RaterID: "lone", RaterName: "Samspilskodning", EachContact: true, OpenedOn: on})
	}))
}

func develop(t *testing.T, w *casefiletest.World, who access.Actor, course string) (d outcome.Development) {
	t.Helper()
	w.OK(t, w.Read(t, who, course, func(ctx context.Context, f *casefile.Reader) (err error) {
		d, err = outcome.Develop(ctx, f)
		return err
	}))
	return d
}

func TestCodedContactsAreMeasurements(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, first := w.Course(t), clock.NewDate(2026, 6, 1)
		open(t, w, course, "answered-initiatives", first)
		coded(t, w, course, w.Lone, first.AddDays(-7), [3]int{20, 12, 12}) // before the strand was opened
		for i, alone := range []int{3, 4, 4, 6, 7, 8, 10, 11} {
			coded(t, w, course, w.Lone, first.AddDays(14*i), [3]int{20, 12, alone})
		}
		coded(t, w, course, w.Lone, first.AddDays(115), [3]int{12, 9, 9}) // nine answers: too few
		for _, who := range []access.Actor{w.Lone, w.Dorthe} {
			d := develop(t, w, who, course)
			s := d.Strands[0]
			if len(s.Made()) != 8 || math.Abs(*s.Made()[0].Value-.25) > 1e-12 || math.Abs(*s.Made()[7].Value-11./12) > 1e-12 {
				t.Fatalf("%s: got %+v", who.ID, s.Made())
			}
			few := s.Ratings[8]
			if !few.TooFew() || few.Counted.N != 9 || s.Result.LeftOut.Missing != 1 || len(s.Missed) != 1 {
				t.Errorf("too few events: %+v, %+v", few, s.Result.LeftOut)
			}
			if s.Result.Grade != singlecase.Documented || s.Result.Direction != singlecase.Up || s.Result.SEM != 0.1 {
				t.Errorf("got %+v", s.Result)
			}
			if s.Agreement == nil || s.Agreement.N != 0 || s.Agreement.ICC != nil {
				t.Errorf("nobody coded with Lone: %+v", s.Agreement)
			}
		}
		// The list says the same as the course.
		want := develop(t, w, w.Lone, course)
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(context.Background(), tx, w.Lone, access.Purpose{Code: access.Deliver}, "development")
			if err != nil {
				return err
			}
			all, err := outcome.Standings(context.Background(), l, course)
			got := all[course]
			if got.Conclusion != want.Conclusion || got.Strands[0].Result.Grade != want.Strands[0].Result.Grade || got.Measurements() != 8 {
				t.Errorf("the list says %+v, the course %+v", got.Conclusion, want.Conclusion)
			}
			return err
		}))
	})
}

func TestAnotherCoderAndAnotherVersionAreTreatedAsTheRuleSays(t *testing.T) {
	w := casefiletest.One(t)
	course, first := w.Course(t), clock.NewDate(2026, 6, 1)
	open(t, w, course, "answered-initiatives", first)
	for i := range 5 {
		coded(t, w, course, w.Lone, first.AddDays(14*i), [3]int{20, 12, 6})
	}
	coded(t, w, course, w.Anders, first.AddDays(80), [3]int{20, 12, 6})
	_, live := coded(t, w, course, w.Lone, first.AddDays(90), [3]int{20, 12, 6})
	s := develop(t, w, w.Lone, course).Strands[0]
	if s.Result.LeftOut.OtherRater != 1 || s.Result.N != 6 || live == "" {
		t.Errorf("got %+v", s.Result.LeftOut)
	}
	// A strand whose rater coded nothing is that of whoever coded first.
	open(t, w, course, "attunement", first)
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: db.NewID(), Instrument: "responses", Title: "Svar", RaterRole: singlecase.Observation,
			RaterID: "ellen", EachContact: true, OpenedOn: first.AddDays(75)})
	}))
	for _, s := range develop(t, w, w.Lone, course).Strands {
		if s.Instrument == "responses" && (s.RaterID != "anders" || len(s.Made()) != 2 || s.Result.LeftOut.OtherRater != 0 && s.Result.Grade != singlecase.TooLittle) {
			t.Errorf("got %s, %+v", s.RaterID, s.Result)
		}
	}
}

func TestTheErrorIsThatOfTwoCodersWhenItIsLarger(t *testing.T) {
	w := casefiletest.One(t)
	course, first := w.Course(t), clock.NewDate(2026, 6, 1)
	open(t, w, course, "answered-initiatives", first)
	for i := range 5 {
		day := first.AddDays(14 * i)
		sessionID, segment := coded(t, w, course, w.Lone, day, [3]int{20, 12, 9})
		w.OK(t, w.Write(t, w.Anders, course, func(ctx context.Context, f *casefile.Writer) error {
			return code(ctx, f, interaction.Segment{ID: db.NewID(), SessionID: sessionID, SecondOf: segment, StartedAt: day.At(10, 5)}, [3]int{20, 12, 3})
		}))
	}
	s := develop(t, w, w.Lone, course).Strands[0]
	// Each pair differs by a half: √(5·0.25/10).
	if want := math.Sqrt(0.125); s.Agreement.N != 5 || math.Abs(s.Scale().SEM-want) > 1e-12 || math.Abs(s.Result.SEM-want) > 1e-12 {
		t.Errorf("got %v over %d, want %v", s.Scale().SEM, s.Agreement.N, want)
	}
	if len(s.Made()) != 5 || *s.Made()[0].Value != .75 {
		t.Errorf("the second coder counts: %v", *s.Made()[0].Value)
	}
}
