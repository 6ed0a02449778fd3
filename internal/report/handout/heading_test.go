package handout_test

import (
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/report/reporttest"
)

// A heading over lines that are not in the copy is not in it either: a parent who has
// measured nothing reads no "Det kan vi ikke se endnu:" with something else under it.
func TestNoHeadingStandsAlone(t *testing.T) {
	w := casefiletest.One(t)
	m := &family{reporttest.Villads(t, w), t, w}
	m.plant()
	r := m.approved()
	for _, person := range []string{m.Mother, m.Father, "nobody"} {
		to := handout.Recipient{Kind: handout.Parent, PersonID: person, Hidden: true}
		o := handout.Render(r, to, everything(r, to))
		for _, s := range o.Sections {
			if s.Question != report.Changed {
				continue
			}
			lines := strings.Split(s.Facts, "\n")
			for i, line := range lines {
				if !strings.HasSuffix(line, ":") {
					continue
				}
				if i+1 == len(lines) || r.Content.OriginsOf(lines[i+1])[0].Kind != "strand" {
					t.Errorf("%s: %q stands over what is not its own: %q", person, line, lines)
				}
			}
		}
	}
}
