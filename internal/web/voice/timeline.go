package voice

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/voice"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// timelinePage is what the children of a course said and showed, child by child, and
// beside it what they ask for.
type timelinePage struct {
	coursepage.Head
	Crumbs   []web.Link
	Lead     string
	Next     *web.NextStep
	MayWrite bool
	MayRead  bool
	AskWhy   bool // the reader could read the words by saying why
	Several  bool
	Children []childLine
	Requests []requestRow
	Told     []toldRow
}

// childLine is one child's time line.
type childLine struct {
	Name    string
	Entries []entryRow
}

// entryRow is one entry as a list shows it.
type entryRow struct {
	voice.Entry
	To      string
	Path    string
	Heading string
	By      string
	Mine    bool
	Heard   bool // the words are the child's own, said aloud
	Lacks   bool // nobody has written what weight it was given
}

// requestRow is what a child asks for, with where it stands.
type requestRow struct {
	To, Heading string
	Tag         web.Tag
}

// toldRow is something told on to the reader.
type toldRow struct{ Text, Note string }

// letIn leads a leader who has said why back to the time line.
func (a area) letIn(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	return web.Redirect(coursepage.Path(f.CourseID, where), ""), nil
}

func (a area) timeline(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := coursepage.Load(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	d := timelinePage{
		Head: h, Crumbs: h.Crumbs(v, web.Link{Text: v.T("voice.title")}), Lead: v.T("voice.lead"),
		MayWrite: f.Can(access.Notes, access.Write), MayRead: f.Can(access.Notes, access.Read), AskWhy: f.AsksReason(access.Notes),
		Several: len(h.Children()) > 1,
	}
	var all []voice.Entry
	if d.MayRead {
		if all, err = voice.All(v.Context(), f); err != nil {
			return nil, err
		}
		for _, c := range h.Children() {
			d.Children = append(d.Children, childLineOf(v, h.People, c.PersonID, all))
		}
	} else {
		d.Lead = v.T("voice.lead.outside")
	}
	requests, err := voice.Requests(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		d.Requests = append(d.Requests, requestRowOf(v, h.People, r))
	}
	told, err := voice.Told(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, r := range told {
		d.Told = append(d.Told, toldRow{r.Text, v.T("voice.told.by", fault.Args{"child": h.WhoIs(r.ChildID), "name": h.StaffName(r.By), "date": lang.PlainDate(v.Lang, clock.DateOf(r.At))})})
	}
	if d.Next = waiting(v, f, h.People, requests); d.Next == nil && d.MayWrite {
		d.Next, err = a.silence(v, f, h, all)
	}
	return web.Page("voice/timeline", d).Titled("voice.title"), err
}

func childLineOf(v *web.Visit, p coursepage.People, childID string, all []voice.Entry) childLine {
	line := childLine{Name: p.WhoIs(childID)}
	for _, e := range all {
		if e.ChildID == childID {
			line.Entries = append(line.Entries, entryRowOf(v, p, e))
		}
	}
	return line
}

func entryRowOf(v *web.Visit, p coursepage.People, e voice.Entry) entryRow {
	row := entryRow{
		Entry: e, To: p.Path(where, e.ID), Path: p.Path(where, e.ID), By: p.StaffName(e.HeldBy), Mine: e.Mine(v.Actor.ID), Heard: e.How.Quotes(),
		Lacks: e.Weight == "" && !e.Confidential,
	}
	switch {
	case e.Confidential:
		row.Heading = v.T("voice.confidential")
	case e.NotAsked:
		row.Heading = v.T("voice.not-asked")
	default:
		row.Heading = v.T("voice.how.on", fault.Args{"how": v.T("voice.how." + string(e.How)), "subject": v.T("voice.subject.lower." + string(e.Subject))})
	}
	return row
}

// waiting is the request that waits for the reader, if one does.
func waiting(v *web.Visit, f *casefile.Reader, p coursepage.People, all []voice.Request) *web.NextStep {
	team := f.Can(access.Notes, access.Write)
	adviser := f.Is(access.AdviserOn) || f.Is(access.DeputyOf)
	for _, r := range all {
		stage := r.Stage()
		mine := team && (stage == voice.TellChild || stage == voice.Send && r.MayBeSent()) || adviser && stage == voice.Answer
		if !mine {
			continue
		}
		name := fault.Args{"name": p.WhoIs(r.ChildID)}
		return &web.NextStep{
			Title: v.T("voice.next."+string(stage), name), Text: v.T("voice.next.wish", fault.Args{"kind": v.T("voice.kind." + string(r.Kind)), "date": lang.LongDate(v.Lang, r.On)}),
			Deed: web.Deed{To: p.Path(asked, r.ID), Text: v.T("voice.next." + string(stage) + ".deed")},
		}
	}
	return nil
}

// silence is the step when a child has not been heard since the last follow-up.
func (a area) silence(v *web.Visit, f *casefile.Reader, h coursepage.Head, all []voice.Entry) (*web.NextStep, error) {
	gap, err := gapOf(v, f, h, all)
	if err != nil || gap.Text == "" {
		return nil, err
	}
	return &web.NextStep{Title: gap.Title, Text: gap.Text, Deed: web.Deed{To: h.Path(where, string(said)), Text: v.T("voice.write")}}, nil
}

// gap says which children nobody has heard since the last follow-up.
type gap struct{ Title, Text string }

func gapOf(v *web.Visit, f *casefile.Reader, h coursepage.Head, all []voice.Entry) (gap, error) {
	if !f.Can(access.Plan, access.Read) {
		return gap{}, nil
	}
	held, err := plan.FollowUps(v.Context(), f)
	if err != nil {
		return gap{}, err
	}
	due, err := plan.NextFollowUp(v.Context(), f, h.Programme)
	if err != nil {
		return gap{}, err
	}
	var since clock.Date
	if len(held) > 0 {
		since = held[0].HeldOn
	}
	var ids, names []string
	for _, c := range h.Children() {
		ids = append(ids, c.PersonID)
	}
	for _, id := range voice.Silent(all, ids, since) {
		names = append(names, h.WhoIs(id))
	}
	if len(names) == 0 {
		return gap{}, nil
	}
	g := gap{Title: v.T("voice.gap", fault.Args{"names": web.List(v.Lang, names)}), Text: v.T("voice.gap.ever")}
	if !due.On.IsZero() {
		g.Title = v.T("voice.gap.before", fault.Args{"names": web.List(v.Lang, names), "date": lang.DayMonth(v.Lang, due.On)})
	}
	if !since.IsZero() {
		g.Text = v.T("voice.gap.since", fault.Args{"date": lang.LongDate(v.Lang, since)})
	}
	return g, nil
}

// childOptions are the children to choose from; a single one is chosen beforehand.
func childOptions(v *web.Visit, p coursepage.People) []web.Option {
	var out []web.Option
	for _, c := range p.Children() {
		out = append(out, web.Option{Value: c.PersonID, Label: c.Name})
	}
	if len(out) == 1 {
		v.Form.Fill("child", out[0].Value)
	}
	return out
}

// options are the choices whose texts stand under prefix.
func options[T ~string](prefix string, values []T) []web.Option {
	all := make([]string, len(values))
	for i, x := range values {
		all[i] = string(x)
	}
	return web.Options(prefix, slices.Clip(all)...)
}

// oneOf reads a choice among values.
func oneOf[T ~string](v *web.Visit, bad *fault.Problems, name string, values []T) T {
	all := make([]string, len(values))
	for i, x := range values {
		all[i] = string(x)
	}
	return T(v.Form.OneOf(bad, name, all...))
}
