package instrument_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/score"
	"samspil/internal/plan"
)

// What may be skipped follows from how the questionnaire is scored.
func TestWhatMayBeSkipped(t *testing.T) {
	item := func(id string) instrument.Item { return instrument.Item{LinkID: id, Max: 2} }
	for _, c := range []struct {
		name string
		part instrument.Part
		want []bool // of a and b
	}{
		{"every answer is needed", instrument.Part{LinkIDs: []string{"a", "b"}, MinAnswered: 2, Missing: "none"}, []bool{false, false}},
		{"a missing one gives no figure, whatever the least", instrument.Part{LinkIDs: []string{"a", "b"}, MinAnswered: 1, Missing: "none"}, []bool{false, false}},
		{"a missing one is made up for", instrument.Part{LinkIDs: []string{"a", "b"}, MinAnswered: 1, Missing: "prorate"}, []bool{true, true}},
		{"all are needed though they are made up for", instrument.Part{LinkIDs: []string{"a", "b"}, MinAnswered: 2, Missing: "prorate"}, []bool{false, false}},
		{"only one counts", instrument.Part{LinkIDs: []string{"a"}, MinAnswered: 1, Missing: "none"}, []bool{true, true}},
	} {
		c.part.ID, c.part.Op = "total", score.Sum
		e := instrument.Edition{Number: 1, Definition: instrument.Definition{ID: "who-5", Items: []instrument.Item{item("a"), item("b")}, Parts: []instrument.Part{c.part}}}
		var got []bool
		for _, q := range (instrument.Strand{Instrument: "who-5"}).Asks(e, plan.Goal{}, lang.Danish) {
			got = append(got, q.MaySkip)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Every scale that is shipped is either asked in both languages with something to
// press, or not asked at all.
func TestEveryScaleIsAskedOrNot(t *testing.T) {
	asked := 0
	for _, scale := range instrument.Scales() {
		d, _ := instrument.DefinitionNamed(scale.Definition)
		for _, l := range lang.All {
			all := instrument.Strand{Instrument: scale.ID}.Asks(instrument.Edition{Definition: d}, plan.Goal{}, l)
			if len(all) > 0 && (scale.Coded || scale.Licensed) {
				t.Errorf("%s is asked", scale.ID)
			}
			for _, q := range all {
				asked++
				if q.Text == "" || q.Item == "" || len(q.Options) < 2 || q.Shape == instrument.AsNumber && (q.Least == "" || q.Most == "") {
					t.Errorf("%s in %s: %+v", scale.ID, l, q)
				}
			}
		}
	}
	if asked < 20 {
		t.Errorf("%d questions", asked)
	}
}
