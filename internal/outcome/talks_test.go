package outcome_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// From the plan on two questions are asked after the meetings without anybody choosing
// them; they enter no conclusion, and a no with its reason stays a no.
func TestQuestionsAfterMeetings(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		p, _ := programme.Shipped().Get("preventive")
		child, mother := "", ""
		w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
			for _, c := range []person.Card{
				{Role: person.Child, Name: "Villads", Birth: clock.NewDate(2019, 5, 14)}, {Role: person.Child, Name: "Lilly", Birth: clock.NewDate(2023, 5, 14)},
				{Role: person.Parent, Name: "Camilla"},
			} {
				c.ID = db.NewID()
				id, err := person.Add(ctx, f, c)
				if err != nil {
					return err
				}
				switch c.Name {
				case "Villads":
					child = id
				case "Camilla":
					mother = id
				}
			}
			return nil
		}))
		begin := func() {
			w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
				return outcome.BeginTalks(ctx, f, p, f.Today().AddDays(3), func(key string) string { return key })
			}))
		}
		begin()
		begin()
		d := develop(t, w, w.Lone, course)
		var got []string
		for _, g := range d.Talks {
			got = append(got, g.Instrument+" "+g.RaterName+" "+g.OpenedOn.String())
		}
		want := []string{"session-heard Camilla 2026-10-04", "session-heard Villads 2026-10-04", "session-forward Camilla 2026-10-04", "session-forward Villads 2026-10-04"}
		if diff := cmp.Diff(want, got); diff != "" || len(d.Strands) != 0 || d.Conclusion.StrandsGraded != 0 {
			t.Fatalf("%s, %d strands", diff, len(d.Strands))
		}
		no := func(form, reason string) error {
			return w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
				return outcome.DeclineTalks(ctx, f, form, mother, reason)
			})
		}
		if err := no("a", " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("no without a reason: %v", err)
		}
		w.OK(t, no("a", "Hun synes, det er for meget"))
		w.OK(t, no("a", "Hun synes, det er for meget"))
		begin()
		for _, g := range develop(t, w, w.Lone, course).Talks {
			if (g.RaterID == mother) == g.StoppedOn.IsZero() || g.RaterID == mother && (len(g.Ratings) != 1 || g.Ratings[0].Words != "Hun synes, det er for meget") {
				t.Errorf("%s of %s: stopped %q, %+v", g.Instrument, g.RaterName, g.StoppedOn, g.Ratings)
			}
		}
		// What the child answers is shown, and however it moves nothing is concluded from it.
		for i := range 12 {
			value := float64(min(10, i))
			w.SetNow(clock.NewDate(2026, 10, 10).AddDays(14*i).At(9, 0))
			w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
				for _, g := range d.Talks {
					if g.RaterID == child {
						if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: g.ID, On: f.Today(), Value: &value}); err != nil {
							return err
						}
					}
				}
				return nil
			}))
		}
		d = develop(t, w, w.Lone, course)
		if d.Conclusion.StrandsGraded != 0 || len(d.Talks[1].Made()) != 12 || d.Talks[1].Result.Grade != 0 || d.Measurements() != 0 {
			t.Errorf("concluded: %+v, %+v", d.Conclusion, d.Talks[1].Result)
		}
		words := outcome.Words{Lang: "da"}
		if got := words.GradeWords(d.Talks[1].Result) + ": " + words.Sentence(d.Talks[1]); got != "Vises, men regnes ikke med: Spørgsmålet handler om mødet og samarbejdet. Svarene bliver ikke brugt til at sige, om der er sket en udvikling." {
			t.Error(got)
		}
	})
}
