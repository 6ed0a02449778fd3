package phone

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/outbox"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// deed is one writing on its way into the record.
type deed struct {
	f       *casefile.Writer
	e       outbox.Entry
	w       wire.Writing
	session string // the contact or visit it is about
}

func newDeed(f *casefile.Writer, e outbox.Entry, w wire.Writing) deed {
	return deed{f: f, e: e, w: w, session: cmp.Or(w.Session, e.Header.Contact)}
}

func (d deed) apply(ctx context.Context) error {
	if d.w.Session != "" && d.e.Header.Contact != "" && d.w.Session != d.e.Header.Contact {
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	if err := d.opaqueIDs(); err != nil {
		return err
	}
	switch w := d.w; {
	case w.Before != nil:
		return d.handIn(ctx, formBefore, func() error { return d.before(ctx, *w.Before) })
	case w.Coding != nil:
		return d.coding(ctx, *w.Coding)
	case w.During != nil:
		return d.handIn(ctx, formDuring, func() error { return d.during(ctx, *w.During) })
	case w.After != nil:
		return d.handIn(ctx, formAfter, func() error { return d.after(ctx, *w.After) })
	case w.Stop != nil:
		return d.handIn(ctx, formStop, func() error { return d.stop(ctx, *w.Stop) })
	case w.Visit != nil:
		return d.handIn(ctx, formVisit, func() error { return d.visit(ctx, *w.Visit) })
	case w.Cancel != nil:
		return d.cancel(ctx, *w.Cancel)
	case w.Rating != nil:
		return d.rating(ctx, *w.Rating)
	case w.Attention != nil:
		return d.said(ctx, formAttention, d.attention(ctx, *w.Attention))
	case w.Note != nil:
		return d.said(ctx, formNote, d.note(ctx, *w.Note))
	case w.Picture != nil:
		return d.picture(ctx, *w.Picture)
	case w.Draft != nil:
		return d.draft(ctx, *w.Draft)
	}
	return fault.New(fault.Invalid, "phone.empty")
}

// handIn does what a form says, and takes away the drafts of it that were written
// before. A form says all that it has, so that one which the same phone handed in
// later and which came first has taken its place already.
func (d deed) handIn(ctx context.Context, form string, do func() error) error {
	key, ok := draftKey(form, d.object())
	if ok {
		if far, err := d.reached(ctx, key.Form); err != nil || far.handedIn > d.e.Header.Seq {
			return err
		}
	}
	if err := do(); err != nil || !ok {
		return err
	}
	return d.handed(ctx, key)
}

// said is for what is said once and takes the place of nothing: a note, a mark. Its
// draft goes when the entry says which it was.
func (d deed) said(ctx context.Context, form string, err error) error {
	key, ok := draftKey(form, d.object())
	if err != nil || !ok || d.w.Draft == nil {
		return err
	}
	return d.handed(ctx, key)
}

// visit writes down a session that is no contact; one that nobody had planned is
// made.
func (d deed) visit(ctx context.Context, v wire.Visit) error {
	s, err := session.Get(ctx, &d.f.Reader, d.session)
	switch {
	case keyOf(err) == "session.notfound":
		s = session.Session{ID: d.session, CourseID: d.f.CourseID, Kind: session.Kind(v.Kind)}
		if s.Kind == session.Contact || !slices.Contains(kinds, s.Kind) {
			return fault.New(fault.Invalid, "phone.visit.kind")
		}
	case err != nil:
		return err
	case s.Kind == session.Contact:
		return fault.New(fault.Invalid, "phone.visit.kind")
	case s.EntryID == d.e.Header.ID:
		return nil
	}
	at, err := moments(v.Start, v.End)
	if err != nil {
		return err
	}
	if s.Version, err = d.visitVersion(s, v.Version); err != nil {
		return err
	}
	if err := d.known(ctx, v.Persons); err != nil {
		return err
	}
	if err := d.follows(ctx, v.BuildsOn); err != nil {
		return err
	}
	s.EntryID, s.Start, s.End = d.e.Header.ID, at[0], at[1]
	s.Place, s.Persons, s.BuildsOn = cmp.Or(strings.TrimSpace(v.Place), s.Place), orElse(v.Persons, s.Persons), cmp.Or(v.BuildsOn, s.BuildsOn)
	s.Staff = orElse(s.Staff, []string{d.f.Actor.ID})
	s.DirectMinutes, s.IndirectMinutes, s.TravelMinutes = v.Direct, v.Indirect, v.Travel
	s.Observation, s.Interpretation, s.Assessment = v.Observation, v.Interpretation, v.Assessment
	s.GoalNotes, s.NextTime, s.Attention, s.Aims = v.GoalNotes, v.NextTime, v.Attention, v.Aims
	s.Theme, s.TakenIn, s.Agreement = v.Theme, v.TakenIn, v.Agreement
	return session.Record(ctx, d.f, s)
}

var kinds = []session.Kind{session.Practical, session.Pedagogical, session.Therapeutic, session.Teaching, session.Network, session.Psychologist, session.Between}

// visitVersion is the version that a writing about a session answers to. That an
// appointment was moved meanwhile is no other writing of it.
func (d deed) visitVersion(s session.Session, sent int64) (int64, error) {
	switch {
	case s.Status == session.Planned, d.w.Of != "" && s.EntryID == d.w.Of:
		return s.Version, nil
	case s.Signed():
		return 0, fault.New(fault.Conflict, "session.signed")
	}
	return sent, nil
}

func (d deed) cancel(ctx context.Context, c wire.Cancel) error {
	s, err := session.Get(ctx, &d.f.Reader, d.session)
	if err != nil {
		return err
	}
	at, err := moment(c.NoticeAt)
	if err != nil {
		return err
	}
	version, err := d.visitVersion(s, c.Version)
	if err != nil {
		return err
	}
	code := session.Code(c.Code)
	if c.NoShow {
		code = session.DidNotCome
	}
	return session.Cancel(ctx, d.f, session.Signature{SessionID: s.ID, EntryID: d.e.Header.ID, Version: version}, session.Cancellation{
		Side: session.Side(c.Side), Code: code, Reason: c.Reason, ChildWords: c.ChildWords, NoticeAt: at, ToldBy: c.ToldBy,
		Informed: c.Informed, Charged: c.Charged,
	})
}

func (d deed) rating(ctx context.Context, r wire.Rating) error {
	on, err := clock.ParseDate(r.On)
	if err != nil {
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	s, err := instrument.Named(ctx, &d.f.Reader, r.Strand)
	if err != nil {
		return err
	}
	if s.Scale().Coded {
		return fault.New(fault.Invalid, "phone.rating.coded")
	}
	id, err := d.free(ctx, r.ID, otherRating, r.Strand)
	if err != nil {
		return err
	}
	made := instrument.Rating{ID: id, StrandID: r.Strand, On: on, Value: r.Value, Words: r.Words, SessionID: d.session}
	for _, was := range s.Ratings {
		switch {
		case was.ID == made.ID && !sameRating(was, made): // said anew: both stay
			made.ID, made.Supersedes = d.e.Header.ID, was.ID
		case d.w.Of != "" && was.ID == d.w.Of:
			made.Supersedes = was.ID
		}
	}
	if err := instrument.Record(ctx, d.f, made); err != nil {
		return err
	}
	return d.rated(ctx, made)
}

func equal(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// attention raises the mark, and writes the message to the adviser where there is
// one. Where the course has no adviser yet, the message's words stand in the mark:
// a mark waits for nobody.
func (d deed) attention(ctx context.Context, a wire.Attention) error {
	id, err := d.free(ctx, a.ID, otherFlag)
	if err != nil {
		return err
	}
	adviser, err := d.hasAdviser(ctx)
	if err != nil {
		return err
	}
	flag := attention.Flag{ID: id, CourseID: d.f.CourseID, SessionID: d.session, Danger: a.Danger, What: a.What, OwnerID: d.f.Actor.ID}
	if at := d.e.Header.At(); at.Before(d.f.Now()) {
		flag.RaisedAt = at
	}
	if !adviser && a.Subject != "" {
		flag.What = strings.TrimSpace(a.What + "\n\n" + a.Subject + "\n" + a.Body)
	}
	if was, err := attention.GetFlag(ctx, &d.f.Reader, id); err == nil && !sameFlag(was, flag) {
		flag.ID, id = d.e.Header.ID, d.e.Header.ID // other words are another mark
	} else if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err := attention.Raise(ctx, d.f, flag); err != nil {
		return err
	}
	if err := d.raised(ctx, flag); err != nil {
		return err
	}
	if !adviser || a.Subject == "" {
		return nil
	}
	return d.message(ctx, a, id)
}

// message writes the message to the adviser about a mark, and sends it where that was
// asked for.
func (d deed) message(ctx context.Context, a wire.Attention, flag string) error {
	message, err := d.free(ctx, a.Feedback, otherMessage)
	if err != nil {
		return err
	}
	was, err := attention.Get(ctx, &d.f.Reader, message)
	if err == nil && (was.Subject != strings.TrimSpace(a.Subject) || was.Body != strings.TrimSpace(a.Body) || was.Urgent != a.Urgent) {
		message = d.e.Header.ID
		_, err = attention.Get(ctx, &d.f.Reader, message)
	}
	if fault.KindOf(err) == fault.NotFound {
		err = attention.Write(ctx, d.f, attention.Feedback{ID: message, CourseID: d.f.CourseID, FlagID: flag, Kind: attention.Quick, Urgent: a.Urgent,
			Subject: a.Subject, Body: a.Body})
	}
	if err != nil || !a.Send {
		return err
	}
	return attention.Send(ctx, d.f, message)
}

func (d deed) hasAdviser(ctx context.Context) (bool, error) {
	who, err := d.f.Who(ctx)
	return slices.ContainsFunc(who, func(b casefile.Belongs) bool { return b.Relation == access.AdviserOn }), err
}

// known makes sure that everybody named is of the family or its network.
func (d deed) known(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	cards, err := person.Cards(ctx, &d.f.Reader)
	if err != nil {
		return fmt.Errorf("people of entry %s: %w", d.e.Header.ID, err)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(cards, func(c person.Card) bool { return c.PersonID == id }) {
			return fault.New(fault.Invalid, "phone.person.unknown")
		}
	}
	return nil
}

// follows makes sure that what a talk builds on is a contact of the course.
func (d deed) follows(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	s, err := session.Get(ctx, &d.f.Reader, id)
	if err == nil && s.Kind != session.Contact {
		return fault.New(fault.Invalid, "phone.builds_on")
	}
	return err
}

func orElse(given, else_ []string) []string {
	if len(given) > 0 {
		return given
	}
	return else_
}
