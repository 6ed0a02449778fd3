package paper

import (
	"fmt"
	"strings"
)

const (
	// cellPad is the space beside the text of a cell.
	cellPad  = 6.0
	cellSize = noteSize + 0.5
)

// PairedShares are the widths of two facts beside each other, in hundredths.
var PairedShares = []int{14, 36, 18, 32}

func (l *layout) facts(in *element, f Facts) {
	t := in.child("Table")
	t.summary = f.Caption
	if f.Paired {
		l.paired(t, f.Rows)
		l.y -= bodyLine / 2
		return
	}
	first := l.wide() * 0.3
	for _, row := range f.Rows {
		l.row(t, cells{{text: row.Name, tag: "TH", scope: "Row", wide: first}, {text: row.Text, tag: "TD", wide: l.wide() - first}}, false)
	}
	l.y -= bodyLine / 2
}

// paired sets two facts to a row, without lines between them.
func (l *layout) paired(t *element, rows []Fact) {
	l.bare = true
	for i := 0; i < len(rows); i += 2 {
		var all cells
		for k, f := range rows[i:min(i+2, len(rows))] {
			all = append(all, cell{text: f.Name, tag: "TH", scope: "Row", wide: l.wide() * float64(PairedShares[2*k]) / 100}, cell{text: f.Text, tag: "TD", wide: l.wide() * float64(PairedShares[2*k+1]) / 100})
		}
		if len(rows) > 1 && len(all) == 2 {
			all[1].over = 3 // as many columns as the rows above
		}
		l.row(t, all, false)
	}
	l.bare = false
}

func (l *layout) table(in *element, t Table) {
	if len(t.Head) == 0 {
		return
	}
	if t.Caption != "" {
		l.need(7 * bodyLine)
		l.flow(in.child("P"), wrap(Strong(t.Caption), bodySize, l.wide()), bodySize, bodyLine, ink)
	}
	e := in.child("Table")
	e.summary = t.Caption
	wide := t.Columns(l.wide())
	head := make(cells, len(t.Head))
	for i, text := range t.Head {
		head[i] = cell{text: text, tag: "TH", scope: "Column", wide: wide[i]}
	}
	first := bodyLine
	if len(t.Rows) > 0 {
		first = min(t.cells(0, wide).height(), l.full()/3)
	}
	whole := head.height()
	for i := range t.Rows {
		whole += t.cells(i, wide).height()
	}
	if whole > l.full()/3 { // a short one is not split
		whole = first + head.height()
	}
	l.need(whole)
	l.row(e, head, true)
	for i := range t.Rows {
		line := t.cells(i, wide)
		if !l.fits(line.height()) && line.height() <= l.full() {
			l.turn()
			l.row(nil, head, true)
		}
		l.row(e, line, false)
	}
	l.y -= bodyLine / 2
}

// cells of a row, the first naming it.
func (t Table) cells(row int, wide []float64) cells {
	out := make(cells, len(wide))
	for i := range wide {
		out[i] = cell{tag: "TD", wide: wide[i]}
		if i < len(t.Rows[row]) {
			out[i].text = t.Rows[row][i]
		}
	}
	out[0].tag, out[0].scope = "TH", "Row"
	return out
}

// Columns divides a width, in points, between the columns by their shares; a column
// whose longest word needs more takes it from those that have some to spare.
func (t Table) Columns(wide float64) []float64 {
	columns := max(len(t.Head), len(t.Wide))
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	out, spare, lacks, sum := make([]float64, columns), make([]float64, columns), 0.0, 0
	for i := range out {
		sum += t.share(i)
	}
	all := 0.0
	for i := range out {
		out[i] = wide * float64(t.share(i)) / float64(sum)
		if least := t.longest(i); out[i] < least {
			lacks, out[i] = lacks+least-out[i], least
		} else {
			spare[i] = out[i] - least
			all += spare[i]
		}
	}
	if lacks > all { // no division fits: words are broken
		for i := range out {
			out[i] = wide * float64(t.share(i)) / float64(sum)
		}
		return out
	}
	for i := range out {
		if all > 0 {
			out[i] -= lacks * spare[i] / all
		}
	}
	return out
}

// longest is the width that the longest word of a column needs.
func (t Table) longest(column int) float64 {
	most := 0.0
	measure := func(text string, face weight) {
		for _, word := range strings.Fields(hold(text)) {
			most = max(most, typefaces()[face].width(held.Replace(word), cellSize))
		}
	}
	if column < len(t.Head) {
		measure(t.Head[column], strong)
	}
	for _, row := range t.Rows {
		if column < len(row) && column == 0 {
			measure(row[column], strong)
		} else if column < len(row) {
			measure(row[column], regular)
		}
	}
	return most + cellPad + 1
}

// share is a column's part of the width.
func (t Table) share(i int) int {
	if i < len(t.Wide) && t.Wide[i] > 0 {
		return t.Wide[i]
	}
	return 1
}

// cell is a cell of a row that is being set.
type cell struct {
	text, tag, scope string
	wide             float64
	over             int // columns it goes over, when more than one
}

type cells []cell

func (c cell) lines() []line {
	return wrap([]Span{{Text: c.text, Strong: c.tag == "TH"}}, cellSize, c.wide-cellPad)
}

func (all cells) height() float64 {
	most := 1
	for _, c := range all {
		most = max(most, len(c.lines()))
	}
	return float64(most)*noteLine + 6
}

// row sets a row; one that is taller than a page goes on on the next. Under no
// element it is a head repeated on a later page, which is not read again.
func (l *layout) row(in *element, all cells, head bool) {
	if height := all.height(); height <= l.full() {
		l.need(height)
	}
	var owners []*element
	if in != nil {
		owners = rowElements(in.child("TR"), all)
	}
	set := make([][]line, len(all))
	most := 1
	for i, c := range all {
		set[i] = c.lines()
		most = max(most, len(set[i]))
	}
	for from := 0; from < most; {
		room := max(1, int((l.y-footMargin-6)/noteLine))
		to := min(most, from+room)
		l.rowLines(owners, all, set, from, to)
		l.y -= float64(to-from) * noteLine
		if from = to; from < most {
			l.turn()
		}
	}
	l.y -= 6
	if l.bare {
		return
	}
	width, colour := 0.5, hairColour
	if head {
		width, colour = 1, ink
	}
	l.sheet().rule(pen{colour, width}, at{l.left(), l.y + 1.5}, at{l.left() + l.wide(), l.y + 1.5})
}

func rowElements(tr *element, all cells) []*element {
	owners := make([]*element, len(all))
	for i, c := range all {
		owners[i] = tr.child(c.tag)
		if c.scope != "" {
			owners[i].attrs = "/A <</O /Table /Scope /" + c.scope + ">>"
		}
		if c.over > 1 {
			owners[i].attrs = fmt.Sprintf("/A <</O /Table /ColSpan %d>>", c.over)
		}
	}
	return owners
}

// rowLines sets some of the lines of a row's cells beside each other.
func (l *layout) rowLines(owners []*element, all cells, set [][]line, from, to int) {
	x := l.left()
	for i, c := range all {
		var owner *element
		if owners != nil {
			owner = owners[i]
		}
		for k := from; k < min(to, len(set[i])); k++ {
			l.pieces(owner, set[i][k], at{x, l.y - float64(k-from+1)*noteLine + 2}, cellSize, ink)
		}
		x += c.wide
	}
}
