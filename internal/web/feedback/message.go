package feedback

import (
	"strconv"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// kinds are the messages that are written by hand; a report is sent from its own page.
var kinds = []string{string(attention.Quick), string(attention.Hours), string(attention.Extension), string(attention.Question)}

type writePage struct {
	head
	Kinds   []web.Option
	Flag    string // the flag it tells of; empty when none
	Promise string
	Urgent  string
}

// newMessage is the form of a message that nobody has saved yet.
func newMessage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	page := writePageOf(v, h)
	if id := v.Request.FormValue("flag"); id != "" {
		flag, err := attention.GetFlag(v.Context(), f, id)
		if err != nil {
			return nil, err
		}
		page.Flag = flag.ID
		v.Form.Fill("body", flag.What)
		v.Form.Fill("kind", string(attention.Quick))
	}
	page.Draft, err = restore(v, f, "feedback", "new"+page.Flag)
	return web.Page("feedback/write", page).Titled("feedback.write"), err
}

func writePageOf(v *web.Visit, h head) writePage {
	now := v.Now()
	return writePage{
		head: h, Kinds: web.Options("attention.kind.", kinds...),
		Promise: v.T("feedback.promise", fault.Args{"name": h.Adviser(), "at": moment(v, attention.Promise(now, false))}),
		Urgent:  v.T("feedback.promise.urgent", fault.Args{"name": h.Adviser(), "at": moment(v, attention.Promise(now, true))}),
	}
}

// editMessage is the form of a message that is saved and not sent.
func editMessage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, m, err := loadMessage(v, f)
	if err != nil {
		return nil, err
	}
	if !m.SentAt.IsZero() {
		return nil, fault.New(fault.Conflict, "feedback.sent-already")
	}
	page := writePageOf(v, h)
	page.Flag = m.FlagID
	v.Form.Fill("id", m.ID)
	for name, value := range fieldsOf(m) {
		v.Form.Fill(name, value)
	}
	v.Form.Fill("version", strconv.FormatInt(m.Version, 10))
	page.Draft, err = restore(v, f, "feedback", m.ID)
	return web.Page("feedback/write", page).Titled("feedback.write"), err
}

// fieldsOf is a message as the fields of its form.
func fieldsOf(m attention.Feedback) map[string]string {
	fields := map[string]string{"kind": string(m.Kind), "subject": m.Subject, "body": m.Body}
	if m.Urgent {
		fields["urgent"] = "ja"
	}
	return fields
}

