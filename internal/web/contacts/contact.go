package contacts

import (
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/phonepage"
)

// contactPage is one contact: what comes next, the focus and the answer to it,
// and the three parts beside each other.
type contactPage struct {
	head
	C           contact.Contact
	Heading     string
	Lead        string
	Next        *web.NextStep
	Tag         web.Tag
	Parent      string // first name of the counterpart
	Child       string
	Described   bool   // the contact may be described
	WhyNot      string // else the reason, in words
	BeforeState string // done, half or none
	DuringState string
	AfterState  string
	Facts       []web.Fact
	Gaps        []gapLine
	Warnings    []string // what the law or the decision says against a planned contact
	Goals       []noteUnder
	History     []historyLine
	Before      contact.Before
	During      contact.During
	After       contact.After
	Mine        bool // the reader was there
	Late        int
	To          string
	Interplay   *interplaypage.View // nil before the contact has been held
	Phones      *phonepage.View     // nil when nothing came from a phone
	Against     []string            // stretches coded after a no
}

func (a area) contact(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	all, err := contact.All(v.Context(), f)
	if err != nil {
		return nil, err
	}
	c, ok := contact.Find(all, v.Param("id"))
	if !ok {
		return nil, fault.New(fault.NotFound, "contact.notfound")
	}
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	page := h.contactPage(c, f)
	if err := page.goals(v, f); err != nil {
		return nil, err
	}
	found, err := contact.Warnings(v.Context(), f, c)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		page.Warnings = append(page.Warnings, v.Say(x.Key, x.Args)+" ("+rule.Cite(v.Lang, x.Source)+")")
	}
	if err := page.interplay(v, f); err != nil {
		return nil, err
	}
	if err := page.against(v, f); err != nil {
		return nil, err
	}
	if page.Phones, err = h.fromPhones(v, f, c.ID, page.To); err != nil {
		return nil, err
	}
	if page.History, err = h.contactHistory(v, f, c.ID); err != nil {
		return nil, err
	}
	return web.Page("contacts/contact", page).Titled("contacts.contact.tab"), nil
}

// interplay is what has been coded of a contact that was held.
func (p *contactPage) interplay(v *web.Visit, f *casefile.Reader) error {
	if p.C.Status != session.Held {
		return nil
	}
	coded, err := interplaypage.Load(v, f, interplaypage.Session{ID: p.C.ID, Kind: session.Contact, Staff: p.Staff, WhyNot: p.WhyNot,
		Who: interplaypage.Names{Child: p.Child, Parent: p.Parent}})
	p.Interplay = &coded
	return err
}

func (h head) contactPage(c contact.Contact, f *casefile.Reader) contactPage {
	now := f.Now()
	p := contactPage{
		head: h, C: c, Tag: coursepage.StateTag(h.v, c.Session), Before: c.Before, During: c.During, After: c.After,
		Parent: h.WhoIs(c.Arrangement.Counterpart), Child: h.Names(c.Arrangement.Children), To: h.Path("samvaer", c.ID),
		Mine: slices.Contains(c.Staff, h.v.Actor.ID) && f.Can(access.Contact, access.Write),
	}
	p.Heading = h.v.Say("contacts.contact.title", fault.Args{"date": lang.LongDate(h.v.Lang, clock.DateOf(c.When()))})
	p.Lead = h.lead(c)
	ok, why := c.Arrangement.Describable(c.When(), now)
	if p.Described = ok; !ok {
		p.WhyNot = h.v.T(why)
	}
	if c.Status == session.Held && !c.Signed() {
		for _, g := range contact.Missing(c, now) {
			if !g.Signature && c.After.Omitted[g.ID] == "" {
				p.Gaps = append(p.Gaps, gapLine{Label: h.v.T(g.Key), To: p.To + "/" + partPath(g.Part)})
			}
		}
	}
	p.states()
	p.Facts = append(h.attendance(c), h.cancelFacts(c.Session)...)
	if !c.WroteAt.IsZero() && rule.RecordDelay(clock.DateOf(c.When()), clock.DateOf(c.WroteAt)) != rule.InTime {
		p.Late = clock.DateOf(c.WroteAt).Sub(clock.DateOf(c.When()))
	}
	if p.Mine {
		p.Next = p.next(now)
	}
	return p
}

