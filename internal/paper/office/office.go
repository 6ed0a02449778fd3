// Package office writes a document for word processors: Word's own form and the open
// one. They hold what the PDF holds, set as it is there as far as a word processor
// allows: facts in pairs, headings on the page of their text, a frame around the
// conclusion. A drawing is a picture with its words.
package office

import "samspil/internal/paper"

// textWidth is the room between the margins of A4 (170 mm), in points.
const textWidth = 481.9

// grid is how a table is set out.
type grid struct {
	columns int
	every   int  // each so manieth column names what stands after it; 0 the first alone
	lines   bool // between the rows
}

// names reports whether a column holds names.
func (g grid) names(column int) bool {
	if g.every > 0 {
		return column%g.every == 0
	}
	return column == 0
}

func gridOf(f paper.Facts) grid {
	if f.Paired {
		return grid{columns: 4, every: 2}
	}
	return grid{columns: 2, lines: true}
}

// facts are set as a table, two to a row when paired.
func facts(f paper.Facts) paper.Table {
	t := paper.Table{Caption: f.Caption, Wide: []int{3, 7}}
	for i, one := range f.Rows {
		if f.Paired && i%2 == 1 {
			last := &t.Rows[len(t.Rows)-1]
			*last = append(*last, one.Name, one.Text)
			continue
		}
		t.Rows = append(t.Rows, []string{one.Name, one.Text})
	}
	if f.Paired {
		t.Wide = paper.PairedShares
	}
	return t
}

// colour of the broad line of a box.
func colour(b paper.Box) string {
	switch {
	case b.Good:
		return "0F6E4B"
	case b.Bad:
		return "A0420F"
	}
	return "1B2326"
}
