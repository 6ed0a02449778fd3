package feedback

import (
	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

type raisePage struct {
	head
	Session string // its id; empty when raised by itself
	From    string // "Samværet onsdag 30. september"
	People  []web.Option
	YesNo   []web.Option
}

func raiseForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	page := raisePage{head: h, Session: v.Request.FormValue("session"), People: h.Owners(), YesNo: web.YesNo()}
	if page.From, err = sessionWords(v, f, page.Session); err != nil {
		return nil, err
	}
	v.Form.Fill("owner", leadOf(h))
	page.Draft, err = restore(v, f, "flag", "new"+page.Session)
	return web.Page("feedback/raise", page).Titled("feedback.flag.raise"), err
}

func leadOf(h head) string {
	for _, b := range h.team {
		if b.Relation == access.Lead {
			return b.StaffID
		}
	}
	return ""
}

// sessionWords names the session that a flag comes from, to those who may see it.
func sessionWords(v *web.Visit, f *casefile.Reader, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	all, err := session.Facts(v.Context(), f, session.Period{})
	if err != nil {
		return "", err
	}
	for _, s := range all {
		if s.ID == id {
			return v.T("feedback.from-session", fault.Args{"kind": v.T("programme.activity." + string(s.Kind)), "on": lang.LongDate(v.Lang, clock.DateOf(s.When()))}), nil
		}
	}
	return "", fault.New(fault.NotFound, "case.not-here")
}

// raise opens the flag, and leads to what can be done about it.
func raise(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var p fault.Problems
	flag := attention.Flag{
		ID: v.Form.ID(), SessionID: v.Form.Value("session"), OwnerID: v.Form.Value("owner"),
		What: v.Form.Needed(&p, "what", "feedback.flag.what.missing", attention.MaxText),
	}
	danger := v.Form.Bool3("danger")
	if danger == nil {
		p.Add("danger", "feedback.flag.danger.missing")
	} else {
		flag.Danger = *danger
	}
	if flag.OwnerID == "" {
		p.Add("owner", "attention.no-owner")
	}
	err := p.Err()
	if err == nil {
		err = attention.Raise(v.Context(), f, flag)
	}
	if err != nil {
		return coursepage.Again(v, f, raiseForm, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "opmaerksomhed", flag.ID), "feedback.flag.raised"), drop(v.Context(), f, "flag", "new"+flag.SessionID)
}

type stepView struct {
	Outcome, By, At, Reason, To, ToText string
}

type flagView struct {
	head
	ID, What, Owner, Raised, From, FromTo string
	Danger, Open, Second                  bool // Second: one person has said why not, another must
	Own                                   bool // and the reader is the one who has
	Steps                                 []stepView
	Tag                                   web.Tag
	Waited                                string
	Drafted                               string // path of the notification drafted for it; empty for none
}

func flagPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	page, err := flagViewOf(v, f)
	if err != nil {
		return nil, err
	}
	return web.Page("feedback/flag", page).Titled("feedback.flag"), nil
}

func flagViewOf(v *web.Visit, f *casefile.Reader) (flagView, error) {
	h, err := load(v, f)
	if err != nil {
		return flagView{}, err
	}
	flag, err := oursOnly(v, f)
	if err != nil {
		return flagView{}, err
	}
	page := flagView{
		head: h, ID: flag.ID, What: flag.What, Owner: h.Staff.Name(flag.OwnerID), Danger: flag.Danger, Open: flag.Open(), Second: flag.AwaitsSecond(),
		Raised: v.T("feedback.flag.raised-by", fault.Args{"name": h.Staff.Name(flag.RaisedBy), "at": moment(v, flag.RaisedAt)}),
		Tag:    flagTag(v, flag), Waited: waited(v, clock.DateOf(flag.RaisedAt)),
	}
	if page.From, err = sessionWords(v, f, flag.SessionID); err != nil && fault.KindOf(err) != fault.NotFound {
		return page, err
	}
	for _, s := range flag.Steps {
		view := stepView{Outcome: v.T("attention.outcome." + string(s.Outcome)), By: h.Staff.Name(s.EnteredBy), At: moment(v, s.EnteredAt), Reason: s.Reason}
		switch s.Outcome {
		case attention.Tell:
			view.To, view.ToText = h.Path("tilbagemeldinger", s.RefersTo), v.T("feedback.next.read")
		case attention.Notify:
			view.To, view.ToText = h.Path("underretninger", s.RefersTo), v.T("feedback.notify.open")
		}
		page.Steps = append(page.Steps, view)
		page.Own = page.Second && s.Outcome == attention.Nothing && s.EnteredBy == v.Actor.ID
	}
	all, err := attention.Notifications(v.Context(), f)
	for _, n := range all {
		if n.FlagID == flag.ID && n.Outgoing && n.SentAt.IsZero() {
			page.Drafted = h.Path("underretninger", n.ID)
		}
	}
	return page, err
}

