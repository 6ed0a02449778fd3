package voice

import (
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
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
	Asks     bool // the next step is to write what a child says
	MayWrite bool
	MayRead  bool
	AskWhy   bool // the reader could read the words by saying why
	Several  bool
	Children []childLine
	Requests []requestRow
	Told     []toldRow
}

// Reads reports whether there is something to read beside what was asked for.
func (d timelinePage) Reads() bool { return d.MayRead || d.AskWhy }

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
	Said    string // the child's own words, said aloud, without quotation marks; else empty
	Lacks   bool   // nobody has written what weight it was given
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
	if d.MayRead {
		all, err := voice.All(v.Context(), f)
		if err != nil {
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
	if d.Next = waiting(v, f, h.People, requests); d.Next == nil {
		unheard, err := h.Unheard(v, f)
		if err != nil {
			return nil, err
		}
		if unheard.Title != "" {
			d.Asks = true
			d.Next = &web.NextStep{
				Title: unheard.Title, Text: unheard.Text, Deed: web.Deed{To: h.Path(where, string(said)), Text: v.T("voice.write")},
				More: []web.Link{{To: h.Path(where, string(notAsked)), Text: v.T("voice.write.not-asked")}},
			}
		}
	}
	return web.Page("voice/timeline", d).Titled("voice.title"), nil
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
		Entry: e, To: p.Path(where, e.ID), Path: p.Path(where, e.ID), By: p.StaffName(e.HeldBy), Mine: e.Mine(v.Actor.ID),
		Lacks: e.Weight == "" && !e.Confidential,
	}
	if e.How.Quotes() {
		row.Said = bare(e.Words)
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

// bare takes away the quotation marks that somebody has typed around all of a text.
func bare(words string) string {
	if rest, ok := strings.CutPrefix(words, "»"); ok && strings.Count(words, "»") == 1 {
		if inner, ok := strings.CutSuffix(rest, "«"); ok {
			return inner
		}
	}
	return words
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
