// Package practice is the pages on which a coder practises before coding a family:
// training clips with the coding the organisation holds to be right, one's own
// attempts at them, and who is ready to code. The level asked for is the
// organisation's own, and no norm.
package practice

import (
	"embed"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/training"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// mostFile is the largest file taken, in bytes.
const mostFile = 8 << 20

// coders may open the pages; trainers add clips.
var (
	coders   = []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Administrator}
	trainers = []access.Role{access.Psychologist, access.Administrator}
)

// Routes are the addresses of this area.
func Routes(_ *web.Kit) []web.Route {
	const root = "/kodetraening"
	return []web.Route{
		web.Staff("GET "+root, coders, overview),
		web.Staff("GET "+root+"/ny", trainers, newForm),
		web.TakingFile(web.Staff("POST "+root+"/ny", trainers, add), mostFile),
		web.Staff("GET "+root+"/{clip}", coders, clipForm),
		web.TakingFile(web.Staff("POST "+root+"/{clip}", coders, try), mostFile),
		web.Staff("POST "+root+"/{clip}/tag-ud", trainers, withdraw),
		web.Staff("GET "+root+"/forsoeg/{attempt}", coders, result),
	}
}

// overviewPage lists what there is to practise on and who is ready.
type overviewPage struct {
	Next    *web.NextStep
	Asked   []web.Link // stretches of families that the reader is asked to code a second time
	Rows    []clipRow
	Empty   string
	Ready   []readyRow
	MayAdd  bool
	Mine    string // how far the reader is
	Trainer bool
}

// clipRow is one training clip.
type clipRow struct {
	To, Title, Text string
	Tag             web.Tag
}

// readyRow is one coder and one scheme.
type readyRow struct {
	Name, Scheme, Tries string
	Tag                 web.Tag
}

// board is what every page of the area reads.
type board struct {
	v        *web.Visit
	clips    []training.Clip
	attempts []training.Attempt
	staff    coursepage.Staff
	schemes  map[string]string // names of versions
}

func load(v *web.Visit, tx *casefile.Tx) (*board, error) {
	b := &board{v: v, schemes: map[string]string{}}
	var err error
	if b.clips, err = training.Clips(v.Context(), tx, v.Actor); err != nil {
		return nil, err
	}
	if b.attempts, err = training.Attempts(v.Context(), tx, v.Actor); err != nil {
		return nil, err
	}
	if b.staff, err = login.Staff(v.Context(), tx.Tx); err != nil {
		return nil, err
	}
	all, err := interaction.Schemes(v.Context(), tx)
	for _, s := range all {
		b.schemes[s.Ref()] = s.Name(string(v.Lang)) + " " + s.Version
	}
	return b, err
}

func (b *board) clip(id string) (training.Clip, error) {
	return casefile.Pick(b.clips, nil, func(g training.Clip) bool { return g.ID == id })
}

// of are the attempts of one person at one clip, the newest first.
func (b *board) of(staffID, clipID string) []training.Attempt {
	var out []training.Attempt
	for _, a := range b.attempts {
		if a.StaffID == staffID && a.ClipID == clipID {
			out = append(out, a)
		}
	}
	return out
}

func (b *board) mayAdd() bool { return slices.Contains(trainers, b.v.Actor.Role) }

func overview(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	b, err := load(v, tx)
	if err != nil {
		return nil, err
	}
	d := overviewPage{MayAdd: b.mayAdd()}
	if d.Asked, err = asked(v, tx); err != nil {
		return nil, err
	}
	for _, g := range b.clips {
		d.Rows = append(d.Rows, b.row(g))
	}
	d.Ready, d.Mine = b.ready(), b.mine()
	d.Next = b.next(d.Asked)
	if len(d.Rows) == 0 {
		d.Empty = v.T("practice.empty")
		if !d.MayAdd {
			d.Empty += " " + v.T("practice.empty.ask")
		}
	}
	return web.Page("practice/overview", d).Titled("practice.title"), nil
}

// asked are the codings of families that a colleague has asked the reader for. They
// are named by the day they were asked for: the list opens no case.
func asked(v *web.Visit, tx *casefile.Tx) ([]web.Link, error) {
	if v.Actor.Role != access.Consultant && v.Actor.Role != access.Psychologist {
		return nil, nil
	}
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Document}, "coding_invitation")
	if err != nil {
		return nil, err
	}
	all, err := interaction.Asked(v.Context(), l)
	var out []web.Link
	for _, i := range all {
		out = append(out, web.Link{To: coursepage.Path(i.CourseID, "kodning", i.SegmentID, "enighed"), Text: v.Say("practice.asked.when", fault.Args{"date": clock.DateOf(i.At)})})
	}
	l.Found(len(all))
	return out, err
}

