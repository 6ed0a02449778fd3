package feedback

import (
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/rule"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

type notifyPage struct {
	head
	Flag string
}

// notifyForm is the draft of our own notification: facts only.
func notifyForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	page := notifyPage{head: h, Flag: v.Request.FormValue("flag")}
	if page.Flag != "" {
		flag, err := attention.GetFlag(v.Context(), f, page.Flag)
		if err != nil {
			return nil, err
		}
		v.Form.Fill("facts", flag.What)
	}
	page.Draft, err = restore(v, f, "notify", "new"+page.Flag)
	return web.Page("feedback/notify", page).Titled("feedback.notify"), err
}

// saveNotification saves the draft. It closes no flag: only giving it does.
func saveNotification(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx := v.Context()
	n := attention.Notification{ID: v.Form.ID(), FlagID: v.Form.Value("flag"), Facts: v.Form.Value("facts"), Version: v.Form.Version()}
	to := coursepage.Path(f.CourseID, "underretninger", n.ID)
	if known, err := attention.GetNotification(ctx, &f.Reader, n.ID); err == nil {
		if n.Version == 0 && known.Facts == n.Facts { // sent twice
			return web.Redirect(to, ""), nil
		}
		if known.Version != n.Version {
			page, perr := notifyForm(v, &f.Reader)
			if perr != nil {
				return nil, perr
			}
			return web.Stale(page, map[string]string{"facts": known.Facts}, known.Version), nil
		}
	}
	if err := attention.DraftNotification(ctx, f, n); err != nil {
		return coursepage.Again(v, f, notifyForm, err)
	}
	return web.Redirect(to, "feedback.notify.saved"), drop(ctx, f, "notify", "new"+n.FlagID)
}

type notificationView struct {
	head
	N          attention.Notification
	Received   string
	Facts      []web.Fact
	Given      string
	CanGive    bool
	CanHandle  bool
	Doings     []web.Deed
	Tag        web.Tag
	Flag       string
	NeedsOther bool // § 137(1): somebody new must look, and the reader is not new
}

func notificationPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	n, err := attention.GetNotification(v.Context(), f, v.Param("id"))
	if err != nil || n.Outgoing && !h.Ours {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	page := notificationView{head: h, N: n, CanGive: n.Outgoing && n.SentAt.IsZero() && h.Writes, Tag: notificationTag(v, n)}
	if n.FlagID != "" && h.Ours {
		page.Flag = h.Path("opmaerksomhed", n.FlagID)
	}
	if n.Outgoing {
		v.Form.Fill("on", f.Today().String())
		if !n.SentAt.IsZero() {
			page.Given = v.T("feedback.notify.given", fault.Args{"to": n.SentTo, "at": moment(v, n.SentAt)})
		}
		return web.Page("feedback/notification", page).Titled("feedback.notify"), nil
	}
	page.handling(v, f)
	return web.Page("feedback/notification", page).Titled("feedback.notification"), nil
}

// handling is what the municipality has done and still must do.
func (p *notificationView) handling(v *web.Visit, f *casefile.Reader) {
	n := p.N
	p.Received = v.T("feedback.notification.received", fault.Args{"who": v.T("attention.source." + n.Source), "at": moment(v, n.ReceivedAt)})
	p.CanHandle = f.Is(access.AdviserOn) || f.Is(access.DeputyOf)
	due := rule.AcuteDue(n.ReceivedAt)
	p.step(v, duty{what: attention.AssessedAcute, done: n.AcuteAt, by: n.AcuteBy, due: v.T("feedback.notification.by", fault.Args{"at": moment(v, due)}), last: due})
	receipt := time.Time{}
	if !n.ReceiptOn.IsZero() {
		receipt = n.ReceiptOn.At(12, 0)
	}
	last := n.ReceiptDue()
	p.step(v, duty{what: attention.GaveReceipt, done: receipt, due: v.T("feedback.notification.by", fault.Args{"at": lang.LongDate(v.Lang, last)}), last: last.At(23, 59)})
	if n.Reassess {
		p.step(v, duty{what: attention.Reassessed, done: n.ReassessedAt, by: n.ReassessedBy, due: v.T("feedback.notification.new-person")})
		p.NeedsOther = n.ReassessedAt.IsZero() && f.Is(access.AdviserOn)
	}
}

// duty is one thing the municipality must do about a notification.
type duty struct {
	what attention.Handling
	done time.Time // zero: not yet
	by   string    // account id
	due  string
	last time.Time // zero: no fixed time
}

