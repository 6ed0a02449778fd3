package voice

import (
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/voice"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// entryPage is one entry in full: how it stands, what stood before, and of a
// confidential one who has opened it and what was told on.
type entryPage struct {
	coursepage.People
	Form      web.Form
	Crumbs    []web.Link
	Heading   string
	Entry     entryRow
	Facts     []web.Fact
	Earlier   []earlierRow
	MayRevise bool
	MayTell   bool
	Opened    bool // shown for some minutes because somebody said why
	Minutes   int
	Openings  []web.Fact
	Releases  []releaseRow
}

// earlierRow is a row that no longer stands.
type earlierRow struct {
	Note, Words string
	Struck      bool
}

// releaseRow is a decision to tell something on.
type releaseRow struct{ To, Text, Reason, Note string }

func (a area) entryPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	e, err := voice.Get(v.Context(), f, v.Param("entry"))
	if err != nil {
		return nil, err
	}
	return a.showEntry(v, f, e)
}

// opened shows confidential words to the one who said why, until the time is over.
func (a area) opened(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	e, err := voice.Opened(v.Context(), f, v.Param("opening"))
	if fault.KindOf(err) == fault.NotFound {
		return web.Redirect(coursepage.Path(f.CourseID, where), "voice.open.over"), nil
	}
	if err != nil {
		return nil, err
	}
	page, err := a.showEntry(v, f, e)
	if err != nil {
		return nil, err
	}
	return web.WithHeader(page, "Refresh", fmt.Sprintf("%d; url=%s", int(voice.OpenFor/time.Second), coursepage.Path(f.CourseID, where))), nil
}

func (a area) showEntry(v *web.Visit, f *casefile.Reader, e voice.Entry) (*web.Rendered, error) {
	p, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	d := entryPage{
		People: p, Form: v.Form, Entry: entryRowOf(v, p, e), Facts: facts(v, p, e), Minutes: int(voice.OpenFor / time.Minute),
		Heading:   v.T("voice.entry.of", fault.Args{"name": p.WhoIs(e.ChildID), "date": lang.LongDate(v.Lang, e.On)}),
		Crumbs:    p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: lang.PlainDate(v.Lang, e.On)}),
		MayRevise: f.Can(access.Notes, access.Write) && (!e.Confidential || e.Mine(v.Actor.ID)),
		MayTell:   e.Confidential && !e.Withheld,
		Opened:    e.Confidential && !e.Withheld && !e.Mine(v.Actor.ID),
	}
	for i, old := range e.Earlier {
		after := e
		if i > 0 {
			after = e.Earlier[i-1]
		}
		key := map[bool]string{true: "voice.was.corrected", false: "voice.was.followed"}[after.Deed == voice.Corrected]
		d.Earlier = append(d.Earlier, earlierRow{
			Note:  v.T(key, fault.Args{"name": p.StaffName(after.EnteredBy), "date": lang.PlainDate(v.Lang, clock.DateOf(after.EnteredAt)), "reason": after.Correction}),
			Words: old.Words + old.OtherWay, Struck: after.Deed == voice.Corrected,
		})
	}
	if e.Confidential {
		err = d.compartment(v, f, e.ID)
	}
	return web.Page("voice/entry", d).Titled("voice.entry"), err
}

// compartment adds who opened a confidential entry and what was told on.
func (d *entryPage) compartment(v *web.Visit, f *casefile.Reader, id string) error {
	openings, err := voice.Openings(v.Context(), f, id)
	if err != nil {
		return err
	}
	for _, o := range openings {
		d.Openings = append(d.Openings, web.Fact{
			Label: d.StaffName(o.By), Text: lang.PlainDate(v.Lang, clock.DateOf(o.At)) + " " + lang.Clock(v.Lang, o.At), Texts: []string{o.Reason},
		})
	}
	if d.Entry.Withheld {
		return nil
	}
	releases, err := voice.Releases(v.Context(), f, id)
	for _, r := range releases {
		d.Releases = append(d.Releases, releaseRow{
			To: d.recipient(v, r), Text: r.Text, Reason: r.Reason,
			Note: v.T("voice.release.by", fault.Args{"name": d.StaffName(r.By), "date": lang.PlainDate(v.Lang, clock.DateOf(r.At))}),
		})
	}
	return err
}

