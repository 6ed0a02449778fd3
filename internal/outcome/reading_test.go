package outcome_test

import (
	"testing"

	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"

	"github.com/google/go-cmp/cmp"
)

// mixed is a strand with one measurement of each kind that the rule leaves out.
func mixed() instrument.Strand {
	s := strand("goal-rating", singlecase.Parent, "mor", 2, 3, 4, 5, 6, 7, 8)
	s.Ratings[1].On = s.Ratings[2].On
	s.Ratings[3].RaterID = "far"
	s.Ratings[4].Version = "0"
	s.Ratings[5].Superseded = true
	s.Ratings[6].Value = nil
	return s
}

func TestEveryMeasurementIsListedWithWhatTheRuleDoesWithIt(t *testing.T) {
	d := outcome.Grade([]instrument.Strand{mixed()}, clock.NewDate(2026, 4, 1))
	if n := d.Strands[0].Result.N; n != 2 {
		t.Fatalf("the rule counts %d, want 2", n)
	}
	table := outcome.Words{Lang: lang.Danish, Name: func(id string) string { return id }}.Listing(d)
	column := map[string]int{}
	for i, head := range table.Head {
		column[head] = i
	}
	var got [][4]string
	for _, row := range table.Rows {
		got = append(got, [4]string{row[column["Måling"]], row[column["Udgave"]], row[column["Tæller med"]], row[column["Hvorfor ikke"]]})
	}
	want := [][4]string{
		{"2", "1", "Ja", ""}, {"", "", "Nej", "mangler"}, {"3", "1", "Nej", "samme dag som en senere"}, {"4", "1", "Ja", ""}, {"5", "1", "Nej", "givet af en anden"},
		{"6", "0", "Nej", "anden udgave af skemaet"}, {"7", "1", "Nej", "rettet senere"}, {"", "", "Nej", "mangler"}, {"", "1", "Nej", "mangler"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherVersionBeginsAPhase(t *testing.T) {
	g := outcome.Grade([]instrument.Strand{mixed()}, clock.NewDate(2026, 4, 1)).Strands[0]
	if got := g.NewVersions(); len(got) != 1 || got[0] != g.Ratings[4].On {
		t.Errorf("new versions on %v", got)
	}
	if got := g.Counted(); len(got) != 2 || *got[0].Value != 2 || *got[1].Value != 4 {
		t.Errorf("%d count", len(got))
	}
}
