package caseload

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/deadline"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// appointment is a line of today.
type appointment struct {
	At, Lasts    string
	Title, Text  string
	Where        string
	To, Deed     string
	Tag          web.Tag
	until, start time.Time
}

type dayPage struct {
	Greeting, Date string
	Step           *web.NextStep
	Today          []appointment
	Ahead          string // the next appointment, when today has none
	AheadTo        string
	Write          []row
	Measure        []row
	Watch          []row
	Waiting        []row
	Done           string
}

// today is what a person's first page is made from.
type today struct {
	v        *web.Visit
	tx       *casefile.Tx
	list     *casefile.List
	staff    people
	names    map[string]string   // person id in a course: course + "/" + person
	children map[string][]string // course to its children
	board    []deadline.Item
	messages []attention.Feedback
	flags    []attention.Flag
}

// myDay is the first page of those who work at the provider.
func myDay(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	t, err := begin(v, tx)
	if err != nil {
		return nil, err
	}
	if v.Actor.Role == access.Leader {
		return t.leader()
	}
	return t.own()
}

func begin(v *web.Visit, tx *casefile.Tx) (*today, error) {
	ctx := v.Context()
	t := &today{v: v, tx: tx, names: map[string]string{}, children: map[string][]string{}}
	staff, err := login.Staff(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	t.staff = staff
	if t.list, err = casefile.OpenList(ctx, tx, v.Actor, access.Purpose{Code: access.Deliver}, "my-day"); err != nil {
		return nil, err
	}
	if t.board, err = deadline.Board(ctx, tx, v.Actor); err != nil {
		return nil, err
	}
	if t.messages, err = attention.Inbox(ctx, tx, v.Actor); err != nil {
		return nil, err
	}
	t.flags, err = attention.OpenFlags(ctx, tx, v.Actor)
	return t, err
}

// own is the day of a consultant or a psychologist.
func (t *today) own() (web.Response, error) {
	ctx, v := t.v.Context(), t.v
	first := v.Today().At(0, 0)
	agenda, err := session.Agenda(ctx, t.list, session.Period{From: first, To: v.Today().AddDays(8).At(0, 0)})
	if err != nil {
		return nil, err
	}
	unfinished, err := session.Unfinished(ctx, t.list, v.Now())
	if err != nil {
		return nil, err
	}
	if err := t.know(slices.Concat(agenda, unfinished)); err != nil {
		return nil, err
	}
	page := dayPage{Greeting: greeting(v), Date: upper(lang.LongDate(v.Lang, v.Today()))}
	built, err := t.built(agenda)
	if err != nil {
		return nil, err
	}
	for _, s := range agenda {
		if clock.DateOf(s.PlannedStart) == v.Today() {
			page.Today = append(page.Today, t.appointment(s, built))
		} else if page.Ahead == "" && len(page.Today) == 0 && s.Status == session.Planned {
			page.Ahead = v.T("caseload.ahead", fault.Args{"what": t.title(s), "day": dayWords(v, clock.DateOf(s.PlannedStart)), "at": lang.Clock(v.Lang, s.PlannedStart)})
			page.AheadTo = sessionPath(s)
		}
	}
	for _, s := range unfinished {
		page.Write = append(page.Write, t.unwritten(s))
	}
	if page.Measure, err = t.measure(); err != nil {
		return nil, err
	}
	if err := t.watch(&page); err != nil {
		return nil, err
	}
	page.Step = t.next(page)
	page.Done = v.T("caseload.done")
	if len(page.Today) == 0 && len(page.Write) == 0 {
		page.Done = v.T("caseload.nothing")
	}
	return web.Page("caseload/day", page).Titled("web.menu.day"), nil
}

// know fetches the names of everybody on the courses of the sessions.
func (t *today) know(all []session.Session) error {
	var ids []string
	for _, s := range all {
		ids = append(ids, s.CourseID)
	}
	slices.Sort(ids)
	people, err := person.People(t.v.Context(), t.list, t.v.Actor, slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, p := range people {
		t.names[p.CourseID+"/"+p.PersonID] = p.Name
		if p.Role == person.Child {
			t.children[p.CourseID] = append(t.children[p.CourseID], p.Name)
		}
	}
	t.list.Found(len(all))
	return nil
}

// built finds the day of the contact that a session of today builds on.
func (t *today) built(agenda []session.Session) (map[string]time.Time, error) {
	if !slices.ContainsFunc(agenda, func(s session.Session) bool { return s.BuildsOn != "" }) {
		return nil, nil
	}
	facts, err := session.FactsOf(t.v.Context(), t.list)
	if err != nil {
		return nil, err
	}
	out := map[string]time.Time{}
	for _, s := range agenda {
		for _, f := range facts[s.CourseID] {
			if f.ID == s.BuildsOn {
				out[s.ID] = f.When()
			}
		}
	}
	return out, nil
}

// title is "Undervisning med Sanne", "Netværksmøde om Noah".
func (t *today) title(s session.Session) string {
	v := t.v
	kind := v.T("programme.activity." + string(s.Kind))
	var with []string
	for _, id := range s.Persons {
		if name := t.names[s.CourseID+"/"+id]; name != "" {
			with = append(with, name)
		}
	}
	if len(with) > 0 {
		return v.T("caseload.with", fault.Args{"kind": kind, "who": web.List(v.Lang, with)})
	}
	return v.T("caseload.about", fault.Args{"kind": kind, "who": web.List(v.Lang, t.children[s.CourseID])})
}

func (t *today) appointment(s session.Session, built map[string]time.Time) appointment {
	v := t.v
	a := appointment{
		At: lang.Clock(v.Lang, s.PlannedStart), Lasts: web.Minutes(v.Lang, int(s.PlannedEnd.Sub(s.PlannedStart).Minutes())),
		Title: t.title(s), To: sessionPath(s), Deed: v.T("caseload.open." + sessionWord(s)), start: s.PlannedStart, until: s.PlannedEnd,
	}
	var why []string
	if s.Theme != "" {
		why = append(why, strings.TrimRight(s.Theme, ".")+".")
	}
	if at := built[s.ID]; !at.IsZero() {
		why = append(why, v.T("caseload.builds-on", fault.Args{"day": dayWords(v, clock.DateOf(at))}))
	}
	if kids := t.children[s.CourseID]; len(why) == 0 && s.Kind != session.Contact && len(kids) > 0 && !strings.Contains(a.Title, kids[0]) {
		why = append(why, v.T("caseload.course-of", fault.Args{"who": web.List(v.Lang, kids)}))
	}
	a.Text = strings.Join(why, " ")
	var others []string
	for _, id := range s.Staff {
		if id != v.Actor.ID {
			others = append(others, t.staff.Name(id))
		}
	}
	a.Where = s.Place
	if len(others) > 0 {
		a.Where = strings.TrimPrefix(a.Where+" · "+v.T("caseload.together", fault.Args{"who": web.List(v.Lang, others)}), " · ")
	}
	switch {
	case s.Status == session.NoShow:
		a.Tag = web.Tag{Kind: "none", Text: v.T("caseload.noshow")}
	case s.Signed():
		a.Tag = web.Tag{Kind: "done", Text: v.T("caseload.signed")}
	}
	return a
}

// unwritten is a session that waits to be written or signed.
func (t *today) unwritten(s session.Session) row {
	v := t.v
	on := clock.DateOf(s.When())
	r := row{Title: t.title(s) + " " + dayWords(v, on), To: sessionPath(s), Text: v.T("caseload.write.note"), Tag: web.Tag{Kind: "soon", Text: v.T("caseload.write.today")}}
	if s.Status == session.Held {
		r.Text, r.Tag.Text = v.T("caseload.write.sign"), v.T("caseload.sign.today")
		if s.Attention == nil {
			r.Text = v.T("caseload.write.question")
		}
	}
	if rule.RecordDelay(on, v.Today()) != rule.InTime {
		r.Tag.Text = v.TN("caseload.write.late", v.Today().Sub(on))
	}
	if rule.RecordDelay(on, v.Today()) == rule.TooLate {
		r.Tag.Kind = "broken"
	}
	return r
}

// watch sorts the deadlines and flags of the person's courses: what to keep an
// eye on, and what waits for others.
func (t *today) watch(page *dayPage) error {
	v := t.v
	for _, f := range t.flags {
		if f.OwnerID != v.Actor.ID && !f.AwaitsSecond() {
			continue
		}
		r := row{Title: f.What, Text: v.T("caseload.flag"), To: coursepage.Path(f.CourseID, "opmaerksomhed", f.ID), Tag: web.Tag{Kind: "soon", Text: v.T("feedback.flag.open")}}
		if f.OwnerID != v.Actor.ID {
			r.Text = v.T("caseload.flag.second")
		}
		if f.Danger {
			r.Tag = web.Tag{Kind: "broken", Text: v.T("feedback.flag.danger")}
		}
		page.Watch = append(page.Watch, r)
	}
	for _, i := range t.board {
		if theirs(i) || t.isNext(i) {
			continue
		}
		if r, other := waits(v, i, t.staff); other {
			page.Waiting = append(page.Waiting, r)
		} else {
			page.Watch = append(page.Watch, r)
		}
	}
	for _, m := range t.messages {
		if m.Kind == attention.Question && m.AwaitsAnswer() && !m.AcknowledgedAt.IsZero() {
			page.Waiting = append(page.Waiting, row{
				Title: m.Subject, Text: v.T("caseload.asked", fault.Args{"name": t.staff.Name(m.ToID), "on": lang.LongDate(v.Lang, clock.DateOf(m.SentAt))}),
				To: coursepage.Path(m.CourseID, "tilbagemeldinger", m.ID), Tag: web.Tag{Kind: "waiting", Text: v.T("deadline.tag.answer")},
			})
		}
	}
	return t.analyses(page)
}

// analyses are the psychologist's own, by the rhythm of the programme.
func (t *today) analyses(page *dayPage) error {
	v := t.v
	if v.Actor.Role != access.Psychologist {
		return nil
	}
	due, err := deadline.Analyses(v.Context(), t.list)
	if err != nil || len(due) == 0 {
		return err
	}
	var ids []string
	for _, d := range due {
		ids = append(ids, d.CourseID)
	}
	kids, err := coursepage.CallEach(v, t.list, ids)
	if err != nil {
		return err
	}
	for _, d := range slices.Backward(due) {
		i := deadline.Item{CourseID: d.CourseID, On: d.On, State: deadline.Soon}
		if d.On.Before(v.Today()) {
			i.State = deadline.Overdue
		}
		r := row{
			Title: v.T("caseload.analysis", fault.Args{"who": kids[d.CourseID].Name, "n": d.Number}), Text: upper(lang.LongDate(v.Lang, d.On)),
			To: coursepage.Path(d.CourseID, "analyser"), Tag: tagOf(v, i),
		}
		page.Watch = slices.Insert(page.Watch, 0, r)
	}
	return nil
}

// late is the oldest message of the person's own whose promise was broken.
func (t *today) late() (attention.Feedback, bool) {
	var found []attention.Feedback
	for _, m := range t.messages {
		if m.Overdue(t.v.Now()) && (m.AuthorID == t.v.Actor.ID || t.v.Actor.Role == access.Leader) {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return attention.Feedback{}, false
	}
	return slices.MinFunc(found, func(a, b attention.Feedback) int { return a.DueAt.Compare(b.DueAt) }), true
}

// isNext reports whether an item already stands as the next step.
func (t *today) isNext(i deadline.Item) bool {
	m, ok := t.late()
	return ok && i.Kind == deadline.Acknowledge && i.ObjectID == m.ID
}

// next is the oldest broken promise, else the next appointment, else the oldest
// note that waits, else what should have been done.
func (t *today) next(page dayPage) *web.NextStep {
	v := t.v
	if m, ok := t.late(); ok {
		return t.ring(m)
	}
	for _, a := range page.Today {
		if a.until.After(v.Now()) && a.Tag.Kind == "" {
			return &web.NextStep{
				Title: v.T("caseload.next.visit", fault.Args{"what": a.Title, "at": a.At}), Text: cmp.Or(a.Text, a.Where),
				Deed: web.Deed{To: a.To, Text: a.Deed},
			}
		}
	}
	if len(page.Write) > 0 {
		w := page.Write[0]
		return &web.NextStep{Title: v.T("caseload.next.write", fault.Args{"what": w.Title}), Text: w.Text, Deed: web.Deed{To: w.To, Text: v.T("caseload.next.write.deed")}}
	}
	for _, w := range page.Watch {
		if w.Tag.Kind == "broken" {
			return &web.NextStep{Title: w.Title, Text: w.Text, Deed: web.Deed{To: w.To, Text: v.T("caseload.next.open")}}
		}
	}
	return nil
}

// ring is what to do about a broken promise: the deputy, when one was told, else
// the adviser.
func (t *today) ring(m attention.Feedback) *web.NextStep {
	v := t.v
	a := fault.Args{"subject": m.Subject, "name": t.staff.Name(m.ToID), "sent": moment(v, m.SentAt), "due": moment(v, m.DueAt)}
	step := &web.NextStep{
		Title: v.T("feedback.next.ring", a), Text: v.T("caseload.ring.text", a),
		More: []web.Link{{To: coursepage.Path(m.CourseID, "tilbagemeldinger", m.ID), Text: v.T("feedback.next.read")}},
	}
	if m.AuthorID != v.Actor.ID {
		a["author"] = t.staff.Name(m.AuthorID)
		step.Text = v.T("caseload.ring.text.other", a)
	}
	phone := t.staff[m.ToID].Phone
	if m.EscalatedTo != "" {
		step.Text += " " + v.T("feedback.next.deputy", a)
		phone = cmp.Or(t.staff[m.EscalatedTo].Phone, phone)
	}
	if phone != "" {
		step.Deed = web.Deed{To: "tel:" + strings.ReplaceAll(phone, " ", ""), Text: v.T("feedback.ring.deed", fault.Args{"phone": phone})}
	}
	return step
}

// moment is "tirsdag kl. 09.10" within a week, else with the date.
func moment(v *web.Visit, at time.Time) string {
	d := clock.DateOf(at)
	day := lang.Weekday(v.Lang, d.Weekday())
	if n := v.Today().Sub(d); n > 6 || n < 0 {
		day += " " + lang.DayMonth(v.Lang, d)
	}
	return v.T("caseload.moment", fault.Args{"day": day, "at": lang.Clock(v.Lang, at)})
}

// dayWords is "i dag", "i går", "i morgen" or "onsdag 30. september".
func dayWords(v *web.Visit, d clock.Date) string {
	switch v.Today().Sub(d) {
	case 0:
		return v.T("caseload.day.today")
	case 1:
		return v.T("caseload.day.yesterday")
	case -1:
		return v.T("caseload.day.tomorrow")
	}
	return lang.Weekday(v.Lang, d.Weekday()) + " " + lang.DayMonth(v.Lang, d)
}

func greeting(v *web.Visit) string {
	key := "caseload.greeting.day"
	switch h := v.Now().In(clock.Copenhagen).Hour(); {
	case h < 10:
		key = "caseload.greeting.morning"
	case h >= 18:
		key = "caseload.greeting.evening"
	}
	return v.T(key, fault.Args{"name": v.Actor.Name})
}

func sessionWord(s session.Session) string {
	switch {
	case s.Kind == session.Contact:
		return "contact"
	case s.Status == session.Held || s.Status == session.NoShow:
		return "note"
	}
	return "session"
}

func sessionPath(s session.Session) string {
	if s.Kind == session.Contact {
		return coursepage.Path(s.CourseID, "samvaer", s.ID)
	}
	return coursepage.Path(s.CourseID, "aftaler", s.ID)
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
