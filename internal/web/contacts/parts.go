package contacts

import (
	"strconv"
	"strings"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/draftpage"
)

// partPage is the form of one part of a contact.
type partPage struct {
	head
	C             contact.Contact
	Kept          draftpage.Kept
	Heading, Lead string
	To            string
	Parent, Child string
	Described     bool
	WhyNot        string
	Signed        bool
	Supervised    bool
	YesNo         []web.Option
	Scale         []web.Option
	GoAhead       []web.Option
	Outcomes      []web.Option
	Reasons       []web.Option
	Authorities   []web.Option
	Goals         []goal
	Last          *contact.Contact // the contact before, with what was agreed
	Raised        bool
}

// part builds what the forms of all parts share.
func (a area) part(v *web.Visit, f *casefile.Reader, what string) (partPage, error) {
	all, err := contact.All(v.Context(), f)
	if err != nil {
		return partPage{}, err
	}
	c, ok := contact.Find(all, v.Param("id"))
	if !ok {
		return partPage{}, fault.New(fault.NotFound, "contact.notfound")
	}
	h, err := a.load(v, f)
	if err != nil {
		return partPage{}, err
	}
	p := partPage{
		head: h, C: c, Heading: v.T("contacts." + what + ".title"), Lead: h.lead(c), To: h.Path("samvaer", c.ID),
		Parent: h.WhoIs(c.Arrangement.Counterpart), Child: h.Names(c.Arrangement.Children), Signed: c.Signed(),
		Supervised: c.Arrangement.State == contact.Supervised, YesNo: web.YesNo(),
	}
	ok, why := c.Arrangement.Describable(c.When(), f.Now())
	if p.Described = ok; !ok {
		p.WhyNot = v.T(why)
	}
	if last, ok := contact.Previous(all, c); ok {
		p.Last = &last
	}
	return p, nil
}

func (a area) beforeForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "before")
	if err != nil {
		return nil, err
	}
	b := p.C.Before
	p.GoAhead = web.Options("contacts.go_ahead.", string(contact.GoYes), string(contact.GoChanged), string(contact.GoNo))
	fill(v.Form, map[string]string{
		"held": yesNo(b.Held), "not_held_reason": b.NotHeldReason, "start": clockText(b.Start), "end": clockText(b.End),
		"focus": b.Focus, "looks_forward": b.LooksForward, "will_try": b.WillTry, "watch_for": b.WatchFor, "help_how": b.HelpHow,
		"since_last": b.SinceLast, "child_sign": b.ChildSign, "child_wish": b.ChildWish, "go_ahead": string(b.GoAhead),
		"go_ahead_note": b.GoAheadNote, "coding": yesNo(p.C.CodingAhead()), "version": strconv.FormatInt(b.Version, 10),
	})
	if !b.Written() && p.Last != nil {
		v.Form.Fill("focus", p.Last.Before.Focus)
	}
	if p.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "before", Object: p.C.ID}); err != nil {
		return nil, err
	}
	if len(p.C.Coding) > 0 && !v.Form.Sent() {
		v.Form.Put("coding", yesNo(p.C.CodingAhead())) // an answer that was given is newer than a draft
	}
	return web.Page("contacts/before", p).Titled("contacts.before.title"), nil
}

func fill(form web.Form, values map[string]string) {
	for name, value := range values {
		form.Fill(name, value)
	}
}

func (a area) prepare(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	form, day := v.Form, clock.DateOf(c.When())
	b := c.Before
	b.Entry = entryOf(form)
	b.Held, b.NotHeldReason = form.Bool3("held"), form.Value("not_held_reason")
	b.Start, b.End = form.Time(&p, "start", day), form.Time(&p, "end", day)
	b.With = []string{c.Arrangement.Counterpart}
	b.Focus, b.LooksForward, b.WillTry = form.Value("focus"), form.Value("looks_forward"), form.Value("will_try")
	b.WatchFor, b.HelpHow, b.SinceLast = form.Value("watch_for"), form.Value("help_how"), form.Value("since_last")
	b.ChildSign, b.ChildWish = form.Value("child_sign"), form.Value("child_wish")
	b.GoAhead = contact.GoAhead(form.OneOf(&p, "go_ahead", "yes", "changed", "no"))
	b.GoAheadNote, b.Coding = form.Value("go_ahead_note"), form.Bool3("coding")
	err = coursepage.Both(&p, func() error { return contact.Prepare(v.Context(), f, c.ID, b) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.beforeForm, Version: c.Before.Version, Now: beforeTexts(c)})
	}
	return done(v, f, "before", c.ID, "contacts.before.saved")
}

