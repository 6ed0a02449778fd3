package contacts

import (
	"fmt"
	"strconv"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/draftpage"
)

// afterForm is the note after a contact in six steps: what is known already,
// what was seen, their own words, the interpretation, the question, next time.
// It writes the description of the contact and the part after in one hand-in.
func (a area) afterForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := a.part(v, f, "after")
	if err != nil {
		return nil, err
	}
	for n := 0; n <= 10; n++ {
		p.Scale = append(p.Scale, web.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	if p.Goals, err = goals(v, f); err != nil {
		return nil, err
	}
	if p.Raised, err = raised(v, f, p.C.ID); err != nil {
		return nil, err
	}
	p.fillAfter(v)
	if p.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "after", Object: p.C.ID}); err != nil {
		return nil, err
	}
	return web.Page("contacts/after", p).Titled("contacts.after.title"), nil
}

func (p partPage) fillAfter(v *web.Visit) {
	c, d, a := p.C, p.C.During, p.C.After
	rating := ""
	if a.FocusRating != nil {
		rating = strconv.Itoa(*a.FocusRating)
	}
	fill(v.Form, map[string]string{
		"arrival": d.Arrival, "observation": c.Observation, "help": d.Help, "goodbye": d.Goodbye, "child_words": d.ChildWords,
		"child_next_wish": d.ChildNextWish, "during_version": strconv.FormatInt(d.Version, 10),
		"held": yesNo(a.Held), "after_reason": a.NotHeldReason, "after_start": clockText(a.Start), "after_end": clockText(a.End),
		"parent_words": a.ParentWords, "focus_rating": rating, "focus_answer": a.FocusAnswer, "parent_remark": a.ParentRemark,
		"disagreement": a.Disagreement, "next_time": a.NextTime, "interpretation": a.Interpretation, "assessment": a.Assessment,
		"attention": yesNo(c.Attention), "indirect": noMinutes(c.IndirectMinutes), "writing": noMinutes(a.WritingMinutes),
		"opened": fmt.Sprint(db.Micros(v.Now())), "after_id": db.NewID(), "version": strconv.FormatInt(a.Version, 10),
	})
	for id, text := range c.GoalNotes {
		v.Form.Fill("goal."+id, text)
	}
}

func (a area) answer(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if c.Status != session.Held {
		return web.Redirect(coursepage.Path(f.CourseID, "samvaer", c.ID, "under"), "contacts.during.first"), nil
	}
	var p fault.Problems
	d, after := readDescription(v, c), readAfter(v, &p, c)
	flag, err := question(v, &f.Reader, &p, c.ID)
	for _, do := range []func() error{
		func() error {
			if !described(c, d) {
				return nil
			}
			return contact.Record(v.Context(), f, c.ID, d)
		},
		func() error { return contact.Answer(v.Context(), f, c.ID, after) },
	} {
		if err == nil || p.Has() {
			err = coursepage.Both(&p, do)
		}
	}
	if err == nil {
		err = raise(v, f, flag)
	}
	if err != nil {
		v.Form.Put("during_version", strconv.FormatInt(c.During.Version, 10))
		v.Form.Put("after_id", db.NewID())
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.afterForm, Version: c.After.Version, Now: afterTexts(c)})
	}
	to := coursepage.Path(f.CourseID, "samvaer", c.ID)
	if v.Form.Value("then") == "sign" && !c.Signed() {
		if err := draft.Drop(v.Context(), f, draft.Key{Form: "after", Object: c.ID}); err != nil {
			return nil, err
		}
		return web.Redirect(to+"/underskrift", "contacts.saved"), nil
	}
	return done(v, f, "after", c.ID, "contacts.saved")
}

// described reports whether the form changes the description.
func described(c contact.Contact, d contact.During) bool {
	was := c.During
	return d.Arrival != was.Arrival || d.Observation != c.Observation || d.Help != was.Help || d.Goodbye != was.Goodbye ||
		d.ChildWords != was.ChildWords || d.ChildNextWish != was.ChildNextWish
}

func readDescription(v *web.Visit, c contact.Contact) contact.During {
	form, d := v.Form, c.During
	version, _ := strconv.ParseInt(form.Value("during_version"), 10, 64)
	d.Entry = contact.Entry{ID: form.ID(), Version: version, Reason: entryOf(form).Reason}
	d.Start, d.End, d.Staff, d.Persons, d.Place = c.Start, c.End, c.Staff, c.Persons, c.Place
	d.DirectMinutes, d.TravelMinutes = c.DirectMinutes, c.TravelMinutes
	d.Arrival, d.Observation, d.Help, d.Goodbye = form.Value("arrival"), form.Value("observation"), form.Value("help"), form.Value("goodbye")
	d.ChildWords, d.ChildNextWish = form.Value("child_words"), form.Value("child_next_wish")
	return d
}

func readAfter(v *web.Visit, p *fault.Problems, c contact.Contact) contact.After {
	form, day := v.Form, clock.DateOf(c.When())
	a := c.After
	a.Entry = entryOf(form)
	if id := form.Value("after_id"); len(id) == len(a.ID) {
		a.ID = id // the form hands in two rows, each with an id of its own
	} else {
		a.ID = db.NewID()
	}
	a.Held, a.NotHeldReason = form.Bool3("held"), form.Value("after_reason")
	a.Start, a.End = form.Time(p, "after_start", day), form.Time(p, "after_end", day)
	a.ParentWords, a.FocusAnswer = form.Value("parent_words"), form.Value("focus_answer")
	a.ParentRemark, a.Disagreement = form.Value("parent_remark"), form.Value("disagreement")
	a.NextTime, a.Interpretation, a.Assessment = form.Value("next_time"), form.Value("interpretation"), form.Value("assessment")
	a.GoalNotes, a.Attention, a.FocusRating = prefixed(form, "goal."), form.Bool3("attention"), nil
	if n, given := form.Int(p, "focus_rating"); given {
		a.FocusRating = &n
	}
	a.IndirectMinutes, _ = form.Int(p, "indirect")
	a.WritingMinutes, _ = form.Int(p, "writing")
	if a.WritingMinutes == 0 {
		a.WritingMinutes = written(v)
	}
	return a
}

// written is how long the form was open, in whole minutes: what is asked of
// nobody. More than two hours is not writing and counts nothing.
func written(v *web.Visit) int {
	us, err := strconv.ParseInt(v.Form.Value("opened"), 10, 64)
	if err != nil || us <= 0 {
		return 0
	}
	open := v.Now().Sub(db.Time(us))
	if open < 0 || open > 2*time.Hour {
		return 0
	}
	return int(open/time.Minute) + 1
}

func afterTexts(c contact.Contact) map[string]string {
	d, a := c.During, c.After
	return map[string]string{
		"arrival": d.Arrival, "observation": c.Observation, "help": d.Help, "goodbye": d.Goodbye, "child_words": d.ChildWords,
		"parent_words": a.ParentWords, "focus_answer": a.FocusAnswer, "parent_remark": a.ParentRemark, "disagreement": a.Disagreement,
		"next_time": a.NextTime, "interpretation": a.Interpretation, "assessment": a.Assessment,
	}
}