// next is what the reader was asked for first, then the first clip not yet passed.
func (b *board) next(asked []web.Link) *web.NextStep {
	v := b.v
	if len(asked) > 0 {
		return &web.NextStep{Title: v.T("practice.next.asked"), Text: asked[0].Text, Deed: web.Deed{To: asked[0].To, Text: v.T("practice.next.asked.deed")}, Beside: true}
	}
	for _, g := range b.clips {
		if !g.Withdrawn && !b.passed(v.Actor.ID, g.ID) && v.Actor.Role != access.Administrator && v.Actor.Role != access.Leader {
			return &web.NextStep{Title: v.Say("practice.next.clip", fault.Args{"title": g.Title}), Text: b.about(g),
				Deed: web.Deed{To: "/kodetraening/" + g.ID, Text: v.T("practice.next.clip.deed")}, Beside: true}
		}
	}
	if len(b.clips) == 0 && b.mayAdd() {
		return &web.NextStep{Title: v.T("practice.next.add"), Text: v.T("practice.next.add.text"), Deed: web.Deed{To: "/kodetraening/ny", Text: v.T("practice.add")}, Beside: true}
	}
	return nil
}

func (b *board) passed(staffID, clipID string) bool {
	return slices.ContainsFunc(b.of(staffID, clipID), func(a training.Attempt) bool { return a.Passed })
}

// about says how long a clip is, by which scheme, and what is asked.
func (b *board) about(g training.Clip) string {
	length := g.Recording.Length()
	return b.v.Say("practice.about", fault.Args{"length": b.v.Say("practice.length", fault.Args{"m": length / 60000, "s": length / 1000 % 60}),
		"scheme": b.schemes[g.Scheme], "criterion": lang.Number(b.v.Lang, g.Criterion, 2)})
}

func (b *board) row(g training.Clip) clipRow {
	r := clipRow{To: "/kodetraening/" + g.ID, Title: g.Title, Text: b.about(g)}
	mine := b.of(b.v.Actor.ID, g.ID)
	switch {
	case g.Withdrawn:
		r.Tag = web.Tag{Kind: "none", Text: b.v.T("practice.withdrawn")}
	case b.passed(b.v.Actor.ID, g.ID):
		r.Tag = web.Tag{Kind: "done", Text: b.v.T("practice.reached")}
	case len(mine) > 0:
		r.Tag = web.Tag{Kind: "waiting", Text: b.v.TN("practice.tried", len(mine))}
	default:
		r.Tag = web.Tag{Kind: "none", Text: b.v.T("practice.not-tried")}
	}
	return r
}

// ready lists the coders whose attempts the reader may see, by scheme, and whether
// they have reached the level of a clip.
func (b *board) ready() []readyRow {
	schemeOf := map[string]string{}
	for _, g := range b.clips {
		schemeOf[g.ID] = g.Scheme
	}
	type who struct{ staff, scheme string }
	tries, first := map[who]int{}, map[who]clock.Date{}
	var seen []who
	for _, a := range b.attempts { // newest first
		w := who{a.StaffID, schemeOf[a.ClipID]}
		if tries[w]++; tries[w] == 1 {
			seen = append(seen, w)
		}
		if a.Passed {
			first[w] = clock.DateOf(a.EnteredAt)
		}
	}
	var out []readyRow
	for _, w := range seen {
		r := readyRow{Name: b.staff.Name(w.staff), Scheme: b.schemes[w.scheme], Tries: b.v.TN("practice.tries", tries[w]),
			Tag: web.Tag{Kind: "waiting", Text: b.v.T("practice.practising")}}
		if on := first[w]; !on.IsZero() {
			r.Tag = web.Tag{Kind: "done", Text: b.v.Say("practice.ready", fault.Args{"date": on})}
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b readyRow) int {
		if a.Name < b.Name {
			return -1
		}
		if a.Name > b.Name {
			return 1
		}
		return 0
	})
	return out
}

// mine says how far the reader is, for one who codes.
func (b *board) mine() string {
	if b.v.Actor.Role != access.Consultant && b.v.Actor.Role != access.Psychologist || len(b.clips) == 0 {
		return ""
	}
	for _, g := range b.clips {
		if b.passed(b.v.Actor.ID, g.ID) {
			return b.v.Say("practice.mine.ready", fault.Args{"scheme": b.schemes[g.Scheme]})
		}
	}
	return b.v.T("practice.mine.not-yet")
}
