package chart

import (
	"encoding/csv"
	"strconv"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Table holds the numbers of a chart in the reader's language; the first cell of
// a row is its head.
type Table struct {
	Head []string
	Rows [][]string
}

// CSV writes the table with semicolons and a mark of its encoding, as Danish
// spreadsheets open it. A text that a spreadsheet would take for a formula gets
// an apostrophe before it.
func (t Table) CSV() []byte {
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	w.UseCRLF = true
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = notFormula(cell)
		}
		_ = w.Write(safe) // a strings.Builder takes everything
	}
	w.Flush()
	return []byte(b.String())
}

func notFormula(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil {
		return cell
	}
	return "'" + cell
}

// Table lists every measurement with its phase. Head names the three columns:
// date, phase, measurement, with the reason of one that does not count. Absent is the word for one who did not come.
func (p Phase) Table(head [3]string, absent string) Table {
	t := Table{Head: head[:]}
	field := plot{from: p.From, to: p.To}
	for _, s := range p.stretches(field) {
		for _, pt := range s.points {
			value := p.Scale.label(p.Lang, pt.Value)
			switch {
			case pt.Absent:
				value = absent
			case pt.Missed:
				value = p.missedWord(pt)
			case pt.Aside && pt.Word != "":
				value += " (" + pt.Word + ")"
			}
			t.Rows = append(t.Rows, []string{lang.PlainDate(p.Lang, pt.On), s.name, value})
		}
	}
	return t
}

// Table lists every week with its delivered and planned hours. Head names the
// four columns: week beginning, delivered, planned, remark.
func (h Hours) Table(head [4]string) Table {
	t := Table{Head: head[:]}
	delivered := map[string]Week{}
	for _, w := range h.Weeks {
		delivered[monday(w.Of).String()] = w
	}
	for d := monday(h.From); !d.After(h.To); d = d.AddDays(7) {
		w, remark, planned := delivered[d.String()], "", ""
		if hours, ok := h.planned(d); ok {
			planned = lang.Number(h.Lang, hours, 2)
		}
		if w.Absent {
			remark = h.Words.Absent
		}
		for _, wait := range h.Waiting {
			if !d.AddDays(6).Before(wait.From) && !d.After(wait.To) {
				remark = strings.TrimPrefix(remark+", "+h.Words.Waiting, ", ")
			}
		}
		held := ""
		if !w.Of.IsZero() || h.Today.IsZero() || !d.After(h.Today) {
			held = lang.Number(h.Lang, w.Hours, 2)
		}
		t.Rows = append(t.Rows, []string{lang.PlainDate(h.Lang, d), held, planned, remark})
	}
	return t
}

// planned hours of the week that begins on that Monday.
func (h Hours) planned(week clock.Date) (hours float64, ok bool) {
	last := week.AddDays(6)
	for _, s := range h.Plan {
		if !s.From.After(last) && !week.After(h.PlanEnd) {
			hours, ok = s.HoursPerWeek, true
		}
	}
	return hours, ok
}
