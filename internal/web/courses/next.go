package courses

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/report"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// next is the one thing to do now for the person who reads: the oldest broken
// promise, else what waits for them, else the next appointment. None when there
// is nothing to do.
func (x *file) next(v *web.Visit) *web.NextStep {
	for _, step := range []func(*web.Visit) *web.NextStep{
		x.nextOverdue, x.nextForAdviser, x.nextForLeader, x.nextFlag, x.nextNote, x.nextPlan, x.nextFollowUp, x.nextClosing, x.nextVisit,
	} {
		if s := step(v); s != nil {
			return s
		}
	}
	return nil
}

// delivers reports whether the reader is of the team.
func (x *file) delivers() bool { return x.reader.Can(access.Notes, access.Write) }

func (x *file) commissions() bool {
	return x.reader.Is(access.AdviserOn) || x.reader.Is(access.DeputyOf)
}

// nextOverdue: a message whose promised time has passed. The team rings, the
// adviser opens it.
func (x *file) nextOverdue(v *web.Visit) *web.NextStep {
	var oldest *attention.Feedback
	for i := range x.feedback {
		m := &x.feedback[i]
		if m.Overdue(x.reader.Now()) && (oldest == nil || m.DueAt.Before(oldest.DueAt)) {
			oldest = m
		}
	}
	if oldest == nil || x.commissions() {
		return nil
	}
	args := fault.Args{"subject": oldest.Subject, "sent": weekday(v, oldest.SentAt), "due": weekday(v, oldest.DueAt), "at": lang.Clock(v.Lang, oldest.DueAt)}
	key := "courses.next.ring.theirs"
	if oldest.AuthorID == v.Actor.ID {
		key = "courses.next.ring.text"
	}
	step := &web.NextStep{
		Title: v.T("courses.next.ring", args), Text: v.T(key, args),
		More: []web.Link{{Text: v.T("courses.next.read"), To: x.Path("tilbagemeldinger", oldest.ID)}},
	}
	if a := x.Staff[oldest.EscalatedTo]; a.Name != "" {
		step.Text += " " + v.T("courses.next.ring.deputy", fault.Args{"name": x.StaffName(oldest.ToID)})
	}
	if phone := cmp.Or(x.Staff[oldest.EscalatedTo].Phone, x.Staff[oldest.ToID].Phone); phone != "" {
		step.Deed = web.Deed{To: "tel:" + strings.ReplaceAll(phone, " ", ""), Text: v.T("courses.next.ring.deed", fault.Args{"phone": phone})}
	}
	return step
}

func weekday(v *web.Visit, t time.Time) string {
	return lang.Weekday(v.Lang, clock.DateOf(t).Weekday())
}

// nextForAdviser: a message to acknowledge, or hours to answer.
func (x *file) nextForAdviser(v *web.Visit) *web.NextStep {
	if !x.commissions() {
		return nil
	}
	for _, m := range x.feedback {
		if !m.SentAt.IsZero() && m.AcknowledgedAt.IsZero() {
			return &web.NextStep{
				Title: v.T("courses.next.acknowledge"), Text: "»" + m.Subject + "«",
				Deed: web.Deed{To: x.Path("tilbagemeldinger", m.ID), Text: v.T("courses.next.acknowledge.deed")},
			}
		}
	}
	for _, q := range x.requests {
		if q.Waiting() && q.PlanID == x.plan.ID {
			args := fault.Args{"hours": web.Hours(v.Lang, q.Hours), "date": lang.PlainDate(v.Lang, q.AskedOn)}
			return &web.NextStep{
				Title: v.T("courses.next.hours", args), Text: v.T("courses.next.hours.text", args) + " " + q.Reason,
				Deed: web.Deed{To: x.Path("ekstra-timer", q.ID), Text: v.T("courses.next.hours.deed")},
			}
		}
	}
	return nil
}

// nextForLeader: a plan to decide on, or a course without its team.
func (x *file) nextForLeader(v *web.Visit) *web.NextStep {
	if !x.reader.Is(access.LeaderOf) {
		return nil
	}
	switch {
	case x.Course.Status == course.Referred:
		return &web.NextStep{
			Title: v.T("courses.next.referral"), Deed: web.Deed{To: "/henvisninger/" + x.Course.ID, Text: v.T("courses.next.referral.deed")},
		}
	case x.Course.Status == course.Accepted:
		return &web.NextStep{
			Title: v.T("courses.next.team"), Deed: web.Deed{To: x.Path("hold"), Text: v.T("courses.next.team.deed")},
		}
	case slices.ContainsFunc(x.reports, func(r report.Report) bool { return r.State == report.Submitted }):
		return &web.NextStep{Title: v.T("courses.next.second-reader"), Deed: web.Deed{To: x.Path("rapporter"), Text: v.T("courses.next.second-reader.deed")}}
	case x.pending != nil && x.pending.Status == plan.StatusSubmitted:
		return &web.NextStep{
			Title: v.T("courses.plan.next.decide"), Text: v.T("courses.plan.next.decide.text", fault.Args{"name": x.StaffName(x.pending.AuthorID)}),
			Deed: web.Deed{To: x.Path("plan", x.pending.ID, "afgoer"), Text: v.T("courses.plan.read")},
		}
	}
	return nil
}

// nextFlag: something that needs attention and is the reader's to see to.
func (x *file) nextFlag(v *web.Visit) *web.NextStep {
	for _, f := range x.flags {
		if f.Open() && f.OwnerID == v.Actor.ID {
			return &web.NextStep{
				Title: v.T("courses.next.flag"), Text: f.What,
				Deed: web.Deed{To: x.Path("tilbagemeldinger"), Text: v.T("courses.next.flag.deed")},
			}
		}
	}
	return nil
}

