package instrument

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
)

// Unknown are the scales of a questionnaire whose error nobody knows, so that no change
// on them can be graded. An administrator can record what a publication says of them.
func (d Definition) Unknown() []Part {
	return slices.DeleteFunc(slices.Clone(d.Parts), func(p Part) bool {
		sem, _ := d.sem(p.ID)
		return sem > 0 || p.Level == "ordinal"
	})
}

// error is the error of one measurement, 0 where what is said does not give it.
func (c Change) error() float64 {
	switch {
	case c.SEM > 0:
		return c.SEM
	case c.SD > 0 && c.Reliability > 0:
		return singlecase.SEM(c.SD, c.Reliability)
	}
	return 0
}

// errors are the errors recorded of the scales that came without one. Each needs its
// source, and a figure that lies within its scale.
func (b Basis) errors(was Edition, p *fault.Problems) []Change {
	came, _ := DefinitionNamed(was.ID)
	var out []Change
	for _, c := range b.Errors {
		c.Source = strings.TrimSpace(c.Source)
		if c.SEM == 0 && c.SD == 0 && c.Reliability == 0 && c.Source == "" {
			continue
		}
		i := slices.IndexFunc(came.Unknown(), func(part Part) bool { return part.ID == c.Scale })
		if i < 0 {
			p.Add("status", "instrument.error.not-here")
			continue
		}
		part := came.Unknown()[i]
		inside := func(field string, v, most float64) {
			if v != 0 && !(v > 0 && v < most) {
				p.Add(field+"-"+part.ID, "instrument.error.outside", fault.Args{"most": most})
			}
		}
		inside("sem", c.SEM, part.Max-part.Min)
		inside("sd", c.SD, part.Max-part.Min)
		inside("retest", c.Reliability, 1)
		if c.error() == 0 {
			p.Add("sem-"+part.ID, "instrument.error.needed")
		}
		if c.Source == "" {
			p.Add("known-"+part.ID, "instrument.edition.needed")
		}
		if len([]rune(c.Source)) > longestText {
			p.Add("known-"+part.ID, "instrument.too-long", fault.Args{"max": longestText})
		}
		if c.Reliability > 0 {
			c.ReliabilityType = "test-retest"
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Scale, b.Scale) })
	return out
}

// addKnown gives the strands the errors that were recorded here for scales that came
// without one. Nothing is read where there is no such strand.
func addKnown(strands []Strand, query func() (*sql.Rows, error)) error {
	lacks := func(s Strand) bool { scale := s.Scale(); return scale.Licensed && scale.SEM == 0 }
	if !slices.ContainsFunc(strands, lacks) {
		return nil
	}
	rows, err := query()
	all, err := db.Scan(rows, err, func(r *sql.Rows) (Definition, error) {
		var text string
		if err := r.Scan(&text); err != nil {
			return Definition{}, err
		}
		return ParseDefinition([]byte(text))
	})
	if err != nil {
		return fmt.Errorf("read recorded errors: %w", err)
	}
	known := map[string][]Change{}
	for _, d := range all {
		known[d.ID] = d.Known // ordered by number: the last one stands
	}
	for i, s := range strands {
		scale := s.Scale()
		for _, c := range known[scale.Definition] {
			if lacks(s) && c.Scale == scale.Part {
				strands[i].Known = &c
			}
		}
	}
	return nil
}

func knownOf(ctx context.Context, f *casefile.Reader, strands []Strand) error {
	return addKnown(strands, func() (*sql.Rows, error) {
		return f.Query(ctx, `SELECT definition FROM questionnaire ORDER BY instrument, number`)
	})
}

func knownOfList(ctx context.Context, l *casefile.List, strands []Strand) error {
	return addKnown(strands, func() (*sql.Rows, error) {
		// A questionnaire is no family's: the condition is what a list asks of every statement.
		return l.Query(ctx, `SELECT definition FROM questionnaire WHERE EXISTS (SELECT 1 FROM access_now) ORDER BY instrument, number`)
	})
}
