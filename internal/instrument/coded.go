package instrument

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// LeastEvents is how many events a counted figure rests on at least; with fewer the
// contact counts as one that was not measured.
const LeastEvents = 10

// Counted is what a measurement that was counted from a coded contact rests on.
type Counted struct {
	N        int      // events
	Segments []string // the coded segments that were added up
}

// TooFew reports a contact that was coded and held too few events to be counted.
func (r Rating) TooFew() bool { return r.Counted != nil && r.Value == nil }

// count fills coded strands with what was counted in the contacts while the strand
// was open: in each by one coder, over all that person coded of it. The strand's
// rater is the one it was opened with, or when that person has coded none of them,
// whoever coded the first. What was typed before contacts were coded stays, and the
// rule treats the change as a change of version.
func count(strands []Strand, all []interaction.Figures) {
	for i := range strands {
		s := &strands[i]
		scale, _ := ScaleNamed(s.Instrument)
		if !scale.Coded {
			continue
		}
		agreement := interaction.PairsOf(all, scale.Indicator)
		s.Agreement = &agreement
		own := s.ofPair(all)
		figures := s.whileOpen(interaction.PerSession(own, scale.Indicator, s.RaterID))
		if len(figures) > 0 && len(s.Ratings) == 0 && !slices.ContainsFunc(figures, func(v interaction.SessionFigure) bool { return v.CoderID == s.RaterID }) {
			s.RaterID = figures[0].CoderID
			figures = s.whileOpen(interaction.PerSession(own, scale.Indicator, s.RaterID))
		}
		for _, v := range figures {
			r := Rating{ID: v.SessionID + " " + scale.Indicator, StrandID: s.ID, On: v.On, Version: v.Version, RaterID: v.CoderID, SessionID: v.SessionID,
				EnteredBy: v.CoderID, EnteredAt: v.At, Counted: &Counted{int(v.Sum.N), v.Segments}}
			if v.Sum.N >= LeastEvents {
				r.Value = v.Sum.Value(scale.Indicator)
			}
			s.Ratings = append(s.Ratings, r)
		}
		slices.SortStableFunc(s.Ratings, func(a, b Rating) int { return cmp.Compare(a.On.Sub(b.On), 0) })
	}
}

// ofPair keeps what was coded of the strand's own child and grown-up, and notes what is
// left out because it is not known who was there. A strand that was opened before
// anybody said who it is about counts the one pair that was coded; where several were,
// it counts none, for two pairs have no curve in common.
func (s *Strand) ofPair(all []interaction.Figures) []interaction.Figures {
	var own []interaction.Figures
	visits, pairs := map[string]bool{}, map[string]bool{}
	for _, g := range all {
		switch {
		case s.Pair == "" && g.Pair != "" && g.Pair != interaction.UnknownPair:
			pairs[g.Pair] = true
			own = append(own, g)
		case s.Pair != "" && g.Pair == s.Pair:
			own = append(own, g)
		case g.Pair == "" || g.Pair == interaction.UnknownPair:
			visits[g.SessionID] = true
		}
	}
	s.PairUnknown, s.PairsMixed = len(visits), len(pairs) > 1
	if s.PairsMixed {
		return nil
	}
	return own
}

// pairOf makes sure that a coded strand names its pair: a line of contacts, or where the
// course has none a child and a grown-up. Where there is one only, it is that; where
// there are several, somebody must choose.
func pairOf(ctx context.Context, f *casefile.Writer, s *Strand, p *fault.Problems) error {
	rows, err := f.Query(ctx, `SELECT DISTINCT strand_id FROM arrangement WHERE course_id = $1`, f.CourseID)
	pairs, err := db.Scan(rows, err, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) })
	if err != nil {
		return fmt.Errorf("look for the contacts of course %s: %w", f.CourseID, err)
	}
	if len(pairs) == 0 {
		if pairs, err = couples(ctx, &f.Reader); err != nil {
			return err
		}
	}
	switch {
	case s.Pair == "" && len(pairs) == 1:
		s.Pair = pairs[0]
	case s.Pair == "" && len(pairs) > 1, s.Pair != "" && !slices.Contains(pairs, s.Pair):
		p.Add("pair", "instrument.which-pair")
	}
	return nil
}

// couples are the pairs of a course whose programme has no contacts; in one that has
// them the lines of contacts are the pairs, as soon as there are any.
func couples(ctx context.Context, f *casefile.Reader) ([]string, error) {
	c, err := course.Get(ctx, f)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if p, ok := programme.Shipped().Get(c.Programme); ok && p.HasContact() {
		return nil, nil
	}
	cards, err := person.Cards(ctx, f)
	var out []string
	for _, c := range interaction.Couples(cards) {
		out = append(out, c.Pair())
	}
	return out, err
}

// whileOpen keeps the sessions of the days on which the strand was measured: one
// opened later would be chosen by what it shows.
func (s Strand) whileOpen(all []interaction.SessionFigure) []interaction.SessionFigure {
	return slices.DeleteFunc(all, func(v interaction.SessionFigure) bool {
		return v.On.Before(s.OpenedOn) || !s.StoppedOn.IsZero() && v.On.After(s.StoppedOn)
	})
}

func anyCoded(strands []Strand) bool {
	return slices.ContainsFunc(strands, func(s Strand) bool {
		scale, _ := ScaleNamed(s.Instrument)
		return scale.Coded
	})
}

// addCounted reads the figures of a course's coded contacts into its strands.
func addCounted(ctx context.Context, f *casefile.Reader, strands []Strand) error {
	if !anyCoded(strands) {
		return nil
	}
	all, err := interaction.FiguresOf(ctx, f)
	if err == nil {
		count(strands, all)
	}
	return err
}

// began is the version that a strand's measurements began with.
func (s Strand) began() string {
	for _, r := range s.Ratings {
		if !r.Superseded && r.Value != nil && r.Version != "" {
			return r.Version
		}
	}
	return s.Version
}
