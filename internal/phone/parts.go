package phone

import (
	"cmp"
	"context"
	"strings"

	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outbox"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// contact reads the contact that a writing is about. done says that the entry is in
// its place already.
func (d deed) contact(ctx context.Context) (c contact.Contact, done bool, err error) {
	if c, err = contact.Get(ctx, &d.f.Reader, d.session); err != nil {
		return c, false, err
	}
	if !c.Before.Written() && !c.During.Written() && !c.After.Written() {
		return c, false, nil
	}
	all, err := contact.History(ctx, &d.f.Reader, c.ID)
	for _, p := range all {
		done = done || p.Entry().ID == d.e.Header.ID
	}
	return c, done, err
}

// entry is the writing's own place in the row of writings of a part. One that says
// which entry it takes the place of answers to that one, if it still stands.
func (d deed) entry(was contact.Entry, sent int64) contact.Entry {
	if d.w.Of != "" && was.ID == d.w.Of {
		sent = was.Version
	}
	return contact.Entry{ID: d.e.Header.ID, Version: sent}
}

// describable says whether the contact may be described now, and if not, why.
func (d deed) describable(c contact.Contact) (bool, string) {
	return c.Arrangement.Describable(c.When(), d.f.Now())
}

func (d deed) before(ctx context.Context, w wire.Before) error {
	c, done, err := d.contact(ctx)
	if err != nil || done {
		return err
	}
	if err := d.tick(ctx, c, &w); err != nil {
		return err
	}
	ok, why := d.describable(c)
	var words wire.Before
	if !ok {
		words = described(&w)
	}
	at, err := moments(w.Start, w.End)
	if err != nil {
		return err
	}
	err = contact.Prepare(ctx, d.f, c.ID, contact.Before{
		Entry: d.entry(c.Before.Entry, w.Version), Held: w.Held, NotHeldReason: w.NotHeld, Start: at[0], End: at[1],
		With: []string{c.Arrangement.Counterpart}, Focus: w.Focus, LooksForward: w.LooksForward, WillTry: w.WillTry, WatchFor: w.WatchFor,
		HelpHow: w.HelpHow, SinceLast: w.SinceLast, ChildSign: w.ChildSign, ChildWish: w.ChildWish,
		GoAhead: contact.GoAhead(w.GoAhead), GoAheadNote: w.GoAheadNote,
	})
	if err != nil || fullOf(words) == 0 {
		return err
	}
	return d.withhold(ctx, formBefore, why, wire.Writing{V: wire.Version, Session: c.ID, Before: &words})
}

// tick writes down what was ticked without words: the focus that stood in view, and
// of everything else that it was talked about.
func (d deed) tick(ctx context.Context, c contact.Contact, w *wire.Before) error {
	fields := pointFields(w)
	for _, name := range w.Points {
		text, ok := fields[name]
		switch {
		case !ok:
			return fault.New(fault.Invalid, "phone.point.unknown")
		case strings.TrimSpace(*text) != "":
			continue
		case name == "focus":
			if *text = c.Before.Focus; *text == "" {
				last, err := previous(ctx, &d.f.Reader, c)
				if err != nil {
					return err
				}
				*text = last.Before.Focus
			}
		}
		if *text == "" {
			*text = lang.T(lang.Danish, "phone.point.ticked", nil)
		}
	}
	return nil
}

// pointFields are the texts of the talk ahead of a contact that can be ticked, by the
// name of their field.
func pointFields(w *wire.Before) map[string]*string {
	return map[string]*string{
		"focus": &w.Focus, "looks_forward": &w.LooksForward, "will_try": &w.WillTry, "watch_for": &w.WatchFor,
		"help_how": &w.HelpHow, "since_last": &w.SinceLast, "child_sign": &w.ChildSign, "child_wish": &w.ChildWish,
	}
}

func (d deed) during(ctx context.Context, w wire.During) error {
	c, done, err := d.contact(ctx)
	if err != nil || done {
		return err
	}
	if err := d.known(ctx, w.Persons); err != nil {
		return err
	}
	ok, why := d.describable(c)
	var words wire.During
	if !ok {
		words = describedDuring(&w)
	}
	at, err := moments(w.Start, w.End)
	if err != nil {
		return err
	}
	x := c.During // what a phone does not ask for stays as it stands
	x.Entry = d.entry(c.During.Entry, w.Version)
	x.Start, x.End, x.BroughtBy, x.FetchedBy = at[0], at[1], w.BroughtBy, w.FetchedBy
	x.Staff, x.Persons, x.Place = orElse(c.Staff, []string{d.f.Actor.ID}), orElse(w.Persons, c.Persons), cmp.Or(strings.TrimSpace(w.Place), c.Place)
	x.Unplanned, x.Outcome, x.OutcomeReason = w.Unplanned, contact.Outcome(w.Outcome), w.OutcomeReason
	x.Arrival, x.Observation, x.Help, x.Goodbye = w.Arrival, w.Observation, w.Help, w.Goodbye
	x.ChildWords, x.ChildNextWish, x.Incident, x.IncidentTold = w.ChildWords, w.ChildNextWish, w.Incident, w.IncidentTold
	x.DirectMinutes, x.TravelMinutes = w.Direct, w.Travel
	x.PresentThroughout, x.ConditionsKept, x.ConditionsComment = w.Throughout, w.Conditions, w.ConditionsOn
	if err = contact.Record(ctx, d.f, c.ID, x); err != nil || fullOf(words) == 0 {
		return err
	}
	return d.withhold(ctx, formDuring, why, wire.Writing{V: wire.Version, Session: c.ID, During: &words})
}

func (d deed) after(ctx context.Context, w wire.After) error {
	c, done, err := d.contact(ctx)
	if err != nil || done {
		return err
	}
	if c.Status == session.Planned {
		return outbox.ErrWaits // the contact itself has not come yet
	}
	ok, why := d.describable(c)
	var words wire.After
	if !ok {
		words = describedAfter(&w)
	}
	at, err := moments(w.Start, w.End)
	if err != nil {
		return err
	}
	err = contact.Answer(ctx, d.f, c.ID, contact.After{
		Entry: d.entry(c.After.Entry, w.Version), Held: w.Held, NotHeldReason: w.NotHeld, Start: at[0], End: at[1],
		ParentWords: w.ParentWords, FocusRating: w.FocusRating, FocusAnswer: w.FocusAnswer, ParentRemark: w.ParentRemark,
		Disagreement: w.Disagreement, NextTime: w.NextTime, Interpretation: w.Interpretation, Assessment: w.Assessment,
		GoalNotes: w.GoalNotes, Attention: w.Attention, IndirectMinutes: w.Indirect, WritingMinutes: w.Writing, Omitted: c.After.Omitted,
	})
	if err != nil || fullOf(words) == 0 {
		return err
	}
	return d.withhold(ctx, formAfter, why, wire.Writing{V: wire.Version, Session: c.ID, After: &words})
}

// stop writes a stop down. One that was written anew on the phone takes the place of
// the one before, which stays.
func (d deed) stop(ctx context.Context, w wire.Stop) error {
	at, err := moment(w.At)
	if err != nil {
		return err
	}
	return contact.Halt(ctx, d.f, contact.Stop{
		ID: d.e.Header.ID, SessionID: d.session, At: at, Minute: w.Minute, Authority: contact.StopAuthority(w.Authority),
		Reason: contact.StopReason(w.Reason), What: w.What, TriedFirst: w.TriedFirst, ChildReaction: w.ChildReaction,
		ParentTold: w.ParentTold, Informed: w.Informed, Resumed: w.Resumed, Notification: w.Notification,
	})
}
