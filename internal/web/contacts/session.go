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
	"samspil/internal/db"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
)

// sessionsPage is every activity of a course: what is planned, and what was held.
type sessionsPage struct {
	head
	Next        *web.NextStep
	Ahead, Past []sessionLine
	Share       session.Share
	Hours       session.Hours
}

// sessionLine is one activity in a list.
type sessionLine struct {
	session.Session
	To, What, Who string
	Tag           web.Tag
}

func (a area) sessions(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := session.All(v.Context(), f, session.Period{})
	if err != nil {
		return nil, err
	}
	page := sessionsPage{head: h, Share: session.Continuity(all, h.Team), Hours: session.Count(all)}
	for _, s := range all {
		line := h.line(s, f.Now())
		if s.Status == session.Planned && !s.Open(f.Now()) {
			page.Ahead = append(page.Ahead, line)
		} else {
			page.Past = append(page.Past, line)
		}
		if s.Open(f.Now()) && page.Next == nil && h.Writes && slices.Contains(s.Staff, v.Actor.ID) {
			page.Next = h.nextOf(s, line)
		}
	}
	slices.Reverse(page.Past)
	return web.Page("contacts/sessions", page).Titled("contacts.sessions.title"), nil
}

func (h head) line(s session.Session, now time.Time) sessionLine {
	to := h.Path("aftaler", s.ID)
	if s.Kind == session.Contact {
		to = h.Path("samvaer", s.ID)
	}
	return sessionLine{Session: s, To: to, What: h.kindName(s.Kind), Who: h.Names(s.Staff), Tag: h.stateTag(s, now)}
}

func (h head) nextOf(s session.Session, l sessionLine) *web.NextStep {
	key, to := "contacts.next.write", l.To+"/note"
	switch {
	case s.Kind == session.Contact && s.Status == session.Held:
		key, to = "contacts.next.sign", l.To+"/underskrift"
	case s.Kind == session.Contact:
		to = l.To + "/under"
	case s.Status == session.Held:
		key, to = "contacts.next.sign", l.To+"/underskrift"
	}
	return &web.NextStep{
		Title: say(h.v, key, fault.Args{"what": l.What, "date": clock.DateOf(s.When())}),
		Text:  h.v.T(key + ".why"), Deed: web.Deed{To: to, Text: h.v.T(key + ".deed")}, Beside: true,
	}
}

// sessionPage is one activity with its note and its history.
type sessionPage struct {
	head
	S        session.Session
	What     string
	Tag      web.Tag
	Next     *web.NextStep
	Facts    []web.Fact
	Goals    []noteUnder
	Kids     []noteUnder
	BuildsOn *contact.Contact
	History  []historyLine
	Late     int // days from the session to the note, when that is long
}

// noteUnder is a note under the heading of a goal or a child.
type noteUnder struct{ Title, Note string }

// historyLine is one writing of the note.
type historyLine struct {
	When, What, Who string
	Reason          string
	Words           []noteUnder // what stood before, where a correction replaced it
}

func (a area) session(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := session.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if s.Kind == session.Contact {
		return web.Redirect("/forloeb/"+f.CourseID+"/samvaer/"+s.ID, ""), nil
	}
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	page := sessionPage{head: h, S: s, What: h.kindName(s.Kind), Tag: h.stateTag(s, f.Now())}
	if h.Writes && slices.Contains(s.Staff, v.Actor.ID) && s.Open(f.Now()) {
		page.Next = h.nextOf(s, h.line(s, f.Now()))
	}
	page.Facts = h.sessionFacts(s)
	if err := page.notes(v, f); err != nil {
		return nil, err
	}
	if s.BuildsOn != "" && f.Can(access.Contact, access.Read) {
		if c, err := contact.Get(v.Context(), f, s.BuildsOn); err == nil {
			page.BuildsOn = &c
		}
	}
	if !s.WroteAt.IsZero() && rule.RecordDelay(clock.DateOf(s.When()), clock.DateOf(s.WroteAt)) != rule.InTime {
		page.Late = clock.DateOf(s.WroteAt).Sub(clock.DateOf(s.When()))
	}
	page.History, err = h.history(v, f, s.ID)
	return web.Page("contacts/session", page).Titled("contacts.session.title"), err
}