// oursOnly reads the flag of the address; it is the provider's own mark, and the
// adviser is told through feedback.
func oursOnly(v *web.Visit, f *casefile.Reader) (attention.Flag, error) {
	if f.Actor.Role == access.Adviser {
		return attention.Flag{}, fault.New(fault.NotFound, "case.not-here")
	}
	return attention.GetFlag(v.Context(), f, v.Param("id"))
}

func flagTag(v *web.Visit, flag attention.Flag) web.Tag {
	switch {
	case !flag.Open():
		return web.Tag{Kind: "done", Text: v.T("attention.outcome." + string(flag.Steps[len(flag.Steps)-1].Outcome))}
	case flag.AwaitsSecond():
		return web.Tag{Kind: "soon", Text: v.T("feedback.flag.second")}
	case flag.Danger:
		return web.Tag{Kind: "broken", Text: v.T("feedback.flag.danger")}
	}
	return web.Tag{Kind: "waiting", Text: v.T("feedback.flag.open")}
}

type outcomePage struct {
	flagView
	Changes []web.Option
}

func adaptForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	return outcomeForm(v, f, "adapt")
}

func nothingForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	return outcomeForm(v, f, "nothing")
}

func outcomeForm(v *web.Visit, f *casefile.Reader, form string) (*web.Rendered, error) {
	view, err := flagViewOf(v, f)
	if err != nil {
		return nil, err
	}
	page := outcomePage{flagView: view}
	for _, c := range attention.AllChanges {
		page.Changes = append(page.Changes, web.Option{Value: string(c), Key: "attention.changes." + string(c)})
	}
	page.Draft, err = restore(v, f, form, view.ID)
	return web.Page("feedback/"+form, page).Titled("feedback.flag"), err
}

// adapt writes the decision that changes the service, and that it came of the flag.
func adapt(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx, id := v.Context(), v.Param("id")
	d := attention.Decision{ID: v.Form.ID(), FlagID: id, Changes: attention.Changes(v.Form.Value("changes")), What: v.Form.Value("what"), Reason: v.Form.Value("reason")}
	err := attention.Decide(ctx, f, d)
	if err == nil {
		err = attention.Resolve(ctx, f, attention.Step{ID: "step-" + d.ID, FlagID: id, Outcome: attention.Adapt, Reason: d.What + "\n" + d.Reason, RefersTo: d.ID})
	}
	if err != nil {
		return coursepage.Again(v, f, adaptForm, coursepage.Renamed(err, "outcome", "changes"))
	}
	to := coursepage.Path(f.CourseID, "opmaerksomhed", id)
	return web.Redirect(to, "feedback.flag.resolved"), drop(ctx, f, "adapt", id)
}

// nothing closes the flag with a reason; a flag of danger needs two people.
func nothing(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx, id := v.Context(), v.Param("id")
	err := attention.Resolve(ctx, f, attention.Step{ID: v.Form.ID(), FlagID: id, Outcome: attention.Nothing, Reason: v.Form.Value("reason")})
	if err != nil {
		return coursepage.Again(v, f, nothingForm, coursepage.Renamed(err, "outcome", "reason"))
	}
	return web.Redirect(coursepage.Path(f.CourseID, "opmaerksomhed", id), "feedback.flag.resolved"), drop(ctx, f, "nothing", id)
}