// saveMessage saves a message to be read through before it is sent.
func saveMessage(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx := v.Context()
	var p fault.Problems
	id, object, form := v.Param("id"), v.Param("id"), editMessage
	if id == "" {
		id, object, form = v.Form.ID(), "new"+v.Form.Value("flag"), newMessage
	} else if _, err := attention.Get(ctx, &f.Reader, id); err != nil {
		return nil, err
	}
	m := attention.Feedback{
		ID: id, FlagID: v.Form.Value("flag"), Kind: attention.FeedbackKind(v.Form.OneOf(&p, "kind", kinds...)), Urgent: v.Form.Bool("urgent"),
		Subject: v.Form.Needed(&p, "subject", "feedback.subject.missing", attention.MaxSubject),
		Body:    v.Form.Needed(&p, "body", "feedback.body.missing", attention.MaxText), Version: v.Form.Version(),
	}
	if m.Kind == "" && !p.Has() {
		p.Add("kind", "attention.no-kind")
	}
	err := p.Err()
	if err == nil && m.Kind == attention.Hours {
		m.RefersTo, err = waitingPlan(v, &f.Reader)
	}
	if err == nil {
		err = attention.Write(ctx, f, m)
	}
	if err != nil && fault.KindOf(err) == fault.Conflict {
		return staleMessage(v, f, m, form)
	}
	if err != nil {
		return coursepage.Again(v, f, form, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger", id), ""), drop(ctx, f, "feedback", object)
}

// staleMessage: the same message was saved elsewhere. The same words are the same
// message sent twice; other words stand side by side.
func staleMessage(v *web.Visit, f *casefile.Writer, m attention.Feedback, form coursepage.Builder) (web.Response, error) {
	now, err := attention.Get(v.Context(), &f.Reader, m.ID)
	if err != nil {
		return nil, err
	}
	if now.Subject == m.Subject && now.Body == m.Body && now.Kind == m.Kind && now.Urgent == m.Urgent {
		return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger", m.ID), ""), nil
	}
	if !now.SentAt.IsZero() {
		return nil, fault.New(fault.Conflict, "feedback.sent-already")
	}
	page, err := form(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	return web.Stale(page, fieldsOf(now), now.Version), nil
}

// waitingPlan is the plan whose hours wait for the adviser; empty for none.
func waitingPlan(v *web.Visit, f *casefile.Reader) (string, error) {
	all, err := plan.Requests(v.Context(), f)
	for _, q := range all {
		if q.Waiting() {
			return q.PlanID, err
		}
	}
	return "", err
}

type answerView struct{ By, At, Decision, Text string }

type messagePage struct {
	head
	M       letter
	Unsent  bool
	Mine    bool // the adviser's to acknowledge
	Owes    bool // the adviser owes an answer
	Hours   string
	Promise string
	Told    string // which deputy was told, when
	Report  string
	Flag    string
	Answers []answerView
	Step    *web.NextStep
}

// message shows one message. When the adviser opens it, that is noted as read.
func message(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, m, err := loadMessage(v, f)
	if err != nil {
		return nil, err
	}
	if !h.Ours && m.ReadAt.IsZero() && (f.Is(access.AdviserOn) || f.Is(access.DeputyOf)) {
		if err := markRead(v, f.Tx(), []attention.Feedback{m}); err != nil {
			return nil, err
		}
		m.ReadAt = f.Now()
	}
	page := messagePage{
		head: h, M: letterOf(v, m, h.Called, h.Staff), Unsent: m.SentAt.IsZero(),
		Mine: !h.Ours && m.AcknowledgedAt.IsZero(), Owes: !h.Ours && m.AwaitsAnswer(),
	}
	if page.Unsent {
		page.Promise = v.T("feedback.promise", fault.Args{"name": h.Adviser(), "at": moment(v, attention.Promise(f.Now(), m.Urgent))})
	}
	if m.Kind == attention.Report && m.RefersTo != "" {
		page.Report = h.Path("rapporter", m.RefersTo)
	}
	if h.Ours && m.FlagID != "" {
		page.Flag = h.Path("opmaerksomhed", m.FlagID)
	}
	if page.Hours, err = hoursLink(v, f, m); err != nil {
		return nil, err
	}
	for _, a := range m.Answers {
		view := answerView{By: h.Staff.Name(a.EnteredBy), At: moment(v, a.EnteredAt), Text: a.Text}
		if a.Decision != "" {
			view.Decision = v.T("feedback.decision." + a.Decision)
		}
		page.Answers = append(page.Answers, view)
	}
	page.escalation(v, m)
	return web.Page("feedback/message", page).Titled("feedback.message"), nil
}

// escalation says what has been done about a broken promise, and what to do.
func (p *messagePage) escalation(v *web.Visit, m attention.Feedback) {
	if !m.EscalatedAt.IsZero() {
		p.Told = v.T("feedback.told", fault.Args{"name": p.Staff.Name(m.EscalatedTo), "at": moment(v, m.EscalatedAt)})
		if m.EscalatedTo == "" {
			p.Told = v.T("feedback.told.nobody")
		}
	}
	if p.Ours && m.Overdue(p.now) {
		p.Step = ringStep(v, m, p.Staff)
		p.Step.More = nil
	}
}

// ringStep is what to do when nobody has acknowledged in time: ring.
func ringStep(v *web.Visit, m attention.Feedback, staff coursepage.Staff) *web.NextStep {
	to := staff[m.ToID]
	args := fault.Args{"subject": m.Subject, "name": to.Name, "sent": moment(v, m.SentAt), "due": moment(v, m.DueAt), "phone": to.Phone}
	step := &web.NextStep{
		Title: v.T("feedback.next.ring", args), Text: v.T("feedback.next.ring.text", args),
		More: []web.Link{{To: coursepage.Path(m.CourseID, "tilbagemeldinger", m.ID), Text: v.T("feedback.next.read")}},
	}
	if m.EscalatedTo != "" {
		step.Text += " " + v.T("feedback.next.deputy", args)
		if d := staff[m.EscalatedTo]; d.Phone != "" {
			args["phone"], args["name"], to = d.Phone, d.Name, d
		}
	}
	if to.Phone != "" {
		step.Deed = web.Deed{To: tel(to.Phone), Text: v.T("feedback.ring.deed", args)}
	}
	return step
}

// hoursLink is where the adviser answers hours that wait for this message's plan.
func hoursLink(v *web.Visit, f *casefile.Reader, m attention.Feedback) (string, error) {
	if m.Kind != attention.Hours || f.Actor.Role != access.Adviser || !f.Can(access.Plan, access.Approve) {
		return "", nil
	}
	all, err := plan.Requests(v.Context(), f)
	for _, q := range all {
		if q.Waiting() && (m.RefersTo == "" || q.PlanID == m.RefersTo) {
			return coursepage.Path(f.CourseID, "ekstra-timer", q.ID), err
		}
	}
	return "", err
}

// sendMessage hands the message over to delivery. A flag it tells of is seen to
// by it.
func sendMessage(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx, id := v.Context(), v.Param("id")
	if err := attention.Send(ctx, f, id); err != nil {
		return nil, err
	}
	m, err := attention.Get(ctx, &f.Reader, id)
	if err != nil {
		return nil, err
	}
	if m.FlagID != "" {
		if err := told(v, f, m); err != nil {
			return nil, err
		}
	}
	return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger", id), "feedback.sent"), nil
}

// told writes on the flag that the adviser has been told. The id follows from the
// message, so that sending twice is one step.
func told(v *web.Visit, f *casefile.Writer, m attention.Feedback) error {
	flag, err := attention.GetFlag(v.Context(), &f.Reader, m.FlagID)
	if err != nil || !flag.Open() {
		return err
	}
	for _, s := range flag.Steps {
		if s.RefersTo == m.ID {
			return nil
		}
	}
	return attention.Resolve(v.Context(), f, attention.Step{
		ID: "told-" + m.ID, FlagID: m.FlagID, Outcome: attention.Tell, Reason: m.Subject, RefersTo: m.ID,
	})
}

// acknowledge says: I have read it and I take it from here.
func acknowledge(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := attention.Acknowledge(v.Context(), f, v.Param("id")); err != nil {
		return nil, err
	}
	if v.Form.Value("then") == "svar" {
		return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger", v.Param("id"), "svar"), "feedback.acknowledged"), nil
	}
	return web.Redirect("/indbakke", "feedback.acknowledged"), nil
}

type replyPage struct {
	head
	M       letter
	Decides []web.Option // yes or no, where the message asks for a decision
	Due     time.Time
}

func replyForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, m, err := loadMessage(v, f)
	if err != nil {
		return nil, err
	}
	page := replyPage{head: h, M: letterOf(v, m, h.Called, h.Staff), Due: m.DueAt}
	if m.Kind == attention.Hours || m.Kind == attention.Extension {
		page.Decides = web.Options("feedback.decision.", "yes", "no")
	}
	page.Draft, err = restore(v, f, "reply", m.ID)
	return web.Page("feedback/reply", page).Titled("feedback.reply"), err
}

func reply(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Param("id")
	err := attention.Reply(v.Context(), f, id, attention.Answer{ID: v.Form.ID(), Decision: v.Form.Value("decision"), Text: v.Form.Value("text")})
	if err != nil {
		return coursepage.Again(v, f, replyForm, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger", id), "feedback.replied"), drop(v.Context(), f, "reply", id)
}