func (p *sessionPage) notes(v *web.Visit, f *casefile.Reader) error {
	all, err := goals(v, f)
	if err != nil {
		return err
	}
	for _, g := range all {
		if text := p.S.GoalNotes[g.ID]; text != "" {
			p.Goals = append(p.Goals, noteUnder{g.Title, text})
		}
	}
	for _, c := range p.Children() {
		if text := p.S.ChildNotes[c.PersonID]; text != "" {
			p.Kids = append(p.Kids, noteUnder{c.Name, text})
		}
	}
	return nil
}

func (h head) sessionFacts(s session.Session) []web.Fact {
	facts := []web.Fact{
		{Label: h.T("contacts.fact.staff"), Text: h.Names(s.Staff)},
		{Label: h.T("contacts.fact.persons"), Text: h.Names(s.Persons)},
		{Label: h.T("contacts.fact.place"), Text: s.Place},
	}
	if s.Status == session.Held {
		facts = append(facts,
			web.Fact{Label: h.T("contacts.fact.direct"), Text: web.Minutes(h.v.Lang, s.DirectMinutes)},
			web.Fact{Label: h.T("contacts.fact.indirect"), Text: web.Minutes(h.v.Lang, s.IndirectMinutes)},
			web.Fact{Label: h.T("contacts.fact.travel"), Text: web.Minutes(h.v.Lang, s.TravelMinutes)})
	}
	if s.Theme != "" {
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.theme"), Text: s.Theme})
	}
	if len(s.Aims) > 0 {
		var aims []string
		for _, id := range s.Aims {
			if aim, ok := h.Programme.Aim(id); ok {
				aims = append(aims, h.T(aim.Key))
			}
		}
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.aims"), Texts: aims})
	}
	return append(facts, h.cancelFacts(s)...)
}

func (h head) cancelFacts(s session.Session) []web.Fact {
	c := s.Cancel
	if c == nil {
		return nil
	}
	facts := []web.Fact{
		{Label: h.T("contacts.cancel.side"), Text: h.T("session.side." + string(c.Side))},
		{Label: h.T("contacts.cancel.code"), Text: h.T("session.code." + string(c.Code))},
		{Label: h.T("contacts.cancel.notice"), Text: h.notice(*c)},
	}
	for _, x := range []struct{ key, text string }{
		{"contacts.cancel.reason", c.Reason},
		{"contacts.cancel.child_words", c.ChildWords},
		{"contacts.cancel.decision", c.Decision},
		{"contacts.cancel.told_by", c.ToldBy},
		{"contacts.cancel.informed", c.Informed},
	} {
		if x.text != "" {
			facts = append(facts, web.Fact{Label: h.T(x.key), Text: x.text})
		}
	}
	return facts
}

func (h head) notice(c session.Cancellation) string {
	if c.NoticeAt.IsZero() {
		return h.T("contacts.cancel.no_notice")
	}
	return say(h.v, "contacts.at", fault.Args{"date": clock.DateOf(c.NoticeAt), "time": c.NoticeAt})
}

// history tells what was done, newest first, with the words a correction replaced.
func (h head) history(v *web.Visit, f *casefile.Reader, id string) ([]historyLine, error) {
	entries, err := session.History(v.Context(), f, id)
	if err != nil {
		return nil, err
	}
	var out []historyLine
	for i, e := range entries {
		line := historyLine{
			When: say(v, "contacts.at", fault.Args{"date": clock.DateOf(e.At), "time": e.At}),
			What: v.T("contacts.deed." + string(e.Deed)), Who: h.NameOf(e.By), Reason: e.Session.Correction,
		}
		if e.Deed == session.DeedCorrected && i > 0 {
			line.Words = h.replaced(entries[i-1].Session, e.Session)
		}
		out = append(out, line)
	}
	slices.Reverse(out)
	return out, nil
}

func (h head) replaced(was, now session.Session) []noteUnder {
	var out []noteUnder
	for _, x := range []struct{ key, was, now string }{
		{"contacts.observation", was.Observation, now.Observation},
		{"contacts.interpretation", was.Interpretation, now.Interpretation},
		{"contacts.assessment", was.Assessment, now.Assessment},
		{"contacts.next_time", was.NextTime, now.NextTime},
	} {
		if x.was != x.now && x.was != "" {
			out = append(out, noteUnder{h.T(x.key), x.was})
		}
	}
	return out
}

