package voice

import (
	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/rule"
	"samspil/internal/voice"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// askPage is the form for what a child asks for.
type askPage struct {
	coursepage.People
	Form                     web.Form
	Crumbs                   []web.Link
	Title, PauseHint         string
	Corrects                 bool
	Children, Kinds, Answers []web.Option
	Kept                     coursepage.Kept
	Back                     string
}

var askDraft = draft.Key{Form: "voice.request", Object: "ny"}

func askPageOf(v *web.Visit, p coursepage.People, titleKey string) askPage {
	law := rule.Get("contact.suspend_max")
	return askPage{
		People: p, Form: v.Form, Title: v.T(titleKey), Children: childOptions(v, p), Kinds: options("voice.kind.", voice.RequestKinds),
		Answers:   options("voice.tell.request.", []voice.Tell{voice.TellAll, voice.TellSome, voice.TellNone}),
		PauseHint: v.T("voice.weeks.hint", fault.Args{"most": voice.MostWeeks(), "source": law.Cite(v.Lang)}), Back: p.Path(where),
		Crumbs: p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: v.T(titleKey)}),
	}
}

func (a area) askPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return nil, err
	}
	p, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	d := askPageOf(v, p, "voice.request.new")
	v.Form.Fill("on", p.Today.String())
	v.Form.Fill("receivedby", v.Actor.Name)
	if d.Kept, err = coursepage.Restore(v, f, askDraft); err != nil {
		return nil, err
	}
	return web.Page("voice/ask", d).Titled("voice.request.new"), nil
}

func readRequest(v *web.Visit, bad *fault.Problems) voice.Request {
	r := voice.Request{
		ChildID: v.Form.Value("child"), Kind: oneOf(v, bad, "kind", voice.RequestKinds), On: v.Form.Date(bad, "on"),
		Words: v.Form.Text(bad, "words", voice.MaxText), ReceivedBy: v.Form.Text(bad, "receivedby", voice.MaxLine),
		Tell: oneOf(v, bad, "tell", voice.Tells), TellWords: v.Form.Text(bad, "tellwords", voice.MaxText),
		Correction: v.Form.Text(bad, "correction", voice.MaxText),
	}
	r.Weeks, _ = v.Form.Int(bad, "weeks")
	return r
}

func (a area) ask(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	r := readRequest(v, &bad)
	r.ID = v.Form.ID()
	err := bad.Err()
	if err == nil {
		err = voice.Ask(v.Context(), f, r)
	}
	if err == nil {
		err = draft.Drop(v.Context(), f, askDraft)
	}
	if err != nil {
		return coursepage.Again(v, f, a.askPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, asked, r.ID), "voice.request.written"), nil
}

func requestValues(r voice.Request) map[string]string {
	values := map[string]string{
		"child": r.ChildID, "kind": string(r.Kind), "on": dateValue(r.On), "words": r.Words, "receivedby": r.ReceivedBy,
		"tell": string(r.Tell), "tellwords": r.TellWords, "weeks": "",
	}
	if r.Weeks > 0 {
		values["weeks"] = lang.Number(lang.Danish, float64(r.Weeks), 0)
	}
	return values
}

func (a area) reaskPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return nil, err
	}
	r, err := voice.GetRequest(v.Context(), f, v.Param("request"))
	if err != nil {
		return nil, err
	}
	p, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	d := askPageOf(v, p, "voice.request.correct")
	d.Corrects, d.Back = true, p.Path(asked, r.ID)
	for name, value := range requestValues(r) {
		v.Form.Fill(name, value)
	}
	v.Form.Fill("supersedes", r.Row)
	return web.Page("voice/ask", d).Titled("voice.request.correct"), nil
}

func (a area) reask(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	r := readRequest(v, &bad)
	r.ID, r.Row, r.Supersedes = v.Param("request"), v.Form.ID(), v.Form.Value("supersedes")
	err := bad.Err()
	if err == nil {
		err = voice.CorrectRequest(v.Context(), f, r)
	}
	if fault.KindOf(err) == fault.Conflict {
		now, gerr := voice.GetRequest(v.Context(), &f.Reader, r.ID)
		if gerr != nil {
			return nil, gerr
		}
		page, perr := a.reaskPage(v, &f.Reader)
		if perr != nil {
			return nil, perr
		}
		v.Form.Put("supersedes", now.Row)
		return web.Stale(page, requestValues(now), 0), nil
	}
	if err != nil {
		return coursepage.Again(v, f, a.reaskPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, asked, r.ID), "voice.corrected"), nil
}

