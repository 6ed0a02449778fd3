package contacts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/draftpage"
)

// newStrand is the place of an arrangement that is not there yet.
const newStrand = "ny"

// arrangementsPage is the legal frame of the course's contacts, with history.
type arrangementsPage struct {
	head
	Frames  []frameLine
	History []frameLine
	Enters  bool
}

func (a area) arrangements(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := contact.Versions(v.Context(), f)
	if err != nil {
		return nil, err
	}
	now, err := contact.Arrangements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	page := arrangementsPage{head: h, Enters: mayArrange(f)}
	for _, x := range now {
		page.Frames = append(page.Frames, h.frameLine(x, f))
	}
	for _, x := range slices.Backward(all) {
		if !slices.ContainsFunc(now, func(n contact.Arrangement) bool { return n.ID == x.ID }) {
			line := h.frameLine(x, f)
			line.State, line.Tag = h.StateWords(x.State), web.Tag{}
			page.History = append(page.History, line)
		}
	}
	return web.Page("contacts/arrangements", page).Titled("contacts.arrangements.title"), nil
}

func mayArrange(f *casefile.Reader) bool {
	return f.Can(access.Order, access.Write) || f.Can(access.Contact, access.Write)
}

// arrangementPage is the form of a legal state.
type arrangementPage struct {
	head
	A                   contact.Arrangement
	New                 bool
	Kept                draftpage.Kept
	Heading             string
	States, Deciders    []web.Option
	Recordings          []web.Option
	Children, Others    []web.Option
	Apart               []web.Option
	Consents            []consentLine
	YesNo               []web.Option
	CurrentState, Until string
}

// consentLine is one person's answer to supported contact on record.
type consentLine struct {
	Name string
	Tag  web.Tag
}

func (a area) arrangementForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	x, err := strandOf(v, f)
	if err != nil {
		return nil, err
	}
	page := arrangementPage{head: h, A: x, New: x.ID == "", YesNo: web.YesNo()}
	page.Heading = v.T("contacts.arrangement.new")
	if !page.New {
		page.Heading = v.Say("contacts.arrangement.change", fault.Args{"pair": h.pair(x)})
		page.CurrentState = h.StateWords(x.StateOn(f.Today()))
	}
	page.options()
	if err := page.consents(v, f, x); err != nil {
		return nil, err
	}
	page.fill()
	if page.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "arrangement", Object: v.Param("strand")}, "children", "never_meet"); err != nil {
		return nil, err
	}
	return web.Page("contacts/arrangement", page).Titled("contacts.arrangements.title"), nil
}

// strandOf is the newest version of the arrangement in the address; empty for
// a new one.
func strandOf(v *web.Visit, f *casefile.Reader) (contact.Arrangement, error) {
	id := v.Param("strand")
	if id == newStrand {
		return contact.Arrangement{}, nil
	}
	all, err := contact.Arrangements(v.Context(), f)
	if err != nil {
		return contact.Arrangement{}, err
	}
	for _, x := range all {
		if x.StrandID == id {
			return x, nil
		}
	}
	return contact.Arrangement{}, fault.New(fault.NotFound, "contact.notfound")
}

func (p *arrangementPage) options() {
	for _, s := range contact.States() {
		p.States = append(p.States, web.Option{Value: string(s), Key: "contact.state." + string(s), Hint: p.T("contact.state.hint." + string(s))})
	}
	for _, d := range contact.Deciders() {
		p.Deciders = append(p.Deciders, web.Option{Value: string(d), Key: "contact.decider." + string(d)})
	}
	p.Recordings = web.Options("contacts.recording.choice.", "none", string(contact.OrderBasis), string(contact.Conditions))
	for _, c := range p.Cards {
		o := web.Option{Value: c.PersonID, Label: c.Name}
		switch c.Role {
		case person.Child:
			p.Children = append(p.Children, o)
		case person.Foster, person.School:
		default:
			p.Others = append(p.Others, o)
			if c.PersonID != p.A.Counterpart {
				p.Apart = append(p.Apart, o)
			}
		}
	}
}