func (d *entryPage) recipient(v *web.Visit, r voice.Release) string {
	if r.To == voice.ToPerson {
		return d.WhoIs(r.PersonID)
	}
	return v.T("voice.to." + string(r.To))
}

// facts are what stands beside the words of an entry.
func facts(v *web.Visit, p coursepage.People, e voice.Entry) []web.Fact {
	if e.Withheld {
		return []web.Fact{{Label: v.T("voice.heldby"), Text: p.StaffName(e.HeldBy)}}
	}
	var out []web.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, web.Fact{Label: v.T(key), Text: text})
		}
	}
	choice := func(prefix, value string) string {
		if value == "" {
			return ""
		}
		return v.T(prefix + value)
	}
	add("voice.why", choice("voice.why.", string(e.Why)))
	add("voice.otherway", e.OtherWay)
	add("voice.how", choice("voice.how.", string(e.How)))
	add("voice.through", e.Through)
	add("voice.subject", choice("voice.subject.", string(e.Subject)))
	add("voice.tell.short", choice("voice.tell.", string(e.Tell)))
	add("voice.tellwords", e.TellWords)
	add("voice.weight", e.Weight)
	add("voice.outcome", e.Outcome)
	add("voice.alone", e.Alone)
	if !e.ParentsOn.IsZero() {
		add("voice.parentson", lang.LongDate(v.Lang, e.ParentsOn))
	}
	add("voice.heldby", p.StaffName(e.HeldBy))
	return out
}

// open writes down why somebody opens confidential words, and leads to them.
func (a area) open(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	reason := v.Form.Text(&bad, "reason", voice.MaxText)
	err := bad.Err()
	id := ""
	if err == nil {
		id, err = voice.Open(v.Context(), f, v.Form.ID(), v.Param("entry"), reason)
	}
	if err != nil {
		return coursepage.Again(v, f, a.entryPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "fortroligt", id), ""), nil
}

// tellPage is the form for telling something of confidential words on.
type tellPage struct {
	coursepage.People
	Form       web.Form
	Crumbs     []web.Link
	Recipients []web.Option
	Back       string
}

func (a area) tellPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	e, err := voice.Get(v.Context(), f, v.Param("entry"))
	if err == nil && !e.Confidential {
		err = fault.New(fault.NotFound, "voice.notfound")
	}
	if err != nil {
		return nil, err
	}
	p, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	d := tellPage{
		People: p, Form: v.Form, Back: p.Path(where, e.ID), Recipients: options("voice.to.", []voice.Recipient{voice.ToTeam, voice.ToAdviser}),
		Crumbs: p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: v.T("voice.release")}),
	}
	for _, c := range p.Cards {
		if c.Role != person.Child || c.PersonID != e.ChildID {
			d.Recipients = append(d.Recipients, web.Option{Value: c.PersonID, Label: c.Name})
		}
	}
	return web.Page("voice/tell", d).Titled("voice.release"), nil
}

// tellOn keeps the decision with the text and the reason.
func (a area) tellOn(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	r := voice.Release{
		ID: v.Form.ID(), EntryID: v.Param("entry"), To: voice.Recipient(v.Form.Value("to")),
		Text: v.Form.Text(&bad, "text", voice.MaxText), Reason: v.Form.Text(&bad, "reason", voice.MaxText),
	}
	if r.To != "" && r.To != voice.ToTeam && r.To != voice.ToAdviser {
		r.To, r.PersonID = voice.ToPerson, v.Form.Value("to")
	}
	err := bad.Err()
	if err == nil {
		err = voice.TellOn(v.Context(), f, r)
	}
	if err != nil {
		return coursepage.Again(v, f, a.tellPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, where, r.EntryID), "voice.release.done"), nil
}