func entryOf(form web.Form) contact.Entry {
	return contact.Entry{ID: form.ID(), Version: form.Version(), Reason: strings.TrimSpace(form.Value("reason"))}
}

// done drops the draft and goes back to the contact.
func done(v *web.Visit, f *casefile.Writer, form, id, toast string) (web.Response, error) {
	if err := draft.Drop(v.Context(), f, draft.Key{Form: form, Object: id}); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaer", id), toast), nil
}

func (a area) duringForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "during")
	if err != nil {
		return nil, err
	}
	d, c := p.C.During, p.C
	p.There = c.Staff
	for _, o := range contact.Outcomes() {
		p.Outcomes = append(p.Outcomes, web.Option{Value: string(o), Key: "contact.outcome." + string(o)})
	}
	p.fillDuring(c, d)
	if p.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "during", Object: c.ID}, "staff", "persons"); err != nil {
		return nil, err
	}
	return web.Page("contacts/during", p).Titled("contacts.during.title"), nil
}

// fillDuring brings what the calendar and the contact before already know.
func (p partPage) fillDuring(c contact.Contact, d contact.During) {
	form := p.Form
	form.Fill("staff", c.Staff...)
	form.Fill("persons", c.Persons...)
	brought, fetched := d.BroughtBy, d.FetchedBy
	if !d.Written() && p.Last != nil {
		brought, fetched = p.Last.During.BroughtBy, p.Last.During.FetchedBy
	}
	direct := c.DirectMinutes
	if !d.Written() {
		direct = int(c.Until().Sub(c.When()) / time.Minute)
	}
	fill(form, map[string]string{
		"start": clockText(c.When()), "end": clockText(c.Until()), "place": c.Place, "brought": brought, "fetched": fetched,
		"brought_at": clockText(d.BroughtAt), "fetched_at": clockText(d.FetchedAt), "staff_shift": d.StaffShift,
		"unplanned": d.Unplanned, "observers": d.Observers, "outcome": string(d.Outcome), "outcome_reason": d.OutcomeReason,
		"incident": d.Incident, "incident_told": d.IncidentTold, "direct": noMinutes(direct), "travel": noMinutes(c.TravelMinutes),
		"present": yesNo(d.PresentThroughout), "conditions": yesNo(d.ConditionsKept), "conditions_comment": d.ConditionsComment,
		"version": strconv.FormatInt(d.Version, 10),
	})
}

func (a area) attend(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	form, day := v.Form, clock.DateOf(c.When())
	d := c.During
	d.Entry = entryOf(form)
	d.Start, d.End = form.Time(&p, "start", day), form.Time(&p, "end", day)
	d.BroughtBy, d.FetchedBy = form.Value("brought"), form.Value("fetched")
	d.BroughtAt, d.FetchedAt = form.Time(&p, "brought_at", day), form.Time(&p, "fetched_at", day)
	d.Staff, d.Persons, d.Place = form.Values("staff"), form.Values("persons"), strings.TrimSpace(form.Value("place"))
	d.StaffShift, d.Unplanned, d.Observers = form.Value("staff_shift"), form.Value("unplanned"), form.Value("observers")
	d.Outcome, d.OutcomeReason = contact.Outcome(form.Value("outcome")), form.Value("outcome_reason")
	d.Incident, d.IncidentTold = form.Value("incident"), form.Value("incident_told")
	d.PresentThroughout, d.ConditionsKept = form.Bool3("present"), form.Bool3("conditions")
	d.ConditionsComment, d.Observation = form.Value("conditions_comment"), c.Observation
	d.DirectMinutes, _ = form.Int(&p, "direct")
	d.TravelMinutes, _ = form.Int(&p, "travel")
	if err := a.chosen(v, &f.Reader, &p, c.Session); err != nil {
		return nil, err
	}
	err = coursepage.Both(&p, func() error { return contact.Record(v.Context(), f, c.ID, d) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.duringForm, Version: c.During.Version, Now: duringTexts(c)})
	}
	if d.Outcome == contact.Stopped && c.Stop == nil {
		_ = draft.Drop(v.Context(), f, draft.Key{Form: "during", Object: c.ID})
		return web.Redirect(coursepage.Path(f.CourseID, "samvaer", c.ID, "stop"), "contacts.during.stop_next"), nil
	}
	return done(v, f, "during", c.ID, "contacts.during.saved")
}