// lead is the line under the heading: "Noah og Sanne · støttet samvær · 14.30–16.30 i Familiehuset".
func (h head) lead(c contact.Contact) string {
	key := "contacts.contact.lead"
	if c.Place == "" {
		key = "contacts.contact.lead_noplace"
	}
	return h.v.Say(key, fault.Args{
		"people": h.pair(c.Arrangement), "state": h.StateWords(c.Arrangement.StateOn(clock.DateOf(c.When()))),
		"span": lang.Clock(h.v.Lang, c.When()) + "–" + lang.Clock(h.v.Lang, c.Until()), "place": c.Place,
	})
}

func (p *contactPage) states() {
	part := func(written, full bool) string {
		switch {
		case written && full:
			return "done"
		case written:
			return "half"
		}
		return "none"
	}
	p.BeforeState = part(p.Before.Written(), true)
	p.DuringState = part(p.During.Written(), true)
	p.AfterState = part(p.After.Written(), p.C.Signed())
}

// next is the one thing to do: before, during, after, or the signature.
func (p *contactPage) next(now time.Time) *web.NextStep {
	key, to := "", ""
	c := p.C
	switch {
	case c.Status == session.Cancelled || c.Status == session.NoShow || c.Signed():
		return nil
	case c.Status == session.Planned && !p.Before.Written() && c.PlannedEnd.After(now):
		key, to = "contacts.next.before", "/foer"
	case c.Status == session.Planned:
		key, to = "contacts.next.during", "/under"
	case !p.After.Written():
		key, to = "contacts.next.after", "/efter"
	case c.Attention == nil && len(p.Gaps) == 0:
		key, to = "contacts.next.question", "/underskrift"
	default:
		key, to = "contacts.next.finish", "/underskrift"
	}
	return &web.NextStep{
		Title: p.v.Say(key, fault.Args{"parent": p.Parent}), Text: p.v.T(key + ".why"),
		Deed: web.Deed{To: p.To + to, Text: p.v.T(key + ".deed")}, Beside: true,
	}
}

func (p *contactPage) goals(v *web.Visit, f *casefile.Reader) error {
	all, err := goals(v, f)
	for _, g := range all {
		if text := p.C.GoalNotes[g.ID]; text != "" {
			p.Goals = append(p.Goals, noteUnder{g.Title, text})
		}
	}
	return err
}

// attendance is what is always written down, basis or not.
func (h head) attendance(c contact.Contact) []web.Fact {
	d := c.During
	facts := []web.Fact{{Label: h.T("contacts.fact.staff"), Text: h.Names(c.Staff)}, {Label: h.T("contacts.fact.persons"), Text: h.Names(c.Persons)}}
	if d.Written() {
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.outcome"), Text: h.T("contact.outcome." + string(d.Outcome)), Texts: some(d.OutcomeReason)},
			web.Fact{Label: h.T("contacts.fact.brought"), Text: h.byAt(d.BroughtBy, d.BroughtAt)},
			web.Fact{Label: h.T("contacts.fact.fetched"), Text: h.byAt(d.FetchedBy, d.FetchedAt)})
	}
	for _, x := range []struct{ key, text string }{
		{"contacts.fact.shift", d.StaffShift}, {"contacts.fact.unplanned", d.Unplanned}, {"contacts.fact.observers", d.Observers},
		{"contacts.fact.since", c.Before.SinceLast}, {"contacts.fact.incident", d.Incident}, {"contacts.fact.incident_told", d.IncidentTold},
	} {
		if x.text != "" {
			facts = append(facts, web.Fact{Label: h.T(x.key), Text: x.text})
		}
	}
	if c.Status == session.Held {
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.minutes"), Text: h.v.Say("contacts.fact.minutes_line", fault.Args{
			"direct": web.Minutes(h.v.Lang, c.DirectMinutes), "indirect": web.Minutes(h.v.Lang, c.IndirectMinutes),
			"travel": web.Minutes(h.v.Lang, c.TravelMinutes),
		})})
	}
	return facts
}