// nextNote: the oldest session of the reader's own that is not written to its end.
func (x *file) nextNote(v *web.Visit) *web.NextStep {
	for _, s := range x.sessions {
		if !s.Open(x.reader.Now()) || !mine(s, v.Actor.ID) {
			continue
		}
		to, name := x.Path("aftaler", s.ID), v.T("courses.kind."+string(s.Kind))
		if s.Kind == session.Contact {
			to = x.Path("samvaer", s.ID)
		}
		args := fault.Args{"kind": name, "day": dayWords(v, clock.DateOf(s.When()))}
		key := "courses.next.write"
		if s.Status == session.Held {
			key = "courses.next.sign"
		}
		return &web.NextStep{Title: v.T(key, args), Text: v.T(key+".text", args), Deed: web.Deed{To: to, Text: v.T(key + ".deed")}}
	}
	return nil
}

func mine(s session.Session, id string) bool {
	for _, who := range s.Staff {
		if who == id {
			return true
		}
	}
	return false
}

// nextPlan: a course that runs without a plan, or a draft to go on with.
func (x *file) nextPlan(v *web.Visit) *web.NextStep {
	if !x.reader.Can(access.Plan, access.Write) {
		return nil
	}
	switch {
	case x.pending != nil && x.pending.Status == plan.StatusDraft:
		step := &web.NextStep{
			Title: v.T("courses.plan.next.write"), Text: v.T("courses.plan.next.write.text"),
			Deed: web.Deed{To: x.Path("plan", x.pending.ID, "ret", "familien"), Text: v.T("courses.plan.go-on")},
		}
		if words := coursepage.ReturnedFor(x.history, *x.pending); words != "" {
			step.Title, step.Text = v.T("courses.plan.next.mend"), "»"+words+"«"
		}
		return step
	case !x.hasPlan && x.pending == nil && x.Course.Status == course.Active:
		return &web.NextStep{
			Title: v.T("courses.plan.next.first"), Text: v.T("courses.plan.next.first.text"),
			Deed: web.Deed{To: x.Path("plan"), Text: v.T("courses.plan.begin"), Post: true},
		}
	}
	return nil
}

// soonDays is how many days before a follow-up it becomes the next step.
const soonDays = 14

// nextFollowUp: one that is due or not decided.
func (x *file) nextFollowUp(v *web.Visit) *web.NextStep {
	if !x.reader.Can(access.Plan, access.Write) || x.Course.Status != course.Active {
		return nil
	}
	deed := web.Deed{To: x.Path("opfoelgning"), Text: v.T("courses.next.followup.deed")}
	switch {
	case x.due.Undecided:
		return &web.NextStep{Title: v.T("courses.next.followup.undecided"), Text: v.T("courses.next.followup.undecided.text"), Deed: deed}
	case !x.due.On.IsZero() && x.due.On.Sub(x.Today) <= soonDays:
		return &web.NextStep{
			Title: v.T("courses.next.followup", fault.Args{"date": dayWords(v, x.due.On)}),
			Text:  v.T("courses.next.followup.text"), Deed: deed,
		}
	}
	return nil
}

// nextClosing: what closing the course still asks of those who write.
func (x *file) nextClosing(v *web.Visit) *web.NextStep {
	if x.Course.Status != course.Active || !x.reader.Can(access.Report, access.Write) ||
		x.Course.Stage(course.Current(x.Team), x.plan.TapersFrom(), x.Today) != course.StageClosing {
		return nil
	}
	if open := x.plan.Open(); len(open) > 0 && x.reader.Can(access.Plan, access.Write) {
		return &web.NextStep{
			Title: v.T("courses.next.conclude", fault.Args{"goal": open[0].Title}), Text: v.TN("courses.next.conclude.text", len(open)),
			Deed: web.Deed{To: x.Path("maal", open[0].ID), Text: v.T("courses.next.conclude.deed")},
		}
	}
	if !slices.ContainsFunc(x.reports, func(r report.Report) bool { return r.Kind == report.Closing }) {
		return &web.NextStep{Title: v.T("courses.next.report"), Deed: web.Deed{To: x.Path("rapporter"), Text: v.T("courses.next.report.deed")}}
	}
	return nil
}

// nextVisit: the next appointment within a week, for those who hold it.
func (x *file) nextVisit(v *web.Visit) *web.NextStep {
	s, ok := x.nextAppointment()
	if !ok || !x.delivers() || clock.DateOf(s.PlannedStart).Sub(x.Today) > 7 {
		return nil
	}
	to, kind := x.Path("aftaler", s.ID), v.T("courses.kind."+string(s.Kind))
	if s.Kind == session.Contact {
		to = x.Path("samvaer", s.ID)
	}
	day := clock.DateOf(s.PlannedStart)
	return &web.NextStep{
		Title: v.T("courses.next.visit", fault.Args{"kind": kind, "day": dayWords(v, day), "at": lang.Clock(v.Lang, s.PlannedStart)}),
		Deed:  web.Deed{To: to, Text: v.T("courses.next.visit.deed")},
	}
}

// dayWords writes weekday and day of the month: "onsdag 7. oktober".
func dayWords(v *web.Visit, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return lang.Weekday(v.Lang, d.Weekday()) + " " + lang.DayMonth(v.Lang, d)
}