// notePage is the form on which a session is written down.
type notePage struct {
	head
	S                      session.Session
	What                   string
	Kept                   Kept
	Goals                  []goal
	Aims                   []web.Option
	Options                []web.Option
	Teaching, Talk, Signed bool
	Attention              []web.Option
	Raised                 bool
	From                   *contact.Contact
}

func (a area) noteForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	s, err := session.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	page := notePage{
		head: h, S: s, What: h.kindName(s.Kind), Signed: s.Signed(), Attention: web.YesNo(),
		Teaching: s.Kind == session.Teaching, Talk: s.Kind == session.Psychologist,
	}
	if page.Goals, err = goals(v, f); err != nil {
		return nil, err
	}
	if page.Raised, err = raised(v, f, s.ID); err != nil {
		return nil, err
	}
	for _, aim := range h.Programme.Aims {
		page.Aims = append(page.Aims, web.Option{Value: aim.ID, Key: aim.Key})
	}
	if s.Kind == session.Between && f.Can(access.Contact, access.Read) {
		if err := page.contactsBefore(v, f); err != nil {
			return nil, err
		}
	}
	fillNote(v.Form, h, s)
	if page.Kept, err = restore(v, f, draft.Key{Form: "note", Object: s.ID}, "staff", "persons", "aims"); err != nil {
		return nil, err
	}
	return web.Page("contacts/note", page).Titled("contacts.note.title"), nil
}

// contactsBefore offers the latest contacts as what the talk builds on.
func (p *notePage) contactsBefore(v *web.Visit, f *casefile.Reader) error {
	all, err := contact.All(v.Context(), f)
	if err != nil {
		return err
	}
	for _, c := range slices.Backward(all) {
		if c.Status == session.Held && c.When().Before(p.S.When()) && len(p.Options) < 8 {
			p.Options = append(p.Options, web.Option{Value: c.ID, Label: say(v, "contacts.number_date", fault.Args{"n": c.Number, "date": clock.DateOf(c.When())})})
		}
	}
	if c, ok := contact.Find(all, p.S.BuildsOn); ok {
		p.From = &c
	}
	return nil
}

func fillNote(form web.Form, h head, s session.Session) {
	start, end := s.When(), s.Until()
	form.Fill("date", dateText(start))
	form.Fill("start", h.clockText(start))
	form.Fill("end", h.clockText(end))
	form.Fill("staff", s.Staff...)
	form.Fill("persons", s.Persons...)
	form.Fill("aims", s.Aims...)
	direct := s.DirectMinutes
	if s.Status == session.Planned {
		direct = int(end.Sub(start) / time.Minute)
	}
	for name, value := range map[string]string{
		"place": s.Place, "observation": s.Observation, "interpretation": s.Interpretation, "assessment": s.Assessment,
		"next_time": s.NextTime, "theme": s.Theme, "taken_in": s.TakenIn, "agreement": s.Agreement, "builds_on": s.BuildsOn,
		"direct": noMinutes(direct), "indirect": noMinutes(s.IndirectMinutes), "travel": noMinutes(s.TravelMinutes),
		"attention": yesNo(s.Attention), "version": strconv.FormatInt(s.Version, 10),
	} {
		form.Fill(name, value)
	}
	for id, text := range s.GoalNotes {
		form.Fill("goal."+id, text)
	}
	for id, text := range s.ChildNotes {
		form.Fill("child."+id, text)
	}
}

// readNote reads the form into a session; was is the session as it stands.
func readNote(form web.Form, p *fault.Problems, was session.Session) session.Session {
	day := form.NeededDate(p, "date", "session.date.missing")
	s := was
	s.EntryID, s.Version = form.ID(), form.Version()
	s.Start, s.End = form.Time(p, "start", day), form.Time(p, "end", day)
	s.Place, s.Staff, s.Persons = strings.TrimSpace(form.Value("place")), form.Values("staff"), form.Values("persons")
	s.Observation, s.Interpretation = form.Value("observation"), form.Value("interpretation")
	s.Assessment, s.NextTime = form.Value("assessment"), form.Value("next_time")
	s.Theme, s.TakenIn, s.Agreement = form.Value("theme"), form.Value("taken_in"), form.Value("agreement")
	s.BuildsOn, s.Aims, s.Attention = form.Value("builds_on"), form.Values("aims"), form.Bool3("attention")
	s.DirectMinutes, _ = form.Int(p, "direct")
	s.IndirectMinutes, _ = form.Int(p, "indirect")
	s.TravelMinutes, _ = form.Int(p, "travel")
	s.GoalNotes, s.ChildNotes = prefixed(form, "goal."), prefixed(form, "child.")
	return s
}

