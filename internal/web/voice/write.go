package voice

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/voice"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// writePage is the form of an entry: what a child said, or that it was not asked.
type writePage struct {
	coursepage.People
	Form                                    web.Form
	Crumbs                                  []web.Link
	Title                                   string
	NotAsked, Corrects                      bool
	Open                                    bool // every field is shown from the start
	Kept                                    coursepage.Kept
	Children, Ways, Subjects, Whys, Answers []web.Option
	Questions                               []string // that one can ask a child
	Back                                    string
}

func writeDraft(object string) draft.Key { return draft.Key{Form: "voice", Object: object} }

// newPage is the form for a new entry.
func (a area) newPage(k kindOfEntry) coursepage.Builder {
	return func(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
		if err := f.Need(access.Notes, access.Write); err != nil {
			return nil, err
		}
		p, err := coursepage.Meet(v, f)
		if err != nil {
			return nil, err
		}
		d := writePageOf(v, p, k == notAsked)
		d.Title = v.T("voice.write")
		if d.NotAsked {
			d.Title = v.T("voice.write.not-asked")
		}
		d.Crumbs = p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: d.Title})
		d.Back = p.Path(where)
		v.Form.Fill("on", p.Today.String())
		if d.Kept, err = coursepage.Restore(v, f, writeDraft(string(k))); err != nil {
			return nil, err
		}
		return web.Page("voice/write", d).Titled("voice.write"), nil
	}
}

func writePageOf(v *web.Visit, p coursepage.People, notAsked bool) writePage {
	return writePage{
		People: p, Form: v.Form, NotAsked: notAsked, Open: v.Posted(), Children: childOptions(v, p), Ways: options("voice.how.", voice.Ways),
		Subjects: options("voice.subject.", voice.Subjects), Whys: options("voice.why.", voice.WhyNots), Answers: options("voice.tell.", voice.Tells),
		Questions: questions(v),
	}
}

// questions can be asked before and after, in the visitor's language.
func questions(v *web.Visit) []string {
	var out []string
	for _, key := range []string{"want", "not-want", "sign", "good", "listened", "tell"} {
		out = append(out, v.T("voice.question."+key))
	}
	return out
}

// enter writes a new entry.
func (a area) enter(k kindOfEntry) coursepage.Writing {
	return func(v *web.Visit, f *casefile.Writer) (web.Response, error) {
		var bad fault.Problems
		e := readEntry(v, &bad, k == notAsked)
		e.ID = v.Form.ID()
		err := bad.Err()
		if err == nil {
			err = voice.Write(v.Context(), f, e)
		}
		if err == nil {
			err = draft.Drop(v.Context(), f, writeDraft(string(k)))
		}
		if err != nil {
			return coursepage.Again(v, f, a.newPage(k), err)
		}
		return web.Redirect(coursepage.Path(f.CourseID, where), "voice.written"), nil
	}
}

// readEntry reads the form.
func readEntry(v *web.Visit, bad *fault.Problems, notAsked bool) voice.Entry {
	text := func(name string) string { return v.Form.Text(bad, name, voice.MaxText) }
	return voice.Entry{
		ChildID: v.Form.Value("child"), On: v.Form.Date(bad, "on"), NotAsked: notAsked,
		Why: oneOf(v, bad, "why", voice.WhyNots), OtherWay: text("otherway"),
		How: oneOf(v, bad, "how", voice.Ways), Through: v.Form.Text(bad, "through", voice.MaxLine), Words: text("words"),
		Subject: oneOf(v, bad, "subject", voice.Subjects), Weight: text("weight"), Outcome: text("outcome"),
		Alone: text("alone"), ParentsOn: v.Form.Date(bad, "parentson"),
		Tell: oneOf(v, bad, "tell", voice.Tells), TellWords: text("tellwords"), Confidential: v.Form.Bool("confidential"),
	}
}

// valuesOf are the fields of an entry as the form has them.
func valuesOf(e voice.Entry) map[string]string {
	values := map[string]string{
		"child": e.ChildID, "on": dateValue(e.On), "why": string(e.Why), "otherway": e.OtherWay, "how": string(e.How), "through": e.Through,
		"words": e.Words, "subject": string(e.Subject), "weight": e.Weight, "outcome": e.Outcome, "alone": e.Alone,
		"parentson": dateValue(e.ParentsOn), "tell": string(e.Tell), "tellwords": e.TellWords,
	}
	if e.Confidential {
		values["confidential"] = "ja"
	}
	return values
}

