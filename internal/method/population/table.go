package population

// Table is a table of counts with its sums, where those that could point at a
// family are hidden.
type Table struct {
	// Cells by row and column; nil where hidden.
	Cells [][]*int
	// Rows and Columns are the sums of each, Total the sum of all; nil where hidden.
	Rows, Columns []*int
	Total         *int
}

// SuppressTable hides counts below the threshold in a table that is shown with its
// sums, and every further count from which a hidden one could be worked out by
// subtraction: rows and columns in turn, sums included, until nothing changes. The
// rows are of one length.
func SuppressTable(counts [][]int, threshold int) Table {
	columns := 0
	for _, row := range counts {
		columns = max(columns, len(row))
	}
	t := grid{rows: len(counts), columns: columns, threshold: threshold}
	t.fill(counts)
	for changed := true; changed; {
		changed = false
		for r := range t.rows + 1 {
			changed = t.guard(func(i int) *cell { return &t.cells[r][i] }, columns) || changed
		}
		for c := range columns + 1 {
			changed = t.guard(func(i int) *cell { return &t.cells[i][c] }, t.rows) || changed
		}
	}
	return t.table()
}

// Hidden is a table of which nothing is shown.
func Hidden(rows, columns int) Table {
	t := Table{Rows: make([]*int, rows), Columns: make([]*int, columns)}
	for range rows {
		t.Cells = append(t.Cells, make([]*int, columns))
	}
	return t
}

// cell is a count and whether it is hidden.
type cell struct {
	n      int
	hidden bool
}

// grid is the table with one row and one column more, which hold the sums.
type grid struct {
	rows, columns, threshold int
	cells                    [][]cell
}

func (t *grid) fill(counts [][]int) {
	t.cells = make([][]cell, t.rows+1)
	for r := range t.cells {
		t.cells[r] = make([]cell, t.columns+1)
	}
	for r, row := range counts {
		for c, n := range row {
			for _, at := range []*cell{&t.cells[r][c], &t.cells[r][t.columns], &t.cells[t.rows][c], &t.cells[t.rows][t.columns]} {
				at.n += n
			}
		}
	}
	for _, row := range t.cells {
		for c := range row {
			row[c].hidden = row[c].n < t.threshold
		}
	}
}

// guard looks at one line, whose last place is the sum of the parts before it. It
// hides one more as long as a single hidden one follows from the others, or the
// hidden parts are together so few that they say as much.
func (t *grid) guard(at func(int) *cell, parts int) (changed bool) {
	for {
		hidden, sum := 0, 0
		for i := range parts {
			if c := at(i); c.hidden {
				hidden++
				sum += c.n
			}
		}
		whole := at(parts)
		switch {
		case hidden == 0 && !whole.hidden:
			return changed
		case whole.hidden && hidden >= 1, !whole.hidden && hidden >= 2 && sum >= t.threshold:
			return changed
		}
		next := t.smallest(at, parts)
		if next == nil {
			if whole.hidden || hidden == 0 {
				return changed
			}
			next = whole
		}
		next.hidden, changed = true, true
	}
}

// smallest is the first of the smallest parts still shown, nil when none is.
func (t *grid) smallest(at func(int) *cell, parts int) (found *cell) {
	for i := range parts {
		if c := at(i); !c.hidden && (found == nil || c.n < found.n) {
			found = c
		}
	}
	return found
}

func (t *grid) table() Table {
	shown := func(c cell) *int {
		if c.hidden {
			return nil
		}
		return &c.n
	}
	out := Table{Total: shown(t.cells[t.rows][t.columns])}
	for r := range t.rows {
		row := make([]*int, t.columns)
		for c := range row {
			row[c] = shown(t.cells[r][c])
		}
		out.Cells = append(out.Cells, row)
		out.Rows = append(out.Rows, shown(t.cells[r][t.columns]))
	}
	for c := range t.columns {
		out.Columns = append(out.Columns, shown(t.cells[t.rows][c]))
	}
	return out
}
