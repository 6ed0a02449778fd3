package handout

import (
	"slices"
	"strings"

	"samspil/internal/report"
)

// headed reports whether a heading of the report is in the recipient's copy.
func (r Recipient) headed(q report.Question) bool {
	switch r.Kind {
	case Adviser, Court, Parent:
		return true
	case Child:
		return q != report.Attention
	case Foster, School:
		return slices.Contains([]report.Question{report.Goals, report.Thriving, report.Next, report.Transitions}, q)
	}
	return false
}

// stance says whether a line goes into the recipient's copy. Where a line may have
// come from two things, the stricter answer holds; a line written by hand is asked.
func (r Recipient) stance(c report.Content, l report.Layer, line string) Stance {
	if r.Kind == Adviser {
		return Given
	}
	from := c.OriginsOf(line)
	if len(from) == 0 {
		return r.written()
	}
	out := Given
	for _, o := range from {
		out = max(out, r.of(o))
	}
	if r.Kind == Court && (l == report.Interpretation || l == report.Assessment) {
		out = max(out, Asked)
	}
	return out
}

func (r Recipient) written() Stance {
	switch r.Kind {
	case Court, Parent, Child, Foster, School:
		return Asked
	}
	return Never
}

// of is the stance to a line that was drawn.
func (r Recipient) of(o report.Origin) Stance {
	switch r.Kind {
	case Adviser:
		return Given
	case Court:
		return courtOf(o)
	case Parent:
		return r.parentOf(o)
	case Child:
		return r.childOf(o)
	case Foster, School:
		if o.Class == report.OfPlace || o.Class == report.Judged || o.Class == report.Common {
			return Asked
		}
	}
	return Never
}

func courtOf(o report.Origin) Stance {
	switch o.Class {
	case report.Common, report.Own, report.OfChild, report.OfPlace, report.Noted, report.Met:
		return Given
	case report.Judged:
		return Asked
	}
	return Never
}

func (r Recipient) parentOf(o report.Origin) Stance {
	switch o.Class {
	case report.Common:
		return Given
	case report.Own:
		if len(o.Of) == 1 && o.Of[0] == r.PersonID {
			return Given
		}
	case report.OfPlace:
		if !r.Hidden {
			return Given
		}
	case report.Noted:
		// What staff saw or counted with the other parent is of the other parent.
		if (o.Kind == "contact" || o.Kind == "strand" && len(o.Of) > 0) && !slices.Contains(o.Of, r.PersonID) {
			return Never
		}
		return Asked
	case report.Met: // a meeting without this parent is the other one's
		if slices.Contains(o.Of, r.PersonID) {
			return Asked
		}
	case report.OfChild, report.Judged:
		return Asked
	}
	return Never
}

func (r Recipient) childOf(o report.Origin) Stance {
	switch o.Class {
	case report.Common:
		return Given
	case report.OfChild:
		if slices.Contains(o.Of, r.PersonID) {
			return Given
		}
	case report.OfPlace:
		if !r.Hidden {
			return Asked
		}
	case report.Noted, report.Met, report.Judged:
		return Asked
	}
	return Never
}

func (r Recipient) curve(v report.Curve) Stance {
	if v.ID == "" {
		return Never
	}
	return r.of(v.Origin())
}

// Offered is a line of the report as it is shown to who makes a copy ready.
type Offered struct {
	ID       string
	Question report.Question // empty for the conclusion's sentence and the curves
	Layer    report.Layer
	Text     string
	Stance   Stance
	Names    []string // other people of the course that the line names
}

// Offer lists everything of a report with what becomes of it in the recipient's
// copy. others are the names of the people of the course that are not the
// recipient: a line that names one is marked.
func Offer(c report.Content, to Recipient, others []string) []Offered {
	var out []Offered
	add := func(o Offered) {
		for _, name := range others {
			if name != "" && strings.Contains(o.Text, name) {
				o.Names = append(o.Names, name)
			}
		}
		out = append(out, o)
	}
	if c.Summary != "" && to.Kind != Foster && to.Kind != School && c.Section(report.Conclusion).Facts == "" {
		stance := Asked
		if to.Kind == Adviser {
			stance = Given
		}
		add(Offered{ID: summaryID, Text: c.Summary, Stance: stance})
	}
	for _, s := range c.Sections {
		if !to.headed(s.Question) {
			continue
		}
		for _, l := range report.LayersOf(s.Question) {
			for _, line := range split(s.Text(l)) {
				add(Offered{ID: LineID(s.Question, l, line), Question: s.Question, Layer: l, Text: line, Stance: to.stance(c, l, line)})
			}
		}
	}
	for _, v := range c.Curves {
		add(Offered{ID: curveID(v), Text: v.Title + ", " + v.Rater, Stance: to.curve(v)})
	}
	return out
}
