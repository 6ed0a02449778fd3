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
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/draftpage"
)

// notePage is the form on which a session is written down.
type notePage struct {
	head
	S                      session.Session
	What                   string
	Kept                   draftpage.Kept
	Goals                  []goal
	Aims                   []web.Option
	Options                []web.Option
	Teaching, Talk, Signed bool
	Attention              []web.Option
	Raised                 bool
	From                   *contact.Contact
}

func (a area) noteForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, s, err := a.loadSession(v, f)
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
	if page.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "note", Object: s.ID}, "staff", "persons", "aims"); err != nil {
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
			p.Options = append(p.Options, web.Option{Value: c.ID, Label: v.Say("contacts.number_date", fault.Args{"n": c.Number, "date": clock.DateOf(c.When())})})
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
	form.Fill("start", clockText(start))
	form.Fill("end", clockText(end))
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
	if err := a.chosen(v, &f.Reader, &p, was); err != nil {
		return nil, err
	}
	flag, err := question(v, &f.Reader, &p, s.ID)
	if err != nil {
		return nil, err
	}
	err = coursepage.Both(&p, func() error {
		if was.Signed() {
			return session.Correct(v.Context(), f, s, v.Form.Value("reason"))
		}
		return session.Record(v.Context(), f, s)
	})
	if err == nil {
		err = raise(v, f, flag)
	}
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.noteForm, Version: was.Version, Now: noteTexts(was)})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "note", Object: s.ID}); err != nil {
		return nil, err
	}
	to := coursepage.Path(f.CourseID, "aftaler", s.ID)
	if v.Form.Value("then") == "sign" && !was.Signed() {
		return web.Redirect(to+"/underskrift", "contacts.saved"), nil
	}
	return web.Redirect(to, "contacts.saved"), nil
}

// chosen notes a problem where something was chosen that the form did not offer.
func (a area) chosen(v *web.Visit, f *casefile.Reader, p *fault.Problems, was session.Session) error {
	h, err := a.load(v, f)
	if err != nil {
		return err
	}
	h.There = was.Staff
	h.offered(p)
	return buildsOn(v, f, p)
}

func noteTexts(s session.Session) map[string]string {
	return map[string]string{
		"observation": s.Observation, "interpretation": s.Interpretation, "assessment": s.Assessment,
		"next_time": s.NextTime, "taken_in": s.TakenIn, "place": s.Place,
	}
}
