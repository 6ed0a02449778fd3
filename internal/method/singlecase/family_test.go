package singlecase

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func seen(role Role, person string, grade Grade, direction Direction) Graded {
	return Graded{ID: person + "/" + string(role), Rater: Rater{role, person}, Grade: grade, Direction: direction, N: 10}
}

func TestConcludeFamily(t *testing.T) {
	yes := Judgement{true, SaysDevelopment}
	mother3, mother2 := seen(Parent, "mor", Documented, Up), seen(Parent, "mor", Signs, Up)
	school3, school2 := seen(School, "skole", Documented, Up), seen(School, "skole", Signs, Up)
	flat := seen(Child, "barn", NotDocumented, None)
	tooFew := seen(Child, "barn", TooLittle, None)
	down := seen(Child, "barn", Signs, Down)
	for _, c := range []struct {
		name      string
		strands   []Graded
		judgement Judgement
		verdict   Verdict
		basis     Basis
		why       Why
	}{
		{"nothing measured", nil, yes, FamilyTooFew, "", ""},
		{"only too few", []Graded{tooFew}, Judgement{}, FamilyTooFew, "", ""},
		{"three people, three areas", []Graded{mother3, school3, seen(Child, "barn", Signs, Up)}, Judgement{}, FamilyDocumented, TwoSources, ""},
		{"one person and a judgement that agrees", []Graded{mother3}, yes, FamilyDocumented, OneAndJudged, ""},
		{"one person without a judgement", []Graded{mother3}, Judgement{}, FamilySigns, "", OnePerson},
		{"a judgement that is not written does not count", []Graded{mother3}, Judgement{false, SaysDevelopment}, FamilySigns, "", OnePerson},
		{"the team alone never", []Graded{seen(Consultant, "k", Documented, Up), seen(Psychologist, "p", Documented, Up)}, yes, FamilySigns, "", TeamOnly},
		{"the team's own may be the clear one", []Graded{seen(Consultant, "k", Documented, Up), mother2}, Judgement{}, FamilyDocumented, TwoSources, ""},
		{"a consultant who coded is one person", []Graded{seen(Consultant, "k", Documented, Up), seen(Observation, "k", Documented, Up)}, Judgement{}, FamilySigns, "", OnePerson},
		{"two signs are not clear", []Graded{mother2, school2}, yes, FamilySigns, "", NotClear},
		{"exactly half is not more than half, nor a third documented of four", []Graded{mother3, school2, flat, flat}, yes, FamilySigns, "", TooFewAreas},
		{"a third documented by two people", []Graded{mother3, school2, flat}, Judgement{}, FamilyDocumented, TwoSources, ""},
		{"one down makes it mixed", []Graded{mother3, school3, down}, yes, FamilyMixed, "", ""},
		{"setback by two", []Graded{seen(Parent, "mor", Documented, Down), seen(Observation, "koder", Signs, Down)}, Judgement{}, FamilySetback, TwoSources, ""},
		{"signs of setback", []Graded{down}, Judgement{}, FamilySetbackSigns, "", NotClear},
		{"flat", []Graded{flat, tooFew}, yes, FamilyNotDocumented, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ConcludeFamily(c.strands, c.judgement)
			if got.Verdict != c.verdict || got.Basis != c.basis || got.Why != c.why {
				t.Errorf("got %s %q %q, want %s %q %q", got.Verdict, got.Basis, got.Why, c.verdict, c.basis, c.why)
			}
		})
	}
}

func TestConclusionKeepsCountsAndDisagreement(t *testing.T) {
	strands := []Graded{
		seen(Consultant, "k", Documented, Up), seen(Parent, "mor", Documented, Up), seen(Parent, "mor", Signs, Up),
		seen(School, "skole", NotDocumented, None), seen(Child, "barn", TooLittle, None),
	}
	strands[3].N, strands[4].N = 14, 30
	yes := true
	want := Conclusion{
		Rule: RuleName, Verdict: FamilyDocumented, Basis: TwoSources,
		Strands: 5, StrandsGraded: 4, StrandsUp: 3, Raters: 3, RatersUp: 2,
		GreatestN: 14, Clearest: "mor/parent", JudgementDiffers: &yes,
	}
	if d := cmp.Diff(want, ConcludeFamily(strands, Judgement{true, SaysNoChange})); d != "" {
		t.Error(d)
	}
}

// strength of a conclusion about a development.
var strength = map[Verdict]int{FamilyNotDocumented: 0, FamilySigns: 1, FamilyDocumented: 2}

func TestMoreStrandsNeverBuyAConclusion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roles := []Role{Parent, Child, School, Consultant, Observation}
		var strands []Graded
		for range rapid.IntRange(1, 9).Draw(t, "strands") {
			i := rapid.IntRange(0, len(roles)-1).Draw(t, "rater")
			grade := Grade(rapid.IntRange(0, 3).Draw(t, "grade"))
			direction := None
			if grade >= Signs {
				direction = Up
			}
			strands = append(strands, seen(roles[i], string(roles[i]), grade, direction))
		}
		judgement := Judgement{rapid.Bool().Draw(t, "written"), SaysDevelopment}
		before := ConcludeFamily(strands, judgement)
		flat := append(append([]Graded{}, strands...), seen(Child, "flat", NotDocumented, None))
		if after := ConcludeFamily(flat, judgement); strength[after.Verdict] > strength[before.Verdict] {
			t.Fatalf("an unchanged strand lifts %s to %s", before.Verdict, after.Verdict)
		}
		for i := range strands {
			if strands[i].Grade != Signs {
				continue
			}
			raised := append([]Graded{}, strands...)
			raised[i].Grade = Documented
			if after := ConcludeFamily(raised, judgement); strength[after.Verdict] < strength[before.Verdict] {
				t.Fatalf("a clearer strand lowers %s to %s", before.Verdict, after.Verdict)
			}
		}
	})
}
