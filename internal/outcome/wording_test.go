package outcome_test

import (
	"fmt"
	"strings"
	"testing"

	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

// whole reports whether a text has every place filled and claims no cause.
func whole(t *testing.T, l lang.Lang, name, text string) {
	t.Helper()
	if text == "" || strings.ContainsAny(text, "‹{}") || strings.Contains(text, "%!") {
		t.Errorf("%s, %s: %q", l, name, text)
	}
	for _, word := range []string{"effekt", "virkning", "på grund af", "takket", "succes", "fiasko", "because of", "effect", "thanks to", "success", "failure"} {
		if strings.Contains(strings.ToLower(text), word) {
			t.Errorf("%s, %s claims too much: %q", l, name, text)
		}
	}
}

func TestEveryGradeHasItsWords(t *testing.T) {
	day := clock.NewDate(2026, 3, 4)
	test := func(first, last float64) *singlecase.Test { return &singlecase.Test{First: first, Last: last} }
	results := []singlecase.StrandResult{}
	for _, reason := range []singlecase.Reason{singlecase.ReasonOrdinal, singlecase.ReasonNoSEM, singlecase.ReasonTooFew, singlecase.ReasonTooShort, singlecase.ReasonUneven} {
		results = append(results, singlecase.StrandResult{Reason: reason, N: 4, SpanDays: 20}, singlecase.StrandResult{Reason: reason, N: 4, LacksStart: true})
	}
	for n := 5; n <= 40; n++ {
		results = append(results, singlecase.StrandResult{Grade: singlecase.NotDocumented, Direction: singlecase.None, N: n, Whole: test(3, 3)})
		for _, way := range []singlecase.Direction{singlecase.Up, singlecase.Down} {
			for grade := singlecase.Signs; grade <= singlecase.Documented; grade++ {
				results = append(results, singlecase.StrandResult{Grade: grade, Direction: way, N: n, Whole: test(3, 7), From: day, To: day.AddDays(70)})
			}
		}
	}
	for _, l := range lang.All {
		w := outcome.Words{Lang: l, Name: func(id string) string { return id }}
		for _, scale := range instrument.Scales() {
			for _, r := range results {
				if scale.Design == singlecase.PrePost && r.Grade == singlecase.Documented {
					continue // the rule never gives it
				}
				g := outcome.Graded{Strand: instrument.Strand{Instrument: scale.ID, Title: "Rolige aftener", RaterName: "Camilla, mor"}, Result: r, Window: r, Since: day}
				name := fmt.Sprint(scale.ID, r.Grade, r.Direction, r.Reason, r.N)
				whole(t, l, name, w.Sentence(g))
				whole(t, l, name+" in few words", w.Plain(g))
				whole(t, l, name+" since", w.WindowSentence(g))
				whole(t, l, name+" grade", w.GradeWords(r))
			}
		}
		for _, key := range []string{"outcome.strand.2.up.prepost", "outcome.strand.2.down.prepost", "outcome.window.2.up.prepost", "outcome.window.2.down.prepost"} {
			if !lang.Has(l, key) {
				t.Errorf("%s lacks %s", l, key)
			}
		}
	}
}

func TestEveryConclusionHasItsWords(t *testing.T) {
	for _, l := range lang.All {
		w := outcome.Words{Lang: l, Name: func(id string) string { return "Henrik" }}
		for _, verdict := range []singlecase.Verdict{singlecase.FamilyTooFew, singlecase.FamilyMixed, singlecase.FamilyDocumented, singlecase.FamilySigns,
			singlecase.FamilySetback, singlecase.FamilySetbackSigns, singlecase.FamilyNotDocumented} {
			for _, basis := range []singlecase.Basis{singlecase.TwoSources, singlecase.OneAndJudged} {
				for _, why := range []singlecase.Why{singlecase.TeamOnly, singlecase.NotClear, singlecase.TooFewAreas, singlecase.OnePerson} {
					d := outcome.Development{Strands: []outcome.Graded{{Strand: strand("goal-rating", singlecase.Parent, "Camilla, mor", 3, 7)}},
						Judgement:  outcome.Judgement{ID: "j", Reason: "Tre rolige aftener", EnteredBy: "h"},
						Conclusion: singlecase.Conclusion{Rule: singlecase.RuleName, Verdict: verdict, Basis: basis, Why: why, StrandsGraded: 3, StrandsUp: 2, StrandsDown: 1, RatersUp: 2, GreatestN: 12, Clearest: "Camilla, mor"}}
					name := fmt.Sprint(verdict, basis, why)
					whole(t, l, name, w.Conclusion(d))
					whole(t, l, name+" in few words", w.PlainFamily(d))
					whole(t, l, name+" beside", w.Beside(d, 81.5))
					if verdict != singlecase.FamilyDocumented && verdict != singlecase.FamilySetback && verdict != singlecase.FamilyMixed {
						continue
					}
					differs := true
					d.Conclusion.JudgementDiffers = &differs
					whole(t, l, name+" differs", w.Differs(d))
				}
			}
		}
		whole(t, l, "the rule", lang.T(l, "outcome.family.rule", nil))
	}
}

// The figures come from the tables of the simulation, for the number of
// measurements at hand.
func TestTheFiguresInTheWordsAreLookedUp(t *testing.T) {
	w := outcome.Words{Lang: lang.Danish}
	say := func(r singlecase.StrandResult) string {
		r.Whole = &singlecase.Test{First: 3, Last: 7}
		return w.Sentence(outcome.Graded{Strand: instrument.Strand{Instrument: "goal-rating", Title: "x", RaterName: "y"}, Result: r})
	}
	for want, r := range map[string]singlecase.StrandResult{
		"ses hos 2–8 ud af 100 familier":                                             {Grade: singlecase.Documented, Direction: singlecase.Up, N: 10},
		"ses hos højst 1 ud af 100 familier":                                         {Grade: singlecase.Documented, Direction: singlecase.Up, N: 6},
		"med 6 målinger opdager vi omkring 4 ud af 10 virkelige fremgange på 3 trin": {Grade: singlecase.NotDocumented, N: 6},
	} {
		if got := say(r); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// A setback after progress is never told to a family as nothing, or as progress.
func TestASetbackSinceTheFollowUpIsSaidPlainly(t *testing.T) {
	w := outcome.Words{Lang: lang.Danish}
	back := outcome.Graded{Since: clock.NewDate(2026, 6, 11), Window: singlecase.StrandResult{Grade: singlecase.Signs, Direction: singlecase.Down}}
	for verdict, want := range map[singlecase.Verdict]string{
		singlecase.FamilyDocumented: "Noget går den rigtige vej, og noget er blevet dårligere. Det taler vi om sammen.", singlecase.FamilySigns: "Noget går den rigtige vej, og noget er blevet dårligere. Det taler vi om sammen.",
		singlecase.FamilyNotDocumented: "Tallene er blevet dårligere. Det taler vi om sammen.", singlecase.FamilySetback: "Tallene er blevet dårligere. Det taler vi om sammen.",
	} {
		d := outcome.Development{Strands: []outcome.Graded{back}, Conclusion: singlecase.Conclusion{Verdict: verdict}}
		if got := w.PlainFamily(d); got != want {
			t.Errorf("%s: %s", verdict, got)
		}
	}
	for _, grade := range []singlecase.Grade{singlecase.NotDocumented, singlecase.Documented} {
		back.Result = singlecase.StrandResult{Grade: grade, Direction: singlecase.Up}
		if got := w.Plain(back); got != "Tallene er blevet dårligere. Det taler vi om sammen." {
			t.Errorf("grade %d: %s", grade, got)
		}
	}
}