// requestPage is what a child asks for, how far it has come and the one thing to do.
type requestPage struct {
	coursepage.People
	Form     web.Form
	Crumbs   []web.Link
	Heading  string
	Request  voice.Request
	Words    string
	Facts    []web.Fact
	Track    web.Stages
	Answered []web.Fact
	Told     []web.Fact
	Earlier  []earlierRow
	Deed     string // sent, answered, told: what the reader may do now
	Kept     bool   // the child wants it kept
	Outside  bool   // the reader sees only what was told on
	MayMend  bool
	Replies  []web.Option
}

func (a area) requestPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	r, err := voice.GetRequest(v.Context(), f, v.Param("request"))
	if err != nil {
		return nil, err
	}
	p, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	team := f.Can(access.Notes, access.Write)
	d := requestPage{
		People: p, Form: v.Form, Request: r, Words: bare(r.Words), Track: track(v, r), Kept: !r.MayBeSent(), MayMend: team, Outside: !team && !f.Is(access.LeaderOf),
		Heading: v.T("voice.request.of", fault.Args{"name": p.WhoIs(r.ChildID), "kind": v.T("voice.kind.lower." + string(r.Kind))}),
		Crumbs:  p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: v.T("voice.request")}),
		Replies: options("voice.reply.", voice.Replies),
	}
	stage := r.Stage()
	if stage == voice.Answer && f.Can(access.Feedback, access.Write) || team && (stage == voice.TellChild || stage == voice.Send && !d.Kept) {
		d.Deed = string(stage)
	}
	d.tell(v)
	v.Form.Fill("on", p.Today.String())
	return web.Page("voice/request", d).Titled("voice.request"), nil
}

// tell puts what is known of the request in words.
func (d *requestPage) tell(v *web.Visit) {
	r := d.Request
	add := func(to *[]web.Fact, key, text string) {
		if text != "" {
			*to = append(*to, web.Fact{Label: v.T(key), Text: text})
		}
	}
	add(&d.Facts, "voice.request.on", lang.LongDate(v.Lang, r.On))
	if r.Weeks > 0 {
		add(&d.Facts, "voice.weeks", v.TN("voice.weeks.n", r.Weeks))
	}
	add(&d.Facts, "voice.receivedby", r.ReceivedBy)
	if !d.Outside {
		add(&d.Facts, "voice.tell.short", v.T("voice.tell.request."+string(r.Tell)))
		add(&d.Facts, "voice.tellwords", r.TellWords)
	}
	if s := r.Answered; s != nil {
		add(&d.Answered, "voice.answered.on", lang.LongDate(v.Lang, s.On))
		add(&d.Answered, "voice.reply", v.T("voice.reply."+string(s.Reply)))
		add(&d.Answered, "voice.reply.words", s.Words)
		add(&d.Answered, "voice.enteredby", d.StaffName(s.EnteredBy))
	}
	if s := r.Told; s != nil {
		add(&d.Told, "voice.told.on", lang.LongDate(v.Lang, s.On))
		add(&d.Told, "voice.told.words", s.Words)
		add(&d.Told, "voice.enteredby", d.StaffName(s.EnteredBy))
	}
	for i, old := range r.Earlier {
		after := r
		if i > 0 {
			after = r.Earlier[i-1]
		}
		d.Earlier = append(d.Earlier, earlierRow{
			Note: v.T("voice.was.corrected", fault.Args{
				"name": d.StaffName(after.EnteredBy), "date": lang.PlainDate(v.Lang, clock.DateOf(after.EnteredAt)), "reason": after.Correction,
			}),
			Words: old.Words, Struck: true,
		})
	}
}

