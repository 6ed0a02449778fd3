package courses

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/report"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// coursePage is the page of one course: where we are, what comes next, hours,
// goals, what has happened, and beside them the family, the team and the frame.
type coursePage struct {
	coursepage.Head
	Crumbs   []web.Link
	Lead     string
	Soon     string // what the next appointment is
	SoonAt   string
	Stages   web.Stages
	Next     *web.NextStep
	Quiet    string // said instead of a next step
	HasHours bool
	Hours    coursepage.Hours
	Waiting  []waitingRow
	Goals    []goalPanel
	NoGoals  string
	Happened []web.Event
	Family   familyPanel
	Team     []web.Fact
	Frame    []web.Fact
	Doors    []web.Link // the other pages of the course
}

// waitingRow is a wish for more hours that has no answer.
type waitingRow struct {
	Tag web.Tag
	To  string
}

// file is what was read of the course, once, for all parts of its page.
type file struct {
	coursepage.Head
	reader       *casefile.Reader
	plan         plan.Plan
	hasPlan      bool
	pending      *plan.Plan
	picture      plan.Picture
	sessions     []session.Session
	due          plan.Due
	followUps    []plan.FollowUp
	requests     []plan.Request
	history      []plan.Event
	versions     []plan.Plan
	feedback     []attention.Feedback
	flags        []attention.Flag
	arrangements []contact.Arrangement
	consents     []course.Consent
	events       []course.Event
	placements   []course.Placement
	relations    []person.Relation
	open         bool // the reader knows that no placement is hidden
	strands      []outcome.Graded
	analyses     []analysis.Analysis
	reports      []report.Report
	signs        map[string][]plan.Sign
}

// course shows the page.
func (a area) course(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.read(v, f)
	if err != nil {
		return nil, err
	}
	d := coursePage{
		Head: x.Head, Crumbs: x.Crumbs(v), Lead: v.T("courses.lead."+x.Programme.ID, fault.Args{"parents": x.parents(v)}),
		Stages: x.stages(v), Next: x.next(v), HasHours: x.hasPlan || x.picture.Held.Total > 0,
		Goals: x.goals(v), Happened: x.happened(v, aFew), Family: x.family(v), Team: x.team(v), Frame: x.frame(v), Doors: x.doors(v),
	}
	d.Soon, d.SoonAt = x.soon(v)
	if d.Next == nil {
		d.Quiet = v.T("courses.quiet")
	}
	if d.HasHours {
		d.Hours = coursepage.Draw(x.picture)
		d.Hours.CSV = x.Path("timer.csv")
	}
	for _, q := range x.requests {
		if q.PlanID == x.plan.ID && q.Waiting() {
			d.Waiting = append(d.Waiting, waitingRow{coursepage.RequestTag(v, q), x.Path("ekstra-timer", q.ID)})
		}
	}
	return web.Page("courses/course", d).Titled("web.menu.courses"), nil
}

