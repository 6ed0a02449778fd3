package phone

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/device"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// visits are the owner's sessions of today and tomorrow.
func (d *day) visits(ctx context.Context) error {
	if len(d.open) == 0 {
		return nil
	}
	list, err := casefile.OpenList(ctx, d.tx, d.actor, access.Purpose{Code: access.Deliver}, "phone")
	if err != nil {
		return err
	}
	agenda, err := session.Agenda(ctx, list, session.Period{From: d.today.At(0, 0), To: d.today.AddDays(2).At(0, 0)})
	if err != nil {
		return err
	}
	list.Found(len(agenda))
	for _, s := range agenda {
		if o := d.open[s.CourseID]; o != nil {
			v, err := d.visit(ctx, o, s)
			if err != nil {
				return err
			}
			d.out.Visits = append(d.out.Visits, v)
		}
	}
	err = d.begun(ctx)
	slices.SortStableFunc(d.out.Visits, func(a, b wire.DayVisit) int { return strings.Compare(a.Start, b.Start) })
	return err
}

// begun are the visits that nobody had planned, of which the owner has begun to write
// and handed in nothing: there is no session yet, only what was typed.
func (d *day) begun(ctx context.Context) error {
	all, err := draft.Lying(ctx, d.tx, d.actor, d.tx.Now().Add(time.Second))
	if err != nil {
		return err
	}
	for _, x := range all {
		o := d.open[x.CourseID]
		if o == nil || x.Key.Form != "note" || slices.ContainsFunc(d.out.Visits, func(v wire.DayVisit) bool { return v.Session == x.Key.Object }) {
			continue
		}
		if _, err := session.Get(ctx, o.f, x.Key.Object); keyOf(err) != "session.notfound" {
			if err != nil {
				return err
			}
			continue
		}
		v := wire.DayVisit{Case: x.CourseID, Session: x.Key.Object, Initials: o.initials, Label: d.say("phone.day.begun"), Start: stamp(x.BegunAt.Add(-time.Hour)),
			End: stamp(x.BegunAt), Status: string(session.Planned), Describe: true}
		if v.Drafts, err = drafts(ctx, o.f, x.Key.Object); err != nil {
			return err
		}
		d.out.Visits = append(d.out.Visits, v)
	}
	return nil
}

// visit is one session as the phone is given it.
func (d *day) visit(ctx context.Context, o *opened, s session.Session) (wire.DayVisit, error) {
	v := wire.DayVisit{
		Case: s.CourseID, Session: s.ID, Initials: o.initials, Kind: string(s.Kind), Label: d.kind(o, s.Kind),
		Start: stamp(s.When()), End: stamp(s.Until()), Status: string(s.Status), Signed: s.Signed(), Describe: true,
		Versions: wire.Versions{Session: s.Version}, Persons: s.Persons,
	}
	var err error
	if o.facts == nil {
		if o.facts, err = session.Facts(ctx, o.f, session.Period{}); err != nil {
			return v, err
		}
	}
	v.Next = stamp(next(o.facts, s))
	if s.Kind == session.Contact {
		err = d.contact(ctx, o, &v)
	} else {
		err = d.talk(ctx, o, &v)
	}
	if err != nil {
		return v, err
	}
	if err := d.coded(ctx, o, &v); err != nil {
		return v, err
	}
	notes, err := Notes(ctx, o.f, s.ID)
	if err != nil {
		return v, err
	}
	for _, n := range notes {
		if !n.Superseded && n.EnteredBy == d.actor.ID {
			v.Notes = append(v.Notes, wire.Note{At: stamp(n.At), Goal: n.GoalID, Text: n.Text})
		}
	}
	v.Drafts, err = drafts(ctx, o.f, s.ID)
	return v, err
}

func (d *day) kind(o *opened, k session.Kind) string {
	if act, ok := o.programme.Activity(string(k)); ok {
		return d.say(act.Key)
	}
	return d.say("programme.activity." + string(k))
}

// next is when the next planned session of the same kind begins; zero for none.
func next(facts []session.Session, s session.Session) time.Time {
	for _, o := range facts {
		if o.Kind == s.Kind && o.Status == session.Planned && o.ID != s.ID && o.PlannedStart.After(s.When()) {
			return o.PlannedStart
		}
	}
	return time.Time{}
}

