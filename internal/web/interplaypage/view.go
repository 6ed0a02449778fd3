// Package interplaypage is what pages about coded interplay have in common: the
// picture of a coded stretch, row by row and moment by moment, and the figures with
// how uncertain they are and a sentence in everyday words. The coding is not a
// validated test: everything here is for the same two people over time, and says so.
package interplaypage

import (
	"embed"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/method/indicator"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the parts of pages that belong to this package:
// "interplaypage/view", "interplaypage/figures" and "interplaypage/panel".
//
//go:embed *.html
var Templates embed.FS

// View is the coded interplay of one session as its page shows it.
type View struct {
	Panels      []Panel
	First, Rest []Figure
	Lead        string   // how many stretches, how long in all
	Notes       []string // what is not shown, and why
	Seconds     []Second // who else has coded the same minutes
	CSVTo       string   // address of the figures as a file
	ListTo      string   // address of the coded stretches of the session
	MayCode     bool
	WhyNot      string // why the session cannot be coded; empty when it can
	Title       string // over the figures
	Empty       string // where nobody has coded
	EmptyDeed   string
	Agreed      web.Link // what is known of how alike two would count, and where to see it
	AgreedDeed  string   // what can be done there
}

// Coded reports whether there is anything to show.
func (w View) Coded() bool { return len(w.Panels) > 0 }

// Second tells that another person has coded the same minutes.
type Second struct{ Text, To string }

// Session is what is asked about.
type Session struct {
	ID     string
	Kind   session.Kind
	Who    Names
	Staff  coursepage.Staff
	WhyNot string // why it may not be described; empty when it may
}

// Load reads the coded stretches of a session and makes their pictures and figures.
// Shown are first codings that have ended and that the reader may see. What is still
// being coded, hidden or coded by another version of the scheme is told in a note.
// A reader without the right to the session's coding is Denied.
func Load(v *web.Visit, f *casefile.Reader, s Session) (View, error) {
	list := SessionPath(f.CourseID, session.Session{ID: s.ID, Kind: s.Kind}) + "/kodning"
	w := View{ListTo: list, CSVTo: list + "/tal.csv", WhyNot: s.WhyNot, MayCode: s.WhyNot == "" && f.Can(RightOf(s.Kind), access.Write),
		Title: Word(v, s.Kind, "interplay.figures.title"), Empty: Word(v, s.Kind, "interplay.empty"), EmptyDeed: Word(v, s.Kind, "interplay.empty.deed")}
	segments, err := interaction.Segments(v.Context(), f, s.ID)
	if err != nil {
		return w, err
	}
	shown := Shown(segments)
	w.notes(v, s, segments)
	if len(shown) == 0 {
		return w, nil
	}
	known := map[string]scheme.Scheme{}
	for _, x := range shown {
		if _, ok := known[x.Scheme]; !ok {
			if known[x.Scheme], err = interaction.SchemeNamed(v.Context(), f.Tx(), x.Scheme); err != nil {
				return w, err
			}
		}
		w.Panels = append(w.Panels, Picture(v, CodedOf(x, known[x.Scheme], s.Staff.Name(x.CoderID)), s.Who))
	}
	for i := 1; i < len(w.Panels); i++ {
		w.Panels[i].Lead = "" // how to read them is said once
	}
	p := PoolOf(shown, known)
	if len(p.Segments) < len(shown) {
		w.Notes = append(w.Notes, v.TN("interplay.other-scheme", len(shown)-len(p.Segments), fault.Args{"scheme": p.Scheme.Name(string(v.Lang)) + " " + p.Scheme.Version}))
	}
	h, err := historyOf(v, f, p.Segments)
	if err != nil {
		return w, err
	}
	w.First, w.Rest = Figures(v, Basis{Indicators: p.Indicators, Scheme: p.Scheme, Who: s.Who, ID: s.ID, Highest: h.highest, Agreed: h.agreed})
	w.agreed(v, s, p.Segments[0], h)
	w.Lead = v.TN("interplay.figures.lead", len(p.Segments), fault.Args{"length": Length(v, whole(p.Indicators.T))})
	w.seconds(v, f.CourseID, s, segments)
	return w, nil
}

// Shown are the segments that a page draws and counts: first codings, ended, that
// the reader may see.
func Shown(segments []interaction.Segment) []interaction.Segment {
	var out []interaction.Segment
	for _, x := range segments {
		if x.SecondOf == "" && x.Closed && !x.Hidden {
			out = append(out, x)
		}
	}
	return out
}

// CodedOf is a segment as Picture draws it. The coder's name is given.
func CodedOf(x interaction.Segment, by scheme.Scheme, coder string) Coded {
	return Coded{ID: x.ID, Part: x.Part, Recording: x.Recording, Scheme: by, Live: x.LiveSet, StartedAt: x.StartedAt,
		Coder: coder, How: "interplay.source." + string(x.Source)}
}

// Pool is several stretches counted together.
type Pool struct {
	Segments   []interaction.Segment // those that were counted
	Scheme     scheme.Scheme
	Indicators indicator.Indicators
}

// PoolOf counts stretches together. Stretches coded by different versions are never
// mixed: the version with most observed time is counted, the others are left out.
// Where one was coded with the live set only, all are counted by that set, which
// the figures say.
func PoolOf(segments []interaction.Segment, known map[string]scheme.Scheme) Pool {
	length := map[string]int64{}
	best := ""
	for _, x := range segments {
		length[x.Scheme] += x.Recording.Length()
	}
	for _, x := range segments {
		if best == "" || length[x.Scheme] > length[best] {
			best = x.Scheme
		}
	}
	p := Pool{Scheme: known[best]}
	for _, x := range segments {
		if x.Scheme == best {
			p.Segments = append(p.Segments, x)
		}
	}
	p.Indicators = interaction.Indicators(p.Scheme, p.Segments)
	return p
}

// notes tell what is being coded and what is hidden from the reader.
func (w *View) notes(v *web.Visit, s Session, segments []interaction.Segment) {
	for _, x := range segments {
		args := fault.Args{"who": s.Staff.Name(x.CoderID), "part": v.T("interplay.part." + x.Part)}
		switch {
		case x.Hidden:
			w.Notes = append(w.Notes, v.Say("interplay.hidden", args))
		case !x.Closed && x.SecondOf == "":
			w.Notes = append(w.Notes, v.Say("interplay.under-way", args))
		}
	}
	slices.Sort(w.Notes)
	w.Notes = slices.Compact(w.Notes)
}

// seconds tell whose coding is shown where two people coded the same minutes.
func (w *View) seconds(v *web.Visit, courseID string, s Session, segments []interaction.Segment) {
	for _, x := range segments {
		i := slices.IndexFunc(segments, func(first interaction.Segment) bool { return x.SecondOf != "" && first.ID == x.SecondOf })
		if i < 0 || !x.Closed || x.Hidden || segments[i].Hidden {
			continue
		}
		w.Seconds = append(w.Seconds, Second{
			Text: v.Say("interplay.second", fault.Args{"first": s.Staff.Name(segments[i].CoderID), "second": s.Staff.Name(x.CoderID)}),
			To:   coursepage.Path(courseID, "kodning", x.SecondOf, "enighed"),
		})
	}
}
