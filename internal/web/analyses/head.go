package analyses

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// file is what the pages of this area know of a course.
type file struct {
	coursepage.Head
	reader   *casefile.Reader
	sessions []session.Session // held, oldest first
	strands  []instrument.Strand
	all      []analysis.Analysis
	signed   []clock.Date
}

func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	ctx := v.Context()
	x := &file{reader: f}
	var err error
	if x.Head, err = coursepage.Load(v, f, a.programmes); err != nil {
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
	x.signed, err = analysis.SignedOn(ctx, f)
	return x, err
}

func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	return x.CrumbsUnder(v, web.Link{Text: v.T("analyses.title"), To: x.Path("analyser")}, rest...)
}

func (x *file) find(id string) (analysis.Analysis, error) {
	return casefile.Pick(x.all, nil, func(a analysis.Analysis) bool { return a.ID == id })
}

// mayWrite reports whether the reader is the one who goes on with the draft.
func (x *file) mayWrite(a analysis.Analysis) bool {
	return !a.Signed() && a.AuthorID == x.reader.Actor.ID && x.reader.Can(access.Analysis, access.Write)
}

// due is the day of the next analysis by the programme's rhythm; none when all
// that were due are signed.
func (x *file) due() clock.Date {
	if x.Course.Status != course.Active {
		return clock.Date{}
	}
	return x.Programme.NextAnalysis(x.Course.StartOn, x.Course.ExpectedEnd, len(x.signed))
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
	case analysis.CitesPattern:
		return source{"pattern", v.T("analyses.source.pattern"), x.coded("samspil", "moenstre", c.ID)}
	case analysis.CitesSegment:
		return source{"segment", v.T("analyses.source.segment"), x.coded("kodning", c.ID)}
	}
	return source{"session", v.T("analyses.source.gone"), ""}
}

// coded is the address of something that was coded; none for who may not read it.
func (x *file) coded(parts ...string) string {
	if !x.reader.Can(access.Contact, access.Read) {
		return ""
	}
	return x.Path(parts...)
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
	if a, ok := x.Programme.Activity(string(k)); ok {
		return v.T(a.Key)
	}
	return v.T("analyses.source.meeting")
}

// key is a citation as a form carries it: "strand:id".
func key(c analysis.Citation) string { return string(c.Kind) + ":" + c.ID }