// contact fills in the parts of a contact as they stand, and what was agreed at the
// one before.
func (d *day) contact(ctx context.Context, o *opened, v *wire.DayVisit) error {
	c, err := contact.Get(ctx, o.f, v.Session)
	if err != nil {
		return err
	}
	if ok, why := c.Arrangement.Describable(c.When(), o.f.Now()); !ok {
		v.Describe, v.Why = false, d.say(why)
	}
	v.Number = c.Number
	supervised := c.Arrangement.State == contact.Supervised
	v.Supervised = &supervised
	v.With, v.Coding = d.with(o, c), codingOf(c)
	v.Versions.Before, v.Versions.During, v.Versions.After = c.Before.Version, c.During.Version, c.After.Version
	last, err := previous(ctx, o.f, c)
	if err != nil {
		return err
	}
	if last.ID != "" {
		v.LastTime = last.NextTime
	}
	v.Points = d.points(v.Describe)
	v.Before = beforeOf(c, last)
	if !v.Describe && v.Before != nil {
		described(v.Before)
	}
	if c.During.Written() {
		v.During = duringOf(c)
	}
	if c.After.Written() {
		v.After = afterOf(c)
	}
	return nil
}

// points are the questions of the talk ahead of a contact. What describes the contact
// is not asked where that is not allowed.
func (d *day) points(describe bool) []wire.Choice {
	var out []wire.Choice
	for _, p := range []struct {
		id, key   string
		describes bool
	}{
		{"focus", "contacts.focus", true}, {"watch_for", "contacts.watch_for.ask", true}, {"help_how", "contacts.help_how.ask", true},
		{"child_sign", "contacts.child_sign.ask", false}, {"looks_forward", "contacts.looks_forward.ask", true},
		{"will_try", "contacts.will_try.ask", true}, {"child_wish", "contacts.child_wish.ask", true}, {"since_last", "contacts.since_last.ask", false},
	} {
		if describe || !p.describes {
			out = append(out, wire.Choice{ID: p.id, Label: d.say(p.key)})
		}
	}
	return out
}

// previous is the held contact of the same pair before c; the zero Contact where
// there is none among the latest. It opens no more of the words than it must.
func previous(ctx context.Context, f *casefile.Reader, c contact.Contact) (contact.Contact, error) {
	facts, err := session.Facts(ctx, f, session.Period{To: c.When()})
	if err != nil {
		return contact.Contact{}, err
	}
	looked := 0
	for _, s := range slices.Backward(facts) {
		if s.Kind != session.Contact || s.Status != session.Held || s.ID == c.ID {
			continue
		}
		if looked++; looked > mostBack {
			break
		}
		before, err := contact.Get(ctx, f, s.ID)
		if err != nil {
			return contact.Contact{}, err
		}
		if before.Arrangement.StrandID == c.Arrangement.StrandID {
			return before, nil
		}
	}
	return contact.Contact{}, nil
}

// mostBack is how many contacts are looked at to find the one before: a child has
// contacts with few people.
const mostBack = 12

func beforeOf(c, last contact.Contact) *wire.Before {
	b := c.Before
	if !b.Written() {
		return &wire.Before{Focus: last.Before.Focus} // as the desk's form begins
	}
	return &wire.Before{
		Version: b.Version, Held: b.Held, NotHeld: b.NotHeldReason, Start: stamp(b.Start), End: stamp(b.End), Focus: b.Focus,
		LooksForward: b.LooksForward, WillTry: b.WillTry, WatchFor: b.WatchFor, HelpHow: b.HelpHow, SinceLast: b.SinceLast,
		ChildSign: b.ChildSign, ChildWish: b.ChildWish, GoAhead: string(b.GoAhead), GoAheadNote: b.GoAheadNote,
	}
}