// read gathers what the reader may know of the course.
func (a area) read(v *web.Visit, f *casefile.Reader) (*file, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	x := &file{Head: h, reader: f}
	for _, part := range []struct {
		kind access.Kind
		read func(*web.Visit) error
	}{
		{access.Plan, x.readPlan},
		{access.Card, x.readHours},
		{access.Card, x.readRelations},
		{access.Feedback, x.readFeedback},
		{access.Order, x.readArrangements},
		{access.Order, x.readOrder},
		{access.Measures, x.readStrands},
		{access.Analysis, x.readAnalyses},
		{access.Report, x.readReports},
	} {
		if !f.Can(part.kind, access.Read) {
			continue
		}
		if err := part.read(v); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func (x *file) readPlan(v *web.Visit) (err error) {
	if x.versions, err = plan.Versions(v.Context(), x.reader); err != nil {
		return err
	}
	for _, p := range x.versions {
		switch p.Status {
		case plan.StatusApproved:
			x.plan, x.hasPlan = p, true
		case plan.StatusDraft, plan.StatusSubmitted:
			x.pending = &p
		}
	}
	if x.due, err = plan.NextFollowUp(v.Context(), x.reader, x.Programme); err != nil {
		return err
	}
	if x.followUps, err = plan.FollowUps(v.Context(), x.reader); err != nil {
		return err
	}
	if x.requests, err = plan.Requests(v.Context(), x.reader); err != nil {
		return err
	}
	if x.history, err = plan.History(v.Context(), x.reader); err != nil {
		return err
	}
	x.signs, err = plan.Signs(v.Context(), x.reader, x.plan)
	return err
}

func (x *file) readHours(v *web.Visit) (err error) {
	if x.reader.Can(access.Plan, access.Read) {
		x.picture, x.sessions, err = x.Picture(v, x.reader, x.plan)
		return err
	}
	x.sessions, err = session.Facts(v.Context(), x.reader, session.Period{})
	return err
}

func (x *file) readRelations(v *web.Visit) (err error) {
	x.relations, err = person.Relations(v.Context(), x.reader)
	return err
}

func (x *file) readFeedback(v *web.Visit) (err error) {
	if x.feedback, err = attention.All(v.Context(), x.reader); err != nil {
		return err
	}
	x.flags, err = attention.Flags(v.Context(), x.reader)
	return err
}

func (x *file) readArrangements(v *web.Visit) (err error) {
	if x.Programme.HasContact() {
		x.arrangements, err = contact.Arrangements(v.Context(), x.reader)
	}
	return err
}

func (x *file) readOrder(v *web.Visit) (err error) {
	if x.consents, err = course.Consents(v.Context(), x.reader); err != nil {
		return err
	}
	if x.events, err = course.Events(v.Context(), x.reader); err != nil {
		return err
	}
	protections, err := person.Protections(v.Context(), x.reader)
	if err != nil {
		return err
	}
	x.open = !slices.ContainsFunc(protections, func(p person.Protection) bool { return p.Kind == person.HiddenPlacement && !p.Lifted })
	x.placements, err = course.Placements(v.Context(), x.reader)
	return err
}

func (x *file) readAnalyses(v *web.Visit) (err error) {
	x.analyses, err = analysis.All(v.Context(), x.reader)
	return err
}

func (x *file) readReports(v *web.Visit) (err error) {
	x.reports, err = report.All(v.Context(), x.reader)
	return err
}

func (x *file) readStrands(v *web.Visit) error {
	strands, err := instrument.Strands(v.Context(), x.reader)
	if err != nil {
		return err
	}
	x.strands = outcome.Grade(strands, x.Today).Strands
	return nil
}

// soon is the next appointment: what it is, and when.
func (x *file) soon(v *web.Visit) (what, at string) {
	s, ok := x.nextAppointment()
	if !ok {
		return "", ""
	}
	what = v.T("courses.soon")
	if s.Kind == session.Contact {
		what = v.T("courses.soon.contact")
	}
	return what, v.T("courses.soon.at", fault.Args{"day": dayWords(v, clock.DateOf(s.PlannedStart)), "at": lang.Clock(v.Lang, s.PlannedStart)})
}

func (x *file) nextAppointment() (session.Session, bool) {
	for _, s := range x.sessions {
		if s.Status == session.Planned && s.PlannedStart.After(x.reader.Now()) {
			return s, true
		}
	}
	return session.Session{}, false
}

// stages says where the course is in its six steps.
func (x *file) stages(v *web.Visit) web.Stages {
	c := x.Course
	stage := c.Stage(course.Current(x.Team), x.plan.TapersFrom(), x.Today)
	s := web.Stages{Label: v.T("courses.where")}
	notes := x.stageNotes(v)
	for _, one := range course.Stages {
		step := web.Stage{Name: v.T("courses.stage." + string(rune('0'+one))), Note: notes[one], State: "todo"}
		switch {
		case one < stage || c.Status == course.Closed:
			step.State = "done"
		case one == stage:
			step.State = "now"
			if one == course.StageRunning || one == course.StageTapering {
				step.Note = x.week(v)
			}
			s.Sentence = step.Name
			if step.Note != "" {
				s.Sentence += ", " + step.Note
			}
		}
		s.Steps = append(s.Steps, step)
	}
	if c.Status == course.Closed {
		s.Sentence = v.T("courses.closed", fault.Args{"date": lang.PlainDate(v.Lang, c.EndedOn)})
	}
	if taper := x.plan.TapersFrom(); stage < course.StageTapering && !taper.IsZero() {
		s.Note = v.T("courses.where.taper", fault.Args{"date": lang.DayMonth(v.Lang, taper)})
	}
	return s
}

func (x *file) stageNotes(v *web.Visit) map[course.Stage]string {
	c := x.Course
	notes := map[course.Stage]string{}
	if !c.ReferredOn.IsZero() {
		notes[course.StageReferred] = lang.Month(v.Lang, c.ReferredOn.Month())
	}
	for _, m := range x.Team {
		if m.Role == course.Lead {
			notes[course.StageTeam] = lang.Month(v.Lang, m.From.Month())
			break
		}
	}
	if !c.StartOn.IsZero() {
		notes[course.StageStartUp] = lang.DayMonth(v.Lang, c.StartOn)
	}
	if taper := x.plan.TapersFrom(); !taper.IsZero() {
		notes[course.StageTapering] = v.T("courses.where.from", fault.Args{"date": lang.DayMonth(v.Lang, taper)})
	}
	if end := x.EndsOn(x.plan); !end.IsZero() {
		notes[course.StageClosing] = lang.PlainDate(v.Lang, end)
	}
	return notes
}

func (x *file) week(v *web.Visit) string {
	n, of := x.plan.WeekOn(x.Today), x.plan.Weeks()
	if n == 0 || of == 0 || n > of {
		return ""
	}
	return v.T("courses.where.week", fault.Args{"n": n, "of": of})
}

// doors are the other pages of the course that the reader may open.
func (x *file) doors(v *web.Visit) []web.Link {
	var links []web.Link
	add := func(kind access.Kind, key string, parts ...string) {
		if x.reader.Can(kind, access.Read) {
			links = append(links, web.Link{Text: v.T(key), To: x.Path(parts...)})
		}
	}
	add(access.Plan, "courses.plan", "plan")
	add(access.Notes, "courses.door.sessions", "aftaler")
	if x.Programme.HasContact() {
		add(access.Contact, "courses.door.contacts", "samvaer")
		add(access.Contact, "courses.door.interplay", "samspil")
	}
	add(access.Measures, "courses.door.development", "udvikling")
	add(access.Feedback, "courses.door.voice", "barnets-stemme")
	add(access.Feedback, "courses.door.feedback", "tilbagemeldinger")
	add(access.Report, "courses.door.reports", "rapporter")
	add(access.Order, "courses.consents", "samtykker")
	return links
}

// hoursFile is the table of hours as a file for a spreadsheet.
func (a area) hoursFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.read(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "hours", f.CourseID); err != nil {
		return nil, err
	}
	return web.File(v.T("courses.hours.file")+".csv", "text/csv; charset=utf-8", x.picture.Table().CSV()), nil
}