// track is how far a request has come.
func track(v *web.Visit, r voice.Request) web.Stages {
	s := web.Stages{Label: v.T("voice.track")}
	add := func(key string, step *voice.Step) {
		one := web.Stage{Name: v.T(key), State: "todo", Note: v.T("voice.track.not-yet")}
		if step != nil {
			one.State, one.Note = "done", lang.DayMonth(v.Lang, step.On)
		} else if n := len(s.Steps); n == 0 || s.Steps[n-1].State == "done" {
			one.State = "now"
		}
		s.Steps = append(s.Steps, one)
	}
	s.Steps = append(s.Steps, web.Stage{Name: v.T("voice.track.asked"), State: "done", Note: lang.DayMonth(v.Lang, r.On)})
	add("voice.track.sent", r.Sent)
	add("voice.track.answered", r.Answered)
	add("voice.track.told", r.Told)
	return s
}

func requestRowOf(v *web.Visit, p coursepage.People, r voice.Request) requestRow {
	row := requestRow{
		To:      p.Path(asked, r.ID),
		Heading: v.T("voice.request.line", fault.Args{"name": p.WhoIs(r.ChildID), "kind": v.T("voice.kind.lower." + string(r.Kind)), "date": lang.DayMonth(v.Lang, r.On)}),
	}
	switch {
	case r.Told != nil:
		row.Tag = web.Tag{Kind: "done", Text: v.T("voice.stands.told", fault.Args{"reply": v.T("voice.reply." + string(r.Answered.Reply))})}
	case r.Answered != nil:
		row.Tag = web.Tag{Kind: "soon", Text: v.T("voice.stands.answered", fault.Args{"reply": v.T("voice.reply." + string(r.Answered.Reply))})}
	case r.Sent != nil:
		row.Tag = web.Tag{Kind: "waiting", Text: v.T("voice.stands.sent", fault.Args{"date": lang.DayMonth(v.Lang, r.Sent.On)})}
	case !r.MayBeSent():
		row.Tag = web.Tag{Kind: "none", Text: v.T("voice.stands.kept")}
	default:
		row.Tag = web.Tag{Kind: "soon", Text: v.T("voice.stands.written")}
	}
	return row
}

// send notes the request as sent today and tells the adviser by a quick feedback,
// which must be acknowledged. What the child said stands with the request alone.
func (a area) send(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Form.ID()
	err := voice.Note(v.Context(), f, voice.Step{ID: id, RequestID: v.Param("request"), Deed: voice.Send, On: v.Today()})
	if err != nil {
		return coursepage.Again(v, f, a.requestPage, err)
	}
	p, err := coursepage.Meet(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	r, err := voice.GetRequest(v.Context(), &f.Reader, v.Param("request"))
	if err != nil {
		return nil, err
	}
	if _, err := attention.Get(v.Context(), &f.Reader, id); fault.KindOf(err) != fault.NotFound {
		return a.to(f, err, "voice.request.sent") // sent before
	}
	name := fault.Args{"name": p.WhoIs(r.ChildID)}
	err = attention.Write(v.Context(), f, attention.Feedback{ID: id, Kind: attention.Quick, Subject: v.T("voice.message.subject", name), Body: v.T("voice.message.body", name)})
	if err == nil {
		err = attention.Send(v.Context(), f, id)
	}
	return a.to(f, err, "voice.request.sent")
}

func (a area) to(f *casefile.Writer, err error, toast string) (web.Response, error) {
	if err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, where), toast), nil
}

func (a area) answer(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.step(v, f, voice.Answer, "voice.request.answered")
}

func (a area) told(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.step(v, f, voice.TellChild, "voice.request.told")
}

func (a area) step(v *web.Visit, f *casefile.Writer, deed voice.StepDeed, toast string) (web.Response, error) {
	var bad fault.Problems
	s := voice.Step{
		ID: v.Form.ID(), RequestID: v.Param("request"), Deed: deed, On: v.Form.Date(&bad, "on"),
		Reply: oneOf(v, &bad, "reply", voice.Replies), Words: v.Form.Text(&bad, "words", voice.MaxText),
	}
	err := bad.Err()
	if err == nil {
		err = voice.Note(v.Context(), f, s)
	}
	if err != nil {
		return coursepage.Again(v, f, a.requestPage, err)
	}
	return a.to(f, nil, toast)
}
