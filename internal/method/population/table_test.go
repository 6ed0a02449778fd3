package population

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSuppressTableOfTwoByTwo(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts [][]int
		hidden int // of the four cells
	}{
		{"large ones are shown", [][]int{{9, 8}, {7, 6}}, 0},
		{"one small one hides all four: each follows from a sum", [][]int{{3, 20}, {20, 20}}, 4},
		{"zero is small too", [][]int{{0, 20}, {20, 20}}, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := SuppressTable(c.counts, LeastCount)
			hidden := 0
			for _, row := range got.Cells {
				for _, n := range row {
					if n == nil {
						hidden++
					}
				}
			}
			if hidden != c.hidden || got.Total == nil {
				t.Errorf("%d cells hidden, want %d; total %v", hidden, c.hidden, got.Total)
			}
		})
	}
}

func TestASumThatIsTooSmallIsHidden(t *testing.T) {
	got := SuppressTable([][]int{{1, 2}, {0, 1}}, LeastCount)
	if got.Total != nil || got.Rows[0] != nil || got.Columns[1] != nil {
		t.Errorf("four families in all are shown: %+v", got)
	}
}

// No line of a table, sums included, may have a single hidden place, and what is
// hidden in a line with a shown sum is together not small.
func TestNothingFollowsBySubtraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
		counts := make([][]int, rows)
		for r := range counts {
			counts[r] = rapid.SliceOfN(rapid.IntRange(0, 15), columns, columns).Draw(t, "row")
		}
		got := SuppressTable(counts, LeastCount)
		line := func(what string, parts []*int, values []int, whole *int) {
			hidden, sum := 0, 0
			for i, p := range parts {
				if p == nil {
					hidden++
					sum += values[i]
				} else if *p < LeastCount || *p != values[i] {
					t.Fatalf("%s shows %d of %d", what, *p, values[i])
				}
			}
			if whole != nil && (hidden == 1 || hidden > 1 && sum < LeastCount) || whole == nil && hidden == 0 {
				t.Fatalf("%s gives a hidden count away: %v of %v", what, hidden, values)
			}
		}
		for r, row := range got.Cells {
			line("a row", row, counts[r], got.Rows[r])
		}
		rowSums, columnSums := make([]int, rows), make([]int, columns)
		for c := range columns {
			part, values := make([]*int, rows), make([]int, rows)
			for r := range rows {
				part[r], values[r] = got.Cells[r][c], counts[r][c]
				rowSums[r] += counts[r][c]
				columnSums[c] += counts[r][c]
			}
			line("a column", part, values, got.Columns[c])
		}
		line("the sums of rows", got.Rows, rowSums, got.Total)
		line("the sums of columns", got.Columns, columnSums, got.Total)
	})
}
