package contact

import (
	"strings"
	"time"

	"samspil/internal/session"
)

// Gap is something the minimum record asks for that is not there. Key says
// why it is asked. Part is where it is written. Signature marks what signing
// itself brings, or what the form of signing asks: no reason replaces it.
type Gap struct {
	ID        string // "M01" to "M22" of domain reference 10.5
	Part      Part
	Key       string
	Signature bool
}

// Missing compares a contact with the minimum record. Of a contact that may
// not be described, only attendance and safety are asked for; of one that did
// not take place, only why. What the place of care tells afterwards (M21) is
// never asked for before signing.
func Missing(c Contact, now time.Time) []Gap {
	switch c.Status {
	case session.Cancelled, session.NoShow:
		return nil // session.Cancel has asked for side, reason and notice
	case session.Planned:
		return []Gap{{ID: "M02", Part: PartDuring, Key: "contact.gap.M02"}}
	}
	g := gaps{contact: c}
	g.attendance()
	if ok, _ := c.Arrangement.Describable(c.When(), now); ok {
		g.description()
	}
	g.safety()
	if c.Attention == nil {
		g.list = append(g.list, Gap{ID: "M20", Part: PartAfter, Key: "contact.gap.M20", Signature: true})
	}
	if !c.Signed() {
		g.list = append(g.list, Gap{ID: "M22", Part: PartAfter, Key: "contact.gap.M22", Signature: true})
	}
	return g.list
}

type gaps struct {
	contact Contact
	list    []Gap
}

func (g *gaps) need(id string, p Part, there bool) {
	if !there {
		g.list = append(g.list, Gap{ID: id, Part: p, Key: "contact.gap." + id})
	}
}

func said(texts ...string) bool {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return true
		}
	}
	return false
}

// attendance is part A: who, when, where. M06 and M07 hold only what was out
// of the ordinary, so an empty field says that nothing was.
func (g *gaps) attendance() {
	c, d := g.contact, g.contact.During
	g.need("M01", PartDuring, c.Arrangement.ID != "")
	g.need("M02", PartDuring, !c.Start.IsZero() && !c.End.IsZero() && said(c.Place))
	g.need("M03", PartDuring, said(d.BroughtBy) && said(d.FetchedBy))
	g.need("M04", PartDuring, len(c.Staff) > 0)
	g.need("M05", PartDuring, len(c.Persons) > 0)
	g.need("M08", PartDuring, d.Outcome != "" && (d.Outcome != Stopped || c.Stop != nil))
}

// description is part B: before, the interplay, after, and the assessment
// apart from it.
func (g *gaps) description() {
	b, d, a := g.contact.Before, g.contact.During, g.contact.After
	g.need("M09", PartBefore, b.Held != nil)
	if b.Held != nil && *b.Held {
		g.need("M10", PartBefore, said(b.Focus))
	}
	g.need("M11", PartDuring, said(d.Arrival))
	g.need("M12", PartDuring, said(g.contact.Observation))
	g.need("M13", PartDuring, said(d.Help))
	g.need("M14", PartDuring, said(d.Goodbye))
	g.need("M15", PartDuring, said(d.ChildWords))
	g.need("M16", PartAfter, a.Held != nil)
	if a.Held != nil && *a.Held && said(b.Focus) {
		g.need("M16F", PartAfter, a.FocusRating != nil || said(a.FocusAnswer))
	}
	g.need("M17", PartAfter, said(g.contact.Assessment))
}

// safety is part C. A stop must have its record; an incident must say who was
// told.
func (g *gaps) safety() {
	d := g.contact.During
	if said(d.Incident) {
		g.need("M18", PartDuring, said(d.IncidentTold))
	}
	if d.Outcome == Stopped {
		g.need("M19", PartDuring, g.contact.Stop != nil)
	}
}
