package paper_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/paper"
)

func TestWhatBelongsTogetherIsNotParted(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a section of a law", "barnets lov § 32, stk. 1, nr. 5", "barnets lov §~32, stk.~1, nr.~5"},
		{"a share", "fra 30 % til 45 %", "fra 30~% til 45~%"},
		{"a date", "(1. maj, 29. maj)", "(1.~maj, 29.~maj)"},
		{"a date in English", "9 October, 2 November; 3 goals", "9~October, 2~November; 3 goals"},
		{"a span of days", "den 2.–3. juni", "den 2.–3.~juni"},
		{"a time of day", "kl. 14.30", "kl.~14.30"},
		{"the end of a sentence", "Det er 5. Så gik det bedre. 7 af 10", "Det er 5. Så gik det bedre. 7 af 10"},
		{"nothing to tie", "Noah rakte klodsen frem", "Noah rakte klodsen frem"},
	} {
		got := strings.ReplaceAll(paper.Bind(c.text), "\u00a0", "~")
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestAColumnHasRoomForItsLongestWord(t *testing.T) {
	table := paper.Table{Head: []string{"Mål", "Set af"}, Rows: [][]string{{"En lang tekst, der gerne må gå over flere linjer", "Samspilskodning"}}, Wide: []int{9, 1}}
	got := table.Columns(200)
	if got[1] < 60 || got[0]+got[1] < 199.9 || got[0]+got[1] > 200.1 {
		t.Errorf("columns are %v", got)
	}
	if got := table.Columns(40); got[0] < 35.9 || got[0] > 36.1 {
		t.Errorf("where no division fits, the shares hold: %v", got)
	}
}
