package rule

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"samspil/internal/clock"
)

//go:embed rules.json
var shippedRows []byte

var shipped = mustParse(shippedRows)

func mustParse(rows []byte) Table {
	t, err := Parse(rows)
	if err != nil {
		panic(err) // the table is compiled in
	}
	return t
}

// Get returns the shipped rule that applies without an end. It panics for an
// id that is not in the table: that is a misspelling in the program.
func Get(id string) Rule {
	r, ok := shipped.Get(id)
	if !ok {
		panic("rule: no rule " + id)
	}
	return r
}

// All returns the shipped table.
func All() Table { return shipped }

// Table is a set of rules; a rule can have several rows, each valid in its time.
type Table struct{ rows []Rule }

// Rules returns the rows in order.
func (t Table) Rules() []Rule { return slices.Clone(t.rows) }

// Get returns the row of the rule that has no end; false when there is none.
func (t Table) Get(id string) (Rule, bool) {
	for _, r := range t.rows {
		if r.ID == id && r.ValidTo.IsZero() {
			return r, true
		}
	}
	return Rule{}, false
}

// On returns the row of the rule that applies on a day; false when none does.
func (t Table) On(id string, day clock.Date) (Rule, bool) {
	for _, r := range t.rows {
		if r.ID == id && !day.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !day.After(r.ValidTo)) {
			return r, true
		}
	}
	return Rule{}, false
}

type row struct {
	ID      string `json:"id"`
	Values  []int  `json:"values"`
	Unit    Unit   `json:"unit"`
	Trigger string `json:"trigger"`
	Source  struct {
		Law         string `json:"law"`
		Section     string `json:"section"`
		TextVersion string `json:"text_version"`
		Origin      string `json:"origin"`
		Text        string `json:"text"`
	} `json:"source"`
	Marks     []Mark     `json:"marks"`
	ValidFrom clock.Date `json:"valid_from"`
	ValidTo   clock.Date `json:"valid_to"`
	Owner     Owner      `json:"owner"`
	Note      string     `json:"note"`
}

// Parse reads a table from JSON. It refuses a row without id, source, mark,
// owner or first day, a negative value, and two rows of one rule that are valid
// on the same day.
func Parse(data []byte) (Table, error) {
	var rows []row
	if err := json.Unmarshal(data, &rows); err != nil {
		return Table{}, fmt.Errorf("read rules: %w", err)
	}
	var t Table
	for i, w := range rows {
		r := w.rule()
		if r.ID == "" || r.Source == "" || r.Unit == "" || r.Owner == "" || len(r.Marks) == 0 || r.ValidFrom.IsZero() {
			return Table{}, fmt.Errorf("read rules: row %d (%s) lacks id, unit, source, mark, owner or first day", i+1, r.ID)
		}
		if slices.ContainsFunc(r.Values, func(v int) bool { return v < 0 }) {
			return Table{}, fmt.Errorf("read rules: row %d (%s) has a negative value", i+1, r.ID)
		}
		if slices.ContainsFunc(t.rows, r.overlaps) {
			return Table{}, fmt.Errorf("read rules: %s has two rows for one day", r.ID)
		}
		t.rows = append(t.rows, r)
	}
	return t, nil
}

func (w row) rule() Rule {
	r := Rule{
		ID: w.ID, Values: w.Values, Unit: w.Unit, Trigger: w.Trigger, TextVersion: w.Source.TextVersion,
		Marks: w.Marks, Note: w.Note, Owner: w.Owner, ValidFrom: w.ValidFrom, ValidTo: w.ValidTo,
	}
	if w.Source.Law != "" && w.Source.Section != "" {
		r.Source = w.Source.Law + " " + w.Source.Section
	} else if w.Source.Origin != "" {
		r.Source, r.originKey = w.Source.Text, "rule.origin."+w.Source.Origin
	}
	return r
}

func (r Rule) overlaps(other Rule) bool {
	ends := func(x Rule) clock.Date {
		if x.ValidTo.IsZero() {
			return clock.NewDate(9999, 12, 31)
		}
		return x.ValidTo
	}
	return r.ID == other.ID && !r.ValidFrom.After(ends(other)) && !other.ValidFrom.After(ends(r))
}