// duringOf is the contact itself as it stands. Where it was is not told.
func duringOf(c contact.Contact) *wire.During {
	d := c.During
	return &wire.During{
		Version: d.Version, Start: stamp(c.Start), End: stamp(c.End), Outcome: string(d.Outcome), OutcomeReason: d.OutcomeReason,
		Persons: c.Persons, Unplanned: d.Unplanned, BroughtBy: d.BroughtBy, FetchedBy: d.FetchedBy, Arrival: d.Arrival,
		Observation: c.Observation, Help: d.Help, Goodbye: d.Goodbye, ChildWords: d.ChildWords, ChildNextWish: d.ChildNextWish,
		Incident: d.Incident, IncidentTold: d.IncidentTold, Direct: c.DirectMinutes, Travel: c.TravelMinutes,
		Throughout: d.PresentThroughout, Conditions: d.ConditionsKept, ConditionsOn: d.ConditionsComment,
	}
}

func afterOf(c contact.Contact) *wire.After {
	a := c.After
	return &wire.After{
		Version: a.Version, Held: a.Held, NotHeld: a.NotHeldReason, Start: stamp(a.Start), End: stamp(a.End), ParentWords: a.ParentWords,
		FocusRating: a.FocusRating, FocusAnswer: a.FocusAnswer, ParentRemark: a.ParentRemark, Disagreement: a.Disagreement,
		NextTime: c.NextTime, Interpretation: c.Interpretation, Assessment: c.Assessment, GoalNotes: c.GoalNotes,
		Attention: c.Attention, Indirect: c.IndirectMinutes, Writing: a.WritingMinutes,
	}
}

// talk fills in a session that is no contact.
func (d *day) talk(ctx context.Context, o *opened, v *wire.DayVisit) error {
	s, err := session.Get(ctx, o.f, v.Session)
	if err != nil {
		return err
	}
	if s.BuildsOn != "" && o.f.Can(access.Contact, access.Read) {
		c, err := contact.Get(ctx, o.f, s.BuildsOn)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		v.LastTime = c.NextTime
	}
	if s.Status != session.Held {
		return nil
	}
	v.Visit = &wire.Visit{
		Version: s.Version, Kind: string(s.Kind), Start: stamp(s.Start), End: stamp(s.End), Direct: s.DirectMinutes, Indirect: s.IndirectMinutes,
		Travel: s.TravelMinutes, Persons: s.Persons, Observation: s.Observation, Interpretation: s.Interpretation, Assessment: s.Assessment,
		GoalNotes: s.GoalNotes, NextTime: s.NextTime, Attention: s.Attention, Aims: s.Aims, Theme: s.Theme, TakenIn: s.TakenIn,
		Agreement: s.Agreement, BuildsOn: s.BuildsOn,
	}
	return nil
}

// coded are the stretches of a session that have been coded, never what was coded.
func (d *day) coded(ctx context.Context, o *opened, v *wire.DayVisit) error {
	all, err := interaction.Segments(ctx, o.f, v.Session)
	if err != nil {
		return err
	}
	for _, s := range all {
		x := wire.DaySegment{ID: s.ID, Part: s.Part, Started: stamp(s.StartedAt), Closed: s.Closed, Mine: s.CoderID == d.actor.ID}
		if x.Phone, err = d.otherPhone(ctx, o, x); err != nil {
			return err
		}
		if !s.Hidden {
			x.Length, x.Events = s.Folded.EndAt, len(s.Recording.Events)
		}
		v.Segments = append(v.Segments, x)
	}
	return nil
}

// otherPhone is what the person calls the other phone of hers on which she coded a
// stretch, so that two of one minute can be told apart; a segment is named after the
// entry that began it.
func (d *day) otherPhone(ctx context.Context, o *opened, s wire.DaySegment) (string, error) {
	if !s.Mine {
		return "", nil
	}
	var id string
	err := o.f.QueryRow(ctx, `SELECT device_id FROM outbox_entry WHERE course_id = $1 AND entry_id = $2 ORDER BY n LIMIT 1`, o.f.CourseID, s.ID).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && id == d.device:
		return "", nil // coded at the desk, or here
	case err != nil:
		return "", fmt.Errorf("read the phone of segment %s: %w", s.ID, err)
	}
	if d.phones == nil {
		mine, err := device.Mine(ctx, d.tx, d.actor)
		if err != nil {
			return "", err
		}
		d.phones = map[string]string{}
		for _, m := range mine {
			d.phones[m.ID] = m.Name
		}
	}
	return d.phones[id], nil
}
