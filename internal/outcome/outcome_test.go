package outcome_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

func strand(scale string, role singlecase.Role, name string, values ...float64) instrument.Strand {
	s := instrument.Strand{ID: name, Instrument: scale, Version: "1", Title: "Rolige morgener", RaterRole: role, RaterID: name, RaterName: name,
		EveryDays: 14, OpenedOn: clock.NewDate(2026, 1, 5)}
	for i, v := range values {
		s.Ratings = append(s.Ratings, instrument.Rating{ID: db.NewID(), On: s.OpenedOn.AddDays(14 * i), Value: &v, Version: "1", RaterID: name})
	}
	return s
}

// The measurements of the invented families; what the rule finds in them is
// described in the domain reference.
func TestInventedFamilies(t *testing.T) {
	for _, c := range []struct {
		name    string
		strands []instrument.Strand
		want    singlecase.Verdict
	}{
		{"Villads: three see the same", []instrument.Strand{
			strand("goal-rating", singlecase.Parent, "Camilla, mor", 3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7),
			strand("school-days", singlecase.School, "skolen", 2, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5, 5, 5),
			strand("life-ladder", singlecase.Child, "Villads", 4, 4, 5, 4, 5, 6, 6, 7, 6, 7, 7),
		}, singlecase.FamilyDocumented},
		{"Alma: one is flat, the other has too few", []instrument.Strand{
			strand("goal-rating", singlecase.Parent, "Line, mor", 4, 5, 3, 5, 4, 5),
			strand("goal-rating", singlecase.Parent, "Kasper, far", 5, 5, 6),
		}, singlecase.FamilyNotDocumented},
		{"nothing measured", nil, singlecase.FamilyTooFew},
	} {
		d := outcome.Grade(c.strands, clock.NewDate(2026, 10, 1))
		if d.Conclusion.Verdict != c.want {
			t.Errorf("%s: %s, want %s", c.name, d.Conclusion.Verdict, c.want)
		}
	}
}

func TestEveryResultHasASentenceInBothLanguages(t *testing.T) {
	families := []outcome.Development{
		outcome.Grade(nil, clock.NewDate(2026, 10, 1)),
		outcome.Grade([]instrument.Strand{strand("goal-rating", singlecase.Parent, "Camilla, mor", 3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7)}, clock.NewDate(2026, 10, 1)),
		outcome.Grade([]instrument.Strand{strand("goal-rating", singlecase.Parent, "a", 8, 8, 7, 7, 6, 5, 4, 3, 2, 2), strand("life-ladder", singlecase.Child, "b", 8, 8, 7, 7, 6, 5, 4, 3, 2, 2)}, clock.NewDate(2026, 10, 1)),
		outcome.Grade([]instrument.Strand{strand("goal-rating", singlecase.Parent, "a", 8, 8, 7, 7, 6, 5, 4, 3, 2, 2), strand("life-ladder", singlecase.Child, "b", 2, 2, 3, 4, 5, 6, 7, 8, 8, 9)}, clock.NewDate(2026, 10, 1)),
		outcome.Grade([]instrument.Strand{strand("answered-initiatives", singlecase.Observation, "Lone", .30, .35, .33, .42, .45, .50, .52, .55, .58, .62, .60, .48, .44, .38, .35, .36)}, clock.NewDate(2026, 10, 1)),
	}
	for _, l := range lang.All {
		w := outcome.Words{Lang: l, Name: func(id string) string { return id }}
		for _, d := range families {
			texts := []string{w.Conclusion(d), w.Verdict(d.Conclusion.Verdict)}
			for _, s := range d.Strands {
				texts = append(texts, w.Sentence(s), w.GradeWords(s.Result))
			}
			for _, text := range texts {
				if text == "" || strings.ContainsAny(text, "‹{}") {
					t.Errorf("%s: %q", l, text)
				}
				for _, word := range []string{"effekt", "på grund af", "takket", "because of", "effect", "thanks to"} {
					if strings.Contains(strings.ToLower(text), word) {
						t.Errorf("%s claims a cause: %q", l, text)
					}
				}
			}
		}
	}
}

func TestVilladsInWords(t *testing.T) {
	w := outcome.Words{Lang: lang.Danish}
	d := outcome.Grade([]instrument.Strand{strand("goal-rating", singlecase.Parent, "Camilla, mor", 3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7)}, clock.NewDate(2026, 10, 1))
	want := "Der er dokumenteret en udvikling. »Rolige morgener«, set af Camilla, mor, er steget fra omkring 3 til omkring 7 (14 målinger, 5. januar–6. juli). " +
		"Så tydelig en ændring ses hos 2–9 ud af 100 familier, hvor intet har ændret sig. Målingen siger ikke, hvad der er årsagen."
	if got := w.Sentence(d.Strands[0]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestJudgementIsKeptBesideTheFigures(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		judge := func(says singlecase.Says) error {
			return w.Write(t, w.Ellen, course, func(ctx context.Context, f *casefile.Writer) error {
				return outcome.Judge(ctx, f, outcome.Judgement{ID: db.NewID(), Says: says, Reason: "Tre morgener uden råb"})
			})
		}
		w.OK(t, judge(singlecase.SaysNoChange))
		w.OK(t, judge(singlecase.SaysDevelopment))
		w.Denied(t, w.Write(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Writer) error {
			return outcome.Judge(ctx, f, outcome.Judgement{ID: db.NewID(), Says: singlecase.SaysDevelopment, Reason: "x"})
		}))
		w.OK(t, w.Read(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Reader) error {
			d, err := outcome.Develop(ctx, f)
			if d.Judgement.Says != singlecase.SaysDevelopment || d.Judgement.Reason != "Tre morgener uden råb" || d.Conclusion.Verdict != singlecase.FamilyTooFew {
				t.Errorf("got %+v", d)
			}
			return err
		}))
	})
}
