package contacts

import (
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// codingForm asks anew whether somebody may be coded: a yes can be taken back, and a
// no too.
func (a area) codingForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "coding")
	if err != nil {
		return nil, err
	}
	at := f.Now()
	if end := p.C.Until(); at.After(end) {
		at = end
	}
	v.Form.Fill("at", clockText(at))
	return web.Page("contacts/coding", p).Titled("contacts.coding.title"), nil
}

func (a area) answerCoding(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	day := clock.DateOf(c.When())
	if today := f.Today(); today.Before(day) {
		day = today // asked ahead
	}
	said := contact.CodingAnswer{ID: v.Form.ID(), SessionID: c.ID, At: v.Form.Time(&p, "at", day)}
	if answer := v.Form.Bool3("coding"); answer == nil {
		p.Add("coding", "contacts.answer")
	} else {
		said.Agrees = *answer
	}
	err = coursepage.Both(&p, func() error { return contact.AnswerCoding(v.Context(), f, said) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.codingForm})
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaer", c.ID), "contacts.coding.saved"), nil
}

// Said tells each answer about coding, in the order it was given.
func (p partPage) Said() []string { return p.head.codingSaid(p.C) }

func (h head) codingSaid(c contact.Contact) []string {
	var out []string
	for _, a := range c.Coding {
		key := "contacts.coding.no"
		if a.Agrees {
			key = "contacts.coding.yes"
		}
		out = append(out, h.v.Say(key, fault.Args{"name": h.WhoIs(c.Arrangement.Counterpart), "time": a.At, "who": h.WhoIs(a.EnteredBy)}))
	}
	return out
}

// AsksCoding reports whether the answer about coding matters here: there is one, the
// contact is still to come, or it has been coded.
func (p contactPage) AsksCoding() bool {
	coded := p.Interplay != nil && p.Interplay.Coded()
	return len(p.C.Coding) > 0 || p.Described && (coded || p.C.Status == session.Planned)
}

// CodingFact is what was answered about coding, or that nobody has asked.
func (p contactPage) CodingFact() web.Fact {
	fact := web.Fact{Label: p.T("contacts.coding.label"), Texts: p.codingSaid(p.C)}
	if len(fact.Texts) == 0 {
		fact.Tag = web.Tag{Kind: "none", Text: p.T("contacts.coding.unasked")}
	}
	return fact
}

// against are the stretches that were coded although the answer in force was no: they
// were begun then, or went on for longer than it takes to put a telephone away. Mostly
// two telephones were at work and one had not heard of the answer.
func (p *contactPage) against(v *web.Visit, f *casefile.Reader) error {
	if len(p.C.Coding) == 0 {
		return nil
	}
	all, err := interaction.Segments(v.Context(), f, p.C.ID)
	for _, s := range all {
		ended := s.StartedAt.Add(time.Duration(s.Folded.EndAt) * time.Millisecond)
		if refusedAt(p.C, s.StartedAt) || refusedAt(p.C, ended.Add(-away)) {
			p.Against = append(p.Against, v.Say("contacts.coding.against", fault.Args{"name": p.Parent, "time": s.StartedAt, "part": v.T("interplay.part.name." + s.Part)}))
		}
	}
	return err
}

// away is how long it takes to put a telephone away.
const away = 30 * time.Second

func refusedAt(c contact.Contact, at time.Time) bool {
	said := c.CodingAt(at)
	return said != nil && !*said
}
