package patterns

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/interaction"
	"samspil/internal/programme"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// understanding are the pages that read what was coded.
type understanding struct{ programmes programme.Catalogue }

// insight is what those pages know of a course.
type insight struct {
	coursepage.Head
	v        *web.Visit
	reader   *casefile.Reader
	sessions []session.Session // oldest first
	contacts []contact.Contact
	segments []interaction.Segment
	schemes  map[string]scheme.Scheme // by ref, of the segments
}

func (u understanding) load(v *web.Visit, f *casefile.Reader) (*insight, error) {
	x := &insight{v: v, reader: f, schemes: map[string]scheme.Scheme{}}
	var err error
	if x.Head, err = coursepage.LoadTeam(v, f, u.programmes); err != nil {
		return nil, err
	}
	if x.sessions, err = session.Facts(v.Context(), f, session.Period{}); err != nil {
		return nil, err
	}
	slices.SortStableFunc(x.sessions, func(a, b session.Session) int { return a.When().Compare(b.When()) })
	if f.Can(access.Contact, access.Read) {
		if x.contacts, err = contact.All(v.Context(), f); err != nil {
			return nil, err
		}
	}
	if x.segments, err = interaction.OfCourse(v.Context(), f); err != nil {
		return nil, err
	}
	if err := x.meet(v, f); err != nil {
		return nil, err
	}
	for _, s := range x.segments {
		if _, ok := x.schemes[s.Scheme]; !ok {
			if x.schemes[s.Scheme], err = interaction.SchemeNamed(v.Context(), f.Tx(), s.Scheme); err != nil {
				return nil, err
			}
		}
	}
	return x, nil
}

// meet finds out who was there in the sessions that were coded and are no contacts:
// only what they hold in words says that. Such a segment is of the two who were there.
func (x *insight) meet(v *web.Visit, f *casefile.Reader) error {
	pairs := map[string]string{}
	for i, s := range x.segments {
		if s.Pair != "" {
			continue
		}
		if _, ok := pairs[s.SessionID]; !ok {
			told, err := session.Get(v.Context(), f, s.SessionID)
			if err != nil {
				return err
			}
			for j := range x.sessions {
				if x.sessions[j].ID == told.ID {
					x.sessions[j].Persons = told.Persons
				}
			}
			pairs[s.SessionID] = x.present(s.SessionID)
		}
		x.segments[i].Pair = pairs[s.SessionID]
	}
	return nil
}

// session is one of the course by its id.
func (x *insight) session(id string) (session.Session, bool) {
	i := slices.IndexFunc(x.sessions, func(s session.Session) bool { return s.ID == id })
	if i < 0 {
		return session.Session{}, false
	}
	return x.sessions[i], true
}

// who are the child and the parent of a session, by first name: those of its
// arrangement, else of the course.
func (x *insight) who(sessionID string) interplaypage.Names {
	if c, ok := contact.Find(x.contacts, sessionID); ok {
		return interplaypage.Names{Child: x.named(c.Arrangement.Children), Parent: x.WhoIs(c.Arrangement.Counterpart)}
	}
	s, _ := x.session(sessionID)
	names, _ := interplaypage.Present(x.v, x.People, s.Persons)
	return names
}

func (x *insight) named(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, x.WhoIs(id))
	}
	return web.List(x.v.Lang, names)
}

// counted are the segments that count: first codings that have ended and that the
// reader may see.
//
// They are of one child and one parent: what two different pairs do is never
// counted together.
func (x *insight) counted() []interaction.Segment {
	pair := x.pair()
	return slices.DeleteFunc(interplaypage.Shown(x.segments), func(s interaction.Segment) bool { return s.Pair != pair })
}

// pair is the one that the page is about: the one asked for, else that of the
// pieces ticked, else that of the latest coding.
func (x *insight) pair() string {
	all := interplaypage.Shown(x.segments)
	asked, ticked := x.v.Form.Value("par"), x.v.Form.Values("stykke")
	var latest interaction.Segment
	fromTicked := ""
	for _, s := range all {
		switch {
		case asked != "" && s.Pair == asked:
			return asked
		case slices.Contains(ticked, s.ID):
			fromTicked = s.Pair
		}
		if !s.StartedAt.Before(latest.StartedAt) {
			latest = s
		}
	}
	if fromTicked != "" {
		return fromTicked
	}
	return latest.Pair
}

// pairs are those of whom something was coded, by the names of the two.
func (x *insight) pairs() []web.Option {
	var out []web.Option
	for _, s := range interplaypage.Shown(x.segments) {
		if !slices.ContainsFunc(out, func(o web.Option) bool { return o.Value == s.Pair }) {
			names := x.who(s.SessionID)
			out = append(out, web.Option{Value: s.Pair, Label: web.List(x.v.Lang, []string{names.Child, names.Parent})})
		}
	}
	return out
}

// ofPair reports whether a session is one of the pair that the page is about.
func (x *insight) ofPair(sessionID string) bool {
	if c, ok := contact.Find(x.contacts, sessionID); ok {
		return c.Arrangement.StrandID == x.pair()
	}
	return x.present(sessionID) == x.pair()
}

// present is the pair of a session that is no contact, by who was there.
func (x *insight) present(sessionID string) string {
	s, _ := x.session(sessionID)
	_, pair := interplaypage.Present(x.v, x.People, s.Persons)
	return pair
}

// visits reports a course whose programme has no contacts: what is coded is a visit.
func (x *insight) visits() bool { return !x.Programme.HasContact() }

// about is the key of a text about the whole course, which speaks of contacts or,
// where there are none, of visits.
func (x *insight) about(key string) string {
	if x.visits() {
		return key + ".session"
	}
	return key
}

// day of the session that a segment belongs to.
func (x *insight) day(s interaction.Segment) clock.Date {
	if of, ok := x.session(s.SessionID); ok {
		return clock.DateOf(of.When())
	}
	return clock.DateOf(s.StartedAt)
}

// to is the page of a session: of the contact, or of the appointment.
func (x *insight) to(sessionID string, rest ...string) string {
	place := "samvaer"
	if s, ok := x.session(sessionID); ok && s.Kind != session.Contact {
		place = "aftaler"
	}
	return x.Path(append([]string{place, sessionID}, rest...)...)
}

// crumbs is the way back through the page of the interplay.
func (x *insight) crumbs(rest ...web.Link) []web.Link {
	return x.CrumbsUnder(x.v, web.Link{Text: x.v.T("patterns.over.title"), To: x.Path("samspil")}, rest...)
}