func dateValue(d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// correctPage is the form with what stands there.
func (a area) correctPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, e, err := a.toRevise(v, f)
	if err != nil {
		return nil, err
	}
	d := writePageOf(v, p, e.NotAsked)
	d.Title, d.Corrects, d.Open, d.Back = v.T("voice.correct"), true, true, p.Path(where, e.ID)
	d.Crumbs = p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: v.T("voice.correct")})
	for name, value := range valuesOf(e) {
		v.Form.Fill(name, value)
	}
	v.Form.Fill("supersedes", e.Row)
	d.Kept = coursepage.Keep(f.CourseID, writeDraft(e.ID))
	return web.Page("voice/write", d).Titled("voice.correct"), nil
}

// toRevise is the entry of the address, for somebody who may revise it.
func (a area) toRevise(v *web.Visit, f *casefile.Reader) (coursepage.People, voice.Entry, error) {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return coursepage.People{}, voice.Entry{}, err
	}
	e, err := voice.Get(v.Context(), f, v.Param("entry"))
	if err == nil && e.Withheld {
		err = fault.New(fault.NotFound, "voice.notfound")
	}
	if err != nil {
		return coursepage.People{}, e, err
	}
	p, err := coursepage.Meet(v, f)
	return p, e, err
}

// correct puts what was typed in the place of what stands there.
func (a area) correct(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	now, err := voice.Get(v.Context(), &f.Reader, v.Param("entry"))
	if err != nil {
		return nil, err
	}
	var bad fault.Problems
	e := readEntry(v, &bad, now.NotAsked)
	e.ID, e.Row, e.Supersedes = now.ID, v.Form.ID(), v.Form.Value("supersedes")
	e.Correction = v.Form.Text(&bad, "correction", voice.MaxText)
	if err = bad.Err(); err == nil {
		err = voice.Correct(v.Context(), f, e)
	}
	if fault.KindOf(err) == fault.Conflict {
		return a.stale(v, f, a.correctPage, now, valuesOf(now))
	}
	if err != nil {
		return coursepage.Again(v, f, a.correctPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, where, e.ID), "voice.corrected"), nil
}

// stale shows the form beside what somebody else wrote; sending it again puts it in
// the place of that.
func (a area) stale(v *web.Visit, f *casefile.Writer, build coursepage.Builder, now voice.Entry, theirs map[string]string) (web.Response, error) {
	page, err := build(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	v.Form.Put("supersedes", now.Row)
	return web.Stale(page, theirs, 0), nil
}

// afterPage is the form for what weight the words were given and what came of them.
type afterPage struct {
	coursepage.People
	Form   web.Form
	Crumbs []web.Link
	Entry  entryRow
	Back   string
}

func (a area) afterPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, e, err := a.toRevise(v, f)
	if err != nil {
		return nil, err
	}
	v.Form.Fill("weight", e.Weight)
	v.Form.Fill("outcome", e.Outcome)
	v.Form.Fill("supersedes", e.Row)
	d := afterPage{People: p, Form: v.Form, Entry: entryRowOf(v, p, e), Back: p.Path(where, e.ID)}
	d.Crumbs = p.Crumbs(v, web.Link{Text: v.T("voice.title"), To: p.Path(where)}, web.Link{Text: v.T("voice.after")})
	return web.Page("voice/after", d).Titled("voice.after"), nil
}

// follow writes what weight the words were given.
func (a area) follow(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	after := voice.After{
		EntryID: v.Param("entry"), Row: v.Form.ID(), Supersedes: v.Form.Value("supersedes"),
		Weight: v.Form.Text(&bad, "weight", voice.MaxText), Outcome: v.Form.Text(&bad, "outcome", voice.MaxText),
	}
	err := bad.Err()
	if err == nil {
		err = voice.Follow(v.Context(), f, after)
	}
	if fault.KindOf(err) == fault.Conflict {
		now, gerr := voice.Get(v.Context(), &f.Reader, after.EntryID)
		if gerr != nil {
			return nil, gerr
		}
		return a.stale(v, f, a.afterPage, now, map[string]string{"weight": now.Weight, "outcome": now.Outcome})
	}
	if err != nil {
		return coursepage.Again(v, f, a.afterPage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, where), "voice.followed"), nil
}