// consents shows who has said yes to supported contact: the answers are kept
// on the consents page and asked for nowhere else.
func (p *arrangementPage) consents(v *web.Visit, f *casefile.Reader, x contact.Arrangement) error {
	proposal, err := contact.ProposalFor(v.Context(), f, x)
	if err != nil {
		return err
	}
	for _, id := range proposal.CustodyHolders {
		line := consentLine{Name: p.WhoIs(id), Tag: web.Tag{Kind: "none", Text: p.T("contacts.consent.missing")}}
		for _, c := range proposal.Arrangement.Consents {
			if c.PersonID == id && c.Given {
				line.Tag = web.Tag{Kind: "done", Text: v.Say("contacts.consent.given", fault.Args{"date": c.On})}
			} else if c.PersonID == id {
				line.Tag = web.Tag{Kind: "none", Text: p.T("contacts.consent.refused")}
			}
		}
		p.Consents = append(p.Consents, line)
	}
	return nil
}

func (p *arrangementPage) fill() {
	x, form := p.A, p.Form
	form.Fill("children", x.Children...)
	form.Fill("never_meet", x.NeverMeet...)
	if p.New && len(p.Children) == 1 {
		form.Fill("children", p.Children[0].Value)
	}
	recording, of := string(x.Recording), x.RecordingOf
	if x.Recording != contact.OrderBasis && x.Recording != contact.Conditions {
		recording, of = "none", ""
	}
	fill(form, map[string]string{
		"counterpart": x.Counterpart, "state": string(x.State), "form": x.Form, "basis": x.Basis, "decided_by": string(x.DecidedBy),
		"decided_on": x.DecidedOn.String(), "document": x.Document, "from": x.From.String(), "to": x.To.String(),
		"frequency": noMinutes(x.Frequency.EveryWeeks), "per_month": noMinutes(x.Frequency.PerMonth), "minutes": noMinutes(x.Frequency.Minutes),
		"place_rule": x.PlaceRule, "present": x.Present, "not_present": x.NotPresent, "channels": x.Channels, "conditions": x.Conditions,
		"purpose": x.Purpose, "focus_points": strings.Join(x.FocusPoints, "\n"), "stop_right": x.StopRight, "child_view": x.ChildView,
		"child_view_on": x.ChildViewOn.String(), "child_how": x.ChildHow, "special": x.Special, "recording": recording, "recording_of": of,
		"version": strconv.Itoa(x.Number),
	})
	for name, on := range map[string]bool{"child_asked": x.ChildAsked, "against_105": x.Against105, "network": x.Network} {
		if on {
			form.Fill(name, "ja")
		}
	}
}

func (a area) arrange(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	was, err := strandOf(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	x := readArrangement(v, &p, was)
	if err := a.pickedFrom(v, &f.Reader, &p, was); err != nil {
		return nil, err
	}
	err = coursepage.Both(&p, func() error { return contact.Arrange(v.Context(), f, x) })
	if err != nil {
		if e, ok := fault.As(err); ok && e.Key == "contact.arrangement.conflict" {
			err = fault.New(fault.Conflict, "contact.conflict")
		}
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.arrangementForm, Version: int64(was.Number), Now: map[string]string{
			"purpose": was.Purpose, "conditions": was.Conditions, "document": was.Document, "place_rule": was.PlaceRule,
		}})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "arrangement", Object: v.Param("strand")}); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaersaftaler"), "contacts.arrangement.saved"), nil
}

// pickedFrom notes a problem where somebody or something was chosen that the form
// did not offer.
func (a area) pickedFrom(v *web.Visit, f *casefile.Reader, p *fault.Problems, was contact.Arrangement) error {
	h, err := a.load(v, f)
	if err != nil {
		return err
	}
	page := arrangementPage{head: h, A: was}
	page.options()
	form := v.Form
	if was.ID == "" {
		form.PickAll(p, "children", page.Children)
		form.Pick(p, "counterpart", page.Others)
	}
	form.PickAll(p, "never_meet", page.Apart)
	form.Pick(p, "decided_by", page.Deciders)
	return nil
}

