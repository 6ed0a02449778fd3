package handout_test

import (
	"strings"
	"testing"

	"samspil/internal/method/singlecase"
	"samspil/internal/report"
	"samspil/internal/report/handout"
)

// What was counted in the contacts of one parent is in no copy for the other, whatever
// is chosen; what staff measure of the whole family can be chosen for both.
func TestWhatWasCountedWithOneParentIsNotGivenToTheOther(t *testing.T) {
	counted := report.Curve{ID: "counted", RaterID: "lone", With: "brian", Role: singlecase.Observation, Title: "Brians afstemning", Rater: "Samspilskodning"}
	whole := report.Curve{ID: "whole", RaterID: "lone", Role: singlecase.Consultant, Title: "Samarbejdet", Rater: "Lone"}
	line := func(c report.Curve) report.Origin {
		o := c.Origin()
		o.Line = c.Title + " går frem."
		return o
	}
	r := report.Report{Kind: report.Status, Content: report.Content{
		Curves: []report.Curve{counted, whole}, Origins: []report.Origin{line(counted), line(whole)},
		Sections: []report.Section{{Question: report.Parents, Facts: "Brians afstemning går frem.\nSamarbejdet går frem."}},
	}}
	for _, c := range []struct{ name, parent, want string }{
		{"his own", "brian", "Brians afstemning går frem.|Samarbejdet går frem.|Brians afstemning|Samarbejdet"},
		{"hers", "trine", "Samarbejdet går frem.|Samarbejdet"},
	} {
		to := handout.Recipient{Kind: handout.Parent, PersonID: c.parent}
		o := handout.Render(r, to, everything(r, to))
		got := strings.Split(o.Sections[0].Facts, "\n")
		if o.Sections[0].Question != report.Parents {
			t.Fatalf("the headings stand in another order: %v", o.Sections)
		}
		for _, v := range o.Curves {
			got = append(got, v.Title)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, not %q", c.name, strings.Join(got, "|"), c.want)
		}
	}
}

// A note of a meeting with one parent alone is in no copy for the other.
func TestAMeetingWithOneParentIsNotGivenToTheOther(t *testing.T) {
	line := func(text string, class report.Class, of ...string) report.Origin {
		return report.Origin{Line: text, Kind: "session", ID: text, Class: class, Of: of}
	}
	r := report.Report{Kind: report.Status, Content: report.Content{
		Origins:  []report.Origin{line("Brian fortalte.", report.Met, "brian"), line("Begge var der.", report.Met, "brian", "trine"), line("Barnet tegnede.", report.Noted, "liva")},
		Sections: []report.Section{{Question: report.Thriving, Observation: "Brian fortalte.\nBegge var der.\nBarnet tegnede."}},
	}}
	for parent, want := range map[string]string{"brian": "Brian fortalte.\nBegge var der.\nBarnet tegnede.", "trine": "Begge var der.\nBarnet tegnede."} {
		to := handout.Recipient{Kind: handout.Parent, PersonID: parent}
		if got := handout.Render(r, to, everything(r, to)).Sections[0].Observation; got != want {
			t.Errorf("%s is given %q", parent, got)
		}
		if got := handout.Render(r, to, nil).Sections[0].Observation; got != "" {
			t.Errorf("%s is given %q and nobody chose it", parent, got)
		}
	}
}
