package analyses

import (
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/web"
)

// file is what the pages of this area know of a course.
type file struct {
	reader    *casefile.Reader
	course    course.Course
	programme programme.Programme
	staff     map[string]login.Account
	sessions  []session.Session // held, oldest first
	strands   []instrument.Strand
	all       []analysis.Analysis
	signed    []clock.Date
	Name      string
	Heading   string
}

func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	ctx := v.Context()
	x := &file{reader: f}
	var err error
	if x.course, err = course.Get(ctx, f); err != nil {
		return nil, err
	}
	var ok bool
	if x.programme, ok = a.programmes.Get(x.course.Programme); !ok {
		return nil, fmt.Errorf("course %s: programme %q is not known", f.CourseID, x.course.Programme)
	}
	if x.staff, err = login.Staff(ctx, f.Tx().Tx); err != nil {
		return nil, err
	}
	if x.sessions, err = session.Facts(ctx, f, session.Period{}); err != nil {
		return nil, err
	}
	x.sessions = slices.DeleteFunc(x.sessions, func(s session.Session) bool { return s.Status != session.Held })
	if x.strands, err = instrument.Strands(ctx, f); err != nil {
		return nil, err
	}
	if x.all, err = analysis.All(ctx, f); err != nil {
		return nil, err
	}
	if x.signed, err = analysis.SignedOn(ctx, f); err != nil {
		return nil, err
	}
	cards, err := person.Cards(ctx, f)
	x.name(v, cards)
	return x, err
}

func (x *file) name(v *web.Visit, cards []person.Card) {
	var names, aged []string
	for _, c := range cards {
		if c.Role != person.Child {
			continue
		}
		names = append(names, c.Name)
		if age := c.Age(v.Today()); age >= 0 {
			aged = append(aged, v.TN("analyses.aged", age, fault.Args{"name": c.Name}))
		} else {
			aged = append(aged, c.Name)
		}
	}
	x.Name, x.Heading = web.List(v.Lang, names), web.List(v.Lang, aged)
}

// Path is an address within the course.
func (x *file) Path(parts ...string) string {
	path := "/forloeb/" + x.reader.CourseID
	for _, p := range parts {
		path += "/" + p
	}
	return path
}

func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	links := []web.Link{{Text: v.T("web.menu.courses"), To: "/forloeb"}, {Text: x.Name, To: x.Path()}}
	if len(rest) == 0 {
		return append(links, web.Link{Text: v.T("analyses.title")})
	}
	return append(append(links, web.Link{Text: v.T("analyses.title"), To: x.Path("analyser")}), rest...)
}

func (x *file) staffName(id string) string {
	if a, ok := x.staff[id]; ok {
		return a.Name
	}
	return "–"
}

func (x *file) find(id string) (analysis.Analysis, error) {
	i := slices.IndexFunc(x.all, func(a analysis.Analysis) bool { return a.ID == id })
	if i < 0 {
		return analysis.Analysis{}, fault.New(fault.NotFound, "case.not-here")
	}
	return x.all[i], nil
}

// mayWrite reports whether the reader is the one who goes on with the draft.
func (x *file) mayWrite(a analysis.Analysis) bool {
	return !a.Signed() && a.AuthorID == x.reader.Actor.ID && x.reader.Can(access.Analysis, access.Write)
}

// due is the day of the next analysis by the programme's rhythm; none when all
// that were due are signed.
func (x *file) due() clock.Date {
	if x.course.Status != course.Active {
		return clock.Date{}
	}
	return x.programme.NextAnalysis(x.course.StartOn, x.course.ExpectedEnd, len(x.signed))
}

// source is a thing a statement rests on, with its words and where it opens.
type source struct {
	Kind, Text, To string
}

// source names a cited thing. What the reader may not open has no link.
func (x *file) source(v *web.Visit, c analysis.Citation) source {
	switch c.Kind {
	case analysis.CitesStrand:
		for _, s := range x.strands {
			if s.ID == c.ID {
				text := v.T("analyses.source.strand", fault.Args{"title": s.Title, "rater": outcome.Rater(s)})
				return source{"strand", text, x.Path("udvikling", "maal", s.ID)}
			}
		}
	case analysis.CitesSession:
		for _, s := range x.sessions {
			if s.ID == c.ID {
				return x.meeting(v, s)
			}
		}
	}
	return source{"session", v.T("analyses.source.gone"), ""}
}

func (x *file) meeting(v *web.Visit, s session.Session) source {
	out := source{"session", v.T("analyses.source.session", fault.Args{"kind": x.kindName(v, s.Kind), "date": lang.DayMonth(v.Lang, clock.DateOf(s.When()))}), ""}
	kind, place := access.Notes, "aftaler"
	if s.Kind == session.Contact {
		out.Kind, kind, place = "contact", access.Contact, "samvaer"
	}
	if x.reader.Can(kind, access.Read) {
		out.To = x.Path(place, s.ID)
	}
	return out
}

func (x *file) kindName(v *web.Visit, k session.Kind) string {
	if a, ok := x.programme.Activity(string(k)); ok {
		return v.T(a.Key)
	}
	return v.T("analyses.source.meeting")
}

// key is a citation as a form carries it: "strand:id".
func key(c analysis.Citation) string { return string(c.Kind) + ":" + c.ID }