func readArrangement(v *web.Visit, p *fault.Problems, was contact.Arrangement) contact.Arrangement {
	form, x := v.Form, was
	x.ID, x.Number, x.Consents = form.ID(), int(form.Version()), nil
	if was.ID == "" {
		x.Children, x.Counterpart, x.Network = form.Values("children"), form.Value("counterpart"), form.Bool("network")
	}
	x.State, x.Form, x.Basis = contact.State(form.Value("state")), form.Value("form"), form.Value("basis")
	x.DecidedBy, x.DecidedOn, x.Document = contact.Decider(form.Value("decided_by")), form.Date(p, "decided_on"), form.Value("document")
	x.From, x.To = form.Date(p, "from"), form.Date(p, "to")
	x.Frequency.EveryWeeks, _ = form.Int(p, "frequency")
	x.Frequency.PerMonth, _ = form.Int(p, "per_month")
	x.Frequency.Minutes, _ = form.Int(p, "minutes")
	x.PlaceRule, x.Present, x.NotPresent = form.Value("place_rule"), form.Value("present"), form.Value("not_present")
	x.NeverMeet, x.Channels, x.Conditions = form.Values("never_meet"), form.Value("channels"), form.Value("conditions")
	x.Purpose, x.StopRight, x.Special = form.Value("purpose"), form.Value("stop_right"), form.Value("special")
	x.FocusPoints = lines(form.Value("focus_points"))
	x.ChildView, x.ChildViewOn, x.ChildHow = form.Value("child_view"), form.Date(p, "child_view_on"), form.Value("child_how")
	x.ChildAsked, x.Against105, x.Why = form.Bool("child_asked"), form.Bool("against_105"), form.Value("why")
	x.Recording, x.RecordingOf, x.RecordingFrom, x.RecordingTo = contact.NoRecording, "", time.Time{}, time.Time{}
	if r := contact.Recording(form.Value("recording")); r == contact.OrderBasis || r == contact.Conditions {
		x.Recording, x.RecordingOf, x.RecordingFrom = r, form.Value("recording_of"), was.RecordingFrom
		if was.Recording != r {
			x.RecordingFrom = v.Now()
		}
		if strings.TrimSpace(x.RecordingOf) == "" {
			p.Add("recording_of", "contacts.recording.of.missing")
		}
	}
	return x
}

func lines(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// recordingPage is the form on which a parent's agreement to notes is entered
// or withdrawn.
type recordingPage struct {
	head
	A        contact.Arrangement
	Parent   string
	Answers  []web.Option
	Hows     []web.Option
	Given    bool
	Now      string
	Describe string
}

func (a area) recordingForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	x, err := strandOf(v, f)
	if err != nil {
		return nil, err
	}
	page := recordingPage{
		head: h, A: x, Parent: h.WhoIs(x.Counterpart),
		Answers: web.Options("contacts.agreement.", string(course.Given), string(course.Refused), string(course.Withdrawn)),
		Hows:    web.Options("contacts.agreement.how.", string(course.Signed), string(course.Oral), string(course.Digital)),
	}
	if ok, why := x.Describable(f.Now(), f.Now()); !ok {
		page.Describe = v.T(why)
	} else {
		page.Given = true
		page.Describe = v.T("contacts.recording." + string(orRequired(x)))
	}
	v.Form.Fill("at", f.Today().String())
	v.Form.Fill("time", lang.Clock(v.Lang, f.Now().In(clock.Copenhagen)))
	if v.Form.Value("scope") == "" {
		v.Form.Fill("scope", v.T("contacts.agreement.scope.proposal"))
	}
	return web.Page("contacts/recording", page).Titled("contacts.agreement.title"), nil
}

func (a area) recordAgreement(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := strandOf(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	form := v.Form
	c := course.Consent{
		ID: form.ID(), PersonID: x.Counterpart, Kind: course.ForRecord, Status: course.ConsentStatus(form.Value("status")),
		How: course.ConsentHow(form.Value("how")), Scope: strings.TrimSpace(form.Value("scope")), Document: form.Value("document"),
	}
	c.At = form.Time(&p, "time", form.NeededDate(&p, "at", "session.date.missing"))
	if c.At.IsZero() && !p.Has() {
		p.Add("time", "session.start.missing")
	}
	if c.Status == course.Given && c.How == course.Oral {
		p.Add("how", "contacts.agreement.written")
	}
	err = coursepage.Both(&p, func() error { return course.RecordConsent(v.Context(), f, c) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.recordingForm})
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaersaftaler"), "contacts.agreement.saved"), nil
}