func (h head) byAt(who string, at time.Time) string {
	if who == "" || at.IsZero() {
		return who
	}
	return who + ", " + h.v.Say("contacts.time", fault.Args{"time": at})
}

func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// contactHistory tells each writing of each part, newest first.
func (h head) contactHistory(v *web.Visit, f *casefile.Reader, id string) ([]historyLine, error) {
	entries, err := contact.History(v.Context(), f, id)
	if err != nil {
		return nil, err
	}
	var out []historyLine
	last := map[contact.Part]contact.PartEntry{}
	for _, e := range entries {
		entry := e.Entry()
		line := historyLine{
			When: v.Say("contacts.at", fault.Args{"date": clock.DateOf(entry.EnteredAt), "time": entry.EnteredAt}),
			What: v.T("contacts.part." + string(e.Part)), Who: h.WhoIs(entry.EnteredBy), Reason: entry.Reason,
		}
		if entry.Reason != "" {
			line.Words = h.replacedPart(last[e.Part], e)
		}
		last[e.Part] = e
		out = append(out, line)
	}
	slices.Reverse(out)
	return out, nil
}

// replacedPart are the words of a signed part that a correction replaced.
func (h head) replacedPart(was, now contact.PartEntry) []noteUnder {
	var out []noteUnder
	add := func(key, before, after string) {
		if before != "" && before != after {
			out = append(out, noteUnder{h.T(key), before})
		}
	}
	switch {
	case was.Before != nil && now.Before != nil:
		add("contacts.focus", was.Before.Focus, now.Before.Focus)
	case was.During != nil && now.During != nil:
		add("contacts.observation", was.During.Observation, now.During.Observation)
		add("contacts.help", was.During.Help, now.During.Help)
		add("contacts.child_words", was.During.ChildWords, now.During.ChildWords)
	case was.After != nil && now.After != nil:
		add("contacts.parent_words", was.After.ParentWords, now.After.ParentWords)
		add("contacts.interpretation", was.After.Interpretation, now.After.Interpretation)
		add("contacts.assessment", was.After.Assessment, now.After.Assessment)
	}
	return out
}

// Rating is the parent's number after the contact, 0 to 10.
func (p contactPage) Rating() int {
	if p.After.FocusRating == nil {
		return 0
	}
	return *p.After.FocusRating
}

// Crumb is the contact's name in the path: "Samvær nr. 27".
func (p contactPage) Crumb() string {
	if p.C.Number == 0 {
		return p.kindName(p.C.Kind)
	}
	return p.v.Say("contacts.contact.crumb", fault.Args{"n": p.C.Number})
}

// written makes facts of the texts that are there, each under its heading.
func (h head) written(pairs ...string) []web.Fact {
	var out []web.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, web.Fact{Label: h.T(pairs[i]), Texts: lines(pairs[i+1])})
		}
	}
	return out
}

// talk says when a talk was held, or why not.
func (p contactPage) talk(label string, held *bool, why string, start, end time.Time) web.Fact {
	fact := web.Fact{Label: p.T(label)}
	if !start.IsZero() && !end.IsZero() {
		fact.Label += " " + lang.Clock(p.v.Lang, start) + "–" + lang.Clock(p.v.Lang, end)
	}
	switch {
	case held == nil:
		fact.Tag = web.Tag{Kind: "none", Text: p.T("contacts.not_written")}
	case *held:
		fact.Text = p.v.Say("contacts.talk.held", fault.Args{"name": p.Parent})
	default:
		fact.Text, fact.Texts = p.T("contacts.talk.not_held"), some(why)
	}
	return fact
}

// BeforeFacts is the column before.
func (p contactPage) BeforeFacts() []web.Fact {
	b := p.Before
	facts := []web.Fact{p.talk("contacts.talk.before", b.Held, b.NotHeldReason, b.Start, b.End)}
	if p.AsksCoding() {
		facts = append(facts, p.CodingFact())
	}
	return append(facts, p.written("contacts.looks_forward", b.LooksForward, "contacts.will_try", b.WillTry,
		"contacts.watch_for", b.WatchFor, "contacts.help_how", b.HelpHow, "contacts.child_wish", b.ChildWish,
		"contacts.child_sign", b.ChildSign, "contacts.go_ahead", p.goAhead())...)
}