func (a area) stopForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "stop")
	if err != nil {
		return nil, err
	}
	for _, r := range contact.StopReasons() {
		p.Reasons = append(p.Reasons, web.Option{Value: string(r), Key: "contact.stop.reason." + string(r)})
	}
	for _, x := range contact.StopAuthorities() {
		p.Authorities = append(p.Authorities, web.Option{Value: string(x), Key: "contact.stop.authority." + string(x)})
	}
	if s := p.C.Stop; s != nil {
		fill(v.Form, map[string]string{
			"at": clockText(s.At), "stop_reason": string(s.Reason), "authority": string(s.Authority), "what": s.What, "tried_first": s.TriedFirst,
			"child_reaction": s.ChildReaction, "parent_told": s.ParentTold, "informed": s.Informed,
			"resumed": yesNo(&s.Resumed), "notification": yesNo(&s.Notification),
		})
	}
	if p.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "stop", Object: p.C.ID}); err != nil {
		return nil, err
	}
	return web.Page("contacts/stop", p).Titled("contacts.stop.title"), nil
}

func (a area) halt(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	form := v.Form
	s := contact.Stop{
		ID: form.ID(), SessionID: c.ID, At: form.Time(&p, "at", clock.DateOf(c.When())), Reason: contact.StopReason(form.Value("stop_reason")),
		Authority: contact.StopAuthority(form.Value("authority")), What: form.Value("what"), TriedFirst: form.Value("tried_first"),
		ChildReaction: form.Value("child_reaction"), ParentTold: form.Value("parent_told"), Informed: form.Value("informed"),
	}
	for name, to := range map[string]*bool{"resumed": &s.Resumed, "notification": &s.Notification} {
		answer := form.Bool3(name)
		if answer == nil {
			p.Add(name, "contacts.answer")
			continue
		}
		*to = *answer
	}
	err = coursepage.Both(&p, func() error { return contact.Halt(v.Context(), f, s) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.stopForm})
	}
	return done(v, f, "stop", c.ID, "contacts.stop.saved")
}

func (a area) afterwardsForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "afterwards")
	if err != nil {
		return nil, err
	}
	h := p.C.Afterwards
	fill(v.Form, map[string]string{"told": h.Told, "by": h.By, "date": dateText(h.At), "version": strconv.FormatInt(h.Version, 10)})
	if p.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "afterwards", Object: p.C.ID}); err != nil {
		return nil, err
	}
	return web.Page("contacts/afterwards", p).Titled("contacts.afterwards.title"), nil
}

func (a area) hear(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	h := contact.Afterwards{Entry: entryOf(v.Form), Told: v.Form.Value("told"), By: v.Form.Value("by")}
	if day := v.Form.NeededDate(&p, "date", "session.date.missing"); !day.IsZero() {
		h.At = day.At(12, 0)
		if day == f.Today() {
			h.At = f.Now()
		}
	}
	err = coursepage.Both(&p, func() error { return contact.Hear(v.Context(), f, c.ID, h) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.afterwardsForm, Version: c.Afterwards.Version, Now: map[string]string{"told": c.Afterwards.Told}})
	}
	return done(v, f, "afterwards", c.ID, "contacts.saved")
}

// Prompts are the questions that help to describe a contact; none must be
// answered (domain reference 12.2).
func (p partPage) Prompts() []string {
	out := make([]string, 0, 15)
	for n := 1; n <= 15; n++ {
		out = append(out, p.T("contacts.prompt.S"+strconv.Itoa(n)))
	}
	return out
}

// Attention are the choices of the question, none of them chosen.
func (p partPage) Attention() []web.Option { return p.YesNo }