// step says when it was done, else until when, with the button for it.
func (p *notificationView) step(v *web.Visit, d duty) {
	fact := web.Fact{Label: v.T("feedback.handling." + string(d.what)), Text: d.due, Tag: web.Tag{Kind: "waiting", Text: v.T("feedback.handling.open")}}
	switch {
	case !d.done.IsZero():
		fact.Text, fact.Tag = moment(v, d.done), web.Tag{Kind: "done", Text: v.T("feedback.handling.done")}
		if d.what == attention.GaveReceipt {
			fact.Text = lang.LongDate(v.Lang, clock.DateOf(d.done))
		}
		if d.by != "" {
			fact.Text += " · " + p.Staff.Name(d.by)
		}
	case !d.last.IsZero() && p.now.After(d.last):
		fact.Tag = web.Tag{Kind: "broken", Text: v.T("feedback.overdue")}
	}
	p.Facts = append(p.Facts, fact)
	if d.done.IsZero() && p.CanHandle && !(d.what == attention.Reassessed && p.isAdviser(v)) {
		p.Doings = append(p.Doings, web.Deed{
			To: p.Path("underretninger", p.N.ID, "gjort"), Text: v.T("feedback.handling.do." + string(d.what)), Post: true,
			Fields: []web.Hidden{{Name: "what", Value: string(d.what)}},
		})
	}
}

func (p *notificationView) isAdviser(v *web.Visit) bool { return p.adviser == v.Actor.ID }

func notificationTag(v *web.Visit, n attention.Notification) web.Tag {
	switch {
	case n.Outgoing && n.SentAt.IsZero():
		return web.Tag{Kind: "soon", Text: v.T("feedback.notify.not-given")}
	case n.Outgoing:
		return web.Tag{Kind: "done", Text: v.T("feedback.notify.given.tag")}
	case n.AcuteAt.IsZero() || n.ReceiptOn.IsZero() || n.Reassess && n.ReassessedAt.IsZero():
		return web.Tag{Kind: "waiting", Text: v.T("feedback.handling.open")}
	}
	return web.Tag{Kind: "done", Text: v.T("feedback.handling.done")}
}

// noteGiven writes when and to whom our notification was given, and closes the
// flag it came from.
func noteGiven(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx, id := v.Context(), v.Param("id")
	var p fault.Problems
	on := v.Form.NeededDate(&p, "on", "attention.not-sent-yet")
	at := v.Form.Time(&p, "time", on)
	if at.IsZero() && !p.Has() {
		p.Add("time", "feedback.time.missing")
	}
	to := v.Form.Needed(&p, "to", "feedback.notify.to.missing", attention.MaxSubject)
	err := p.Err()
	if err == nil {
		err = coursepage.Renamed(attention.NoteSent(ctx, f, id, to, at), "at", "time")
	}
	if err != nil {
		return coursepage.Again(v, f, notificationPage, err)
	}
	n, err := attention.GetNotification(ctx, &f.Reader, id)
	if err != nil {
		return nil, err
	}
	if n.FlagID != "" {
		err = notified(v, f, n)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "underretninger", id), "feedback.notify.noted"), err
}

func notified(v *web.Visit, f *casefile.Writer, n attention.Notification) error {
	flag, err := attention.GetFlag(v.Context(), &f.Reader, n.FlagID)
	if err != nil || !flag.Open() {
		return err
	}
	reason := v.T("feedback.notify.given", fault.Args{"to": n.SentTo, "at": moment(v, n.SentAt)})
	return attention.Resolve(v.Context(), f, attention.Step{
		ID: "given-" + n.ID, FlagID: flag.ID, Outcome: attention.Notify, Reason: reason, RefersTo: n.ID, Closes: true,
	})
}

type receivedPage struct {
	head
	Sources []web.Option
}

// receivedForm writes down, on the municipality's side, a notification about a
// child of the course.
func receivedForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	if h.Ours {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	page := receivedPage{head: h, Sources: web.Options("attention.source.", attention.Sources...)}
	v.Form.Fill("on", f.Today().String())
	page.Draft, err = restore(v, f, "received", "new")
	return web.Page("feedback/received", page).Titled("feedback.notification.write"), err
}

func receive(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	ctx := v.Context()
	var p fault.Problems
	on := v.Form.NeededDate(&p, "on", "attention.not-received-yet")
	n := attention.Notification{
		ID: v.Form.ID(), Source: v.Form.OneOf(&p, "source", attention.Sources...), Notifier: v.Form.Text(&p, "notifier", attention.MaxSubject),
		Facts: v.Form.Needed(&p, "facts", "feedback.facts.missing", attention.MaxText), ReceivedAt: v.Form.Time(&p, "time", on), Reassess: v.Form.Bool("reassess"),
	}
	if n.Source == "" && !p.Has() {
		p.Add("source", "attention.no-source")
	}
	to := coursepage.Path(f.CourseID, "underretninger", n.ID)
	if _, err := attention.GetNotification(ctx, &f.Reader, n.ID); err == nil {
		return web.Redirect(to, ""), nil // sent twice
	}
	if n.ReceivedAt.IsZero() && !p.Has() {
		p.Add("time", "feedback.time.missing")
	}
	err := p.Err()
	if err == nil {
		err = attention.ReceiveNotification(ctx, f, n)
	}
	err = coursepage.Renamed(err, "received", "time") // the form has the moment in two fields
	if err != nil {
		return coursepage.Again(v, f, receivedForm, err)
	}
	return web.Redirect(to, "feedback.notification.saved"), drop(ctx, f, "received", "new")
}

// handle notes what the municipality has done.
func handle(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Param("id")
	if err := attention.Handle(v.Context(), f, id, attention.Handling(v.Form.Value("what"))); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, "underretninger", id), "feedback.handling.noted"), nil
}