func (p contactPage) goAhead() string {
	if p.Before.GoAhead == "" || p.Before.GoAhead == contact.GoYes {
		return ""
	}
	return p.T("contacts.go_ahead."+string(p.Before.GoAhead)) + ": " + p.Before.GoAheadNote
}

// DuringFacts is the column during.
func (p contactPage) DuringFacts() []web.Fact {
	d := p.During
	if !d.Written() {
		return []web.Fact{{Label: p.T("contacts.observation"), Tag: web.Tag{Kind: "none", Text: p.T("contacts.not_written")}}}
	}
	facts := p.written("contacts.arrival", d.Arrival, "contacts.observation", p.C.Observation, "contacts.help", d.Help,
		"contacts.goodbye", d.Goodbye, "contacts.child_words", d.ChildWords, "contacts.child_next_wish", d.ChildNextWish)
	if len(facts) == 0 {
		facts = []web.Fact{{Label: p.T("contacts.fact.outcome"), Text: p.T("contact.outcome." + string(d.Outcome))}}
	}
	return facts
}

// AfterFacts is the column after: their words first, then ours, marked as ours.
func (p contactPage) AfterFacts() []web.Fact {
	a := p.After
	facts := []web.Fact{p.talk("contacts.talk.after", a.Held, a.NotHeldReason, a.Start, a.End)}
	facts = append(facts, p.written("contacts.parent_words", a.ParentWords, "contacts.parent_remark", a.ParentRemark,
		"contacts.disagreement", a.Disagreement, "contacts.next_time", p.C.NextTime, "contacts.interpretation", p.C.Interpretation)...)
	if p.C.Assessment != "" {
		facts = append(facts, p.written("contacts.assessment", p.C.Assessment)...)
	} else if p.Described && p.C.Status == session.Held {
		facts = append(facts, web.Fact{Label: p.T("contacts.assessment"), Tag: web.Tag{Kind: "none", Text: p.T("contacts.not_written")}})
	}
	if key := attentionKey(p.C.Attention); key != "" {
		facts = append(facts, web.Fact{Label: p.T("contacts.attention.label"), Text: p.T(key)})
	}
	return append(facts, p.signature())
}

func (p contactPage) signature() web.Fact {
	fact := web.Fact{Label: p.T("contacts.signature"), Tag: web.Tag{Kind: "none", Text: p.T("contacts.not_written")}}
	switch {
	case p.C.Signed():
		fact.Tag = web.Tag{Kind: "done", Text: p.v.Say("contacts.signed_short", fault.Args{"who": p.WhoIs(p.C.SignedBy), "date": clock.DateOf(p.C.SignedAt)})}
	case p.C.Status == session.Held:
		fact.Tag = web.Tag{Kind: "soon", Text: p.T("contacts.state.sign")}
	}
	return fact
}

// StopFacts is the record of a contact that was stopped before its time.
func (p contactPage) StopFacts() []web.Fact {
	s := p.C.Stop
	facts := []web.Fact{
		{Label: p.T("contacts.stop.reason"), Text: p.T("contact.stop.reason." + string(s.Reason))},
		{Label: p.T("contacts.stop.authority"), Text: p.T("contact.stop.authority." + string(s.Authority))},
		{Label: p.T("contacts.stop.decided_by"), Text: p.WhoIs(s.DecidedBy)},
	}
	facts = append(facts, p.written("contacts.stop.what", s.What, "contacts.stop.tried_first", s.TriedFirst,
		"contacts.stop.child_reaction", s.ChildReaction, "contacts.stop.parent_told", s.ParentTold, "contacts.stop.informed", s.Informed)...)
	for _, x := range []struct {
		key string
		yes bool
	}{{"contacts.stop.resumed", s.Resumed}, {"contacts.stop.notification", s.Notification}} {
		word := "web.no"
		if x.yes {
			word = "web.yes"
		}
		facts = append(facts, web.Fact{Label: p.T(x.key), Text: p.T(word)})
	}
	return facts
}