// prefixed collects the fields that begin with prefix and hold words.
func prefixed(form web.Form, prefix string) map[string]string {
	var out map[string]string
	for name, text := range form.All() {
		if id, ok := strings.CutPrefix(name, prefix); ok && strings.TrimSpace(text) != "" {
			if out == nil {
				out = map[string]string{}
			}
			out[id] = text
		}
	}
	return out
}

func (a area) writeNote(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	was, err := session.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	s := readNote(v.Form, &p, was)
	err = both(&p, func() error { return question(v, f, s.ID, false) })
	if err == nil || p.Has() {
		err = both(&p, func() error {
			if was.Signed() {
				return session.Correct(v.Context(), f, s, v.Form.Value("reason"))
			}
			return session.Record(v.Context(), f, s)
		})
	}
	if err != nil {
		return refuse(v, f, err, again{a.noteForm, was.Version, noteTexts(was)})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "note", Object: s.ID}); err != nil {
		return nil, err
	}
	to := "/forloeb/" + f.CourseID + "/aftaler/" + s.ID
	if v.Form.Value("then") == "sign" && !was.Signed() {
		return web.Redirect(to+"/underskrift", "contacts.saved"), nil
	}
	return web.Redirect(to, "contacts.saved"), nil
}

func noteTexts(s session.Session) map[string]string {
	return map[string]string{
		"observation": s.Observation, "interpretation": s.Interpretation, "assessment": s.Assessment,
		"next_time": s.NextTime, "taken_in": s.TakenIn, "place": s.Place,
	}
}

// both tries the deed although the form itself had problems, so that a person
// gets to know everything at once; with a problem nothing of it is kept. A time
// cannot be judged without its date.
func both(p *fault.Problems, do func() error) error {
	undated := p.Has() && fieldsOf(p.Err())["date"]
	err := do()
	e, ok := fault.As(err)
	if err != nil && (!ok || e.Kind != fault.Invalid) {
		return err
	}
	if ok {
		for _, x := range e.Fields {
			if !undated || x.Name != "start" && x.Name != "end" {
				p.Add(x.Name, x.Key, x.Args)
			}
		}
	}
	return p.Err()
}

func fieldsOf(err error) map[string]bool {
	names := map[string]bool{}
	if e, ok := fault.As(err); ok {
		for _, x := range e.Fields {
			names[x.Name] = true
		}
	}
	return names
}

// again is a form to be shown once more: how it is built, the version of the
// record now, and what stands there now by field.
type again struct {
	form    builder
	version int64
	now     map[string]string
}

// refuse shows the form again with what was typed. Where somebody else wrote
// meanwhile, both texts stand side by side, and the form carries the version
// it now answers to, under an id of its own.
func refuse(v *web.Visit, f *casefile.Writer, err error, to again) (web.Response, error) {
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Conflict {
		return nil, err
	}
	page, perr := to.form(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	if e.Kind == fault.Conflict && (e.Key == "session.conflict" || e.Key == "contact.conflict") {
		v.Form.Put("id", db.NewID())
		return web.Stale(page, to.now, to.version), nil
	}
	if e.Kind == fault.Conflict {
		return web.NotValid(page, fault.New(fault.Invalid, e.Key, e.Args))
	}
	return web.NotValid(page, err)
}

// Layers are the three texts that are never mixed, under their headings.
func (p sessionPage) Layers() []noteUnder {
	return []noteUnder{
		{p.T("contacts.observation"), p.S.Observation},
		{p.T("contacts.interpretation"), p.S.Interpretation},
		{p.T("contacts.assessment"), p.S.Assessment},
	}
}
