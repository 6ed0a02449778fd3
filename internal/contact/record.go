package contact

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/session"
)

// Book puts a contact in the calendar under the newest version of an
// arrangement. What the law or the decision forbids is refused at the field;
// what it only warns about comes back as findings. s.ID and s.EntryID come
// from the form.
func Book(ctx context.Context, f *casefile.Writer, strandID string, s session.Session) ([]Finding, error) {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return nil, err
	}
	s.Kind = session.Contact
	a, found, err := checkBooking(ctx, f, strandID, s)
	if err != nil {
		return found, err
	}
	if err := session.Plan(ctx, f, s); err != nil {
		return found, err
	}
	_, err = f.Exec(ctx, `INSERT INTO contact (session_id, course_id, arrangement_id, strand_id) VALUES ($1,$2,$3,$4)
		ON CONFLICT (session_id) DO NOTHING`, s.ID, f.CourseID, a.ID, a.StrandID)
	if err != nil {
		return found, fmt.Errorf("book contact %s: %w", s.ID, err)
	}
	return found, nil
}

// Move changes time, place or people of a planned contact, with the same
// checks as Book.
func Move(ctx context.Context, f *casefile.Writer, s session.Session) ([]Finding, error) {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return nil, err
	}
	c, err := Get(ctx, &f.Reader, s.ID)
	if err != nil {
		return nil, err
	}
	_, found, err := checkBooking(ctx, f, c.Arrangement.StrandID, s)
	if err != nil {
		return found, err
	}
	return found, session.Move(ctx, f, s)
}

func checkBooking(ctx context.Context, f *casefile.Writer, strandID string, s session.Session) (Arrangement, []Finding, error) {
	a, err := arrangementOf(ctx, &f.Reader, strandID)
	if err != nil {
		return a, nil, err
	}
	p, err := ProposalFor(ctx, &f.Reader, a)
	if err != nil {
		return a, nil, err
	}
	p.Bookings = slices.DeleteFunc(p.Bookings, func(b Booking) bool { return b.ID == s.ID })
	b := BookingOf(s, a.StrandID)
	b.Start, b.End = s.PlannedStart, s.PlannedEnd
	if b.Start.IsZero() || b.End.IsZero() {
		return a, nil, nil // session.Plan says what is missing
	}
	if b.HiddenFrom, err = hiddenFrom(ctx, &f.Reader, a, s); err != nil {
		return a, nil, err
	}
	found := CheckBooking(p, b)
	return a, found, bookingRefusal(found)
}

// hiddenFrom are the people who must not learn where a contact is, when the
// words of its place give away something that is kept from them: a hidden
// placement, or the address of somebody who is protected against everyone.
func hiddenFrom(ctx context.Context, f *casefile.Reader, a Arrangement, s session.Session) ([]string, error) {
	kinds, err := person.Mentioned(ctx, f, s.Place)
	if err != nil || len(kinds) == 0 {
		return nil, err
	}
	protections, err := person.Protections(ctx, f)
	if err != nil {
		return nil, err
	}
	out := person.HiddenFrom(protections, day(s.PlannedStart))
	for _, p := range protections {
		if len(p.Against) == 0 && !p.Lifted && p.PersonID != a.Counterpart {
			out = append(out, a.Counterpart)
		}
	}
	return out, nil
}

// Warnings runs the checks of a booking over a planned contact again: what was
// right when it was booked may no longer be.
func Warnings(ctx context.Context, f *casefile.Reader, c Contact) ([]Finding, error) {
	if c.Status != session.Planned {
		return nil, nil
	}
	p, err := ProposalFor(ctx, f, c.Arrangement)
	if err != nil {
		return nil, err
	}
	p.Bookings = slices.DeleteFunc(p.Bookings, func(b Booking) bool { return b.ID == c.ID })
	return CheckBooking(p, BookingOf(c.Session, c.Arrangement.StrandID)), nil
}

// bookingRefusal turns refusals of a booking into problems at the form. Warnings and
// questions do not stop a booking.
func bookingRefusal(found []Finding) error {
	var p fault.Problems
	for _, x := range found {
		if x.Severity == Refuse {
			field := x.Field
			if field == "" {
				field = "start"
			}
			p.Add(field, x.Key, x.Args)
		}
	}
	return p.Err()
}

func arrangementOf(ctx context.Context, f *casefile.Reader, strandID string) (Arrangement, error) {
	all, err := Arrangements(ctx, f)
	if err != nil {
		return Arrangement{}, err
	}
	for _, a := range all {
		if a.StrandID == strandID {
			return a, nil
		}
	}
	var p fault.Problems
	p.Add("strand", "contact.strand.missing")
	return Arrangement{}, p.Err()
}

// Prepare writes down the talk before a contact: whether it was held, and the
// focus that will stand in view during the contact. It can be written again
// until the contact is signed; after that with a reason.
func Prepare(ctx context.Context, f *casefile.Writer, id string, b Before) error {
	c, twice, err := begin(ctx, f, id, PartBefore, b.Entry, b)
	if err != nil || twice {
		return err
	}
	if err := b.check(c, f.Now()); err != nil {
		return err
	}
	if err := writePart(ctx, f, row{part: PartBefore, session: id, entry: b.Entry, before: c.Before.Entry,
		held: b.Held, start: b.Start, end: b.End, words: b}); err != nil {
		return err
	}
	return prepareCoding(ctx, f, c, b)
}

// Record writes down the contact itself. Attendance and safety are always
// taken; a description is refused where there is no basis for it.
func Record(ctx context.Context, f *casefile.Writer, id string, d During) error {
	c, twice, err := begin(ctx, f, id, PartDuring, d.Entry, d)
	if err != nil || twice {
		return err
	}
	if err := d.check(c, f.Now()); err != nil {
		return err
	}
	s := c.Session
	s.Start, s.End, s.Staff, s.Place, s.Observation = d.Start, d.End, d.Staff, d.Place, d.Observation
	s.Persons, s.DirectMinutes, s.TravelMinutes, s.EntryID = d.Persons, d.DirectMinutes, d.TravelMinutes, d.ID
	if err := writeSession(ctx, f, s, d.Reason); err != nil {
		return err
	}
	return writePart(ctx, f, row{part: PartDuring, session: id, entry: d.Entry, before: c.During.Entry,
		start: d.Start, end: d.End, outcome: d.Outcome, words: d})
}

// Answer writes down the talk after a contact, the parent's answer to the
// focus, and, apart from the description, what the consultant thinks. It asks
// for a contact that has been held.
func Answer(ctx context.Context, f *casefile.Writer, id string, a After) error {
	c, twice, err := begin(ctx, f, id, PartAfter, a.Entry, a)
	if err != nil || twice {
		return err
	}
	if c.Status != session.Held {
		return fault.New(fault.Conflict, "contact.answer.notheld")
	}
	if err := a.check(c, f.Now()); err != nil {
		return err
	}
	s := c.Session
	s.Interpretation, s.Assessment, s.NextTime = a.Interpretation, a.Assessment, a.NextTime
	s.GoalNotes, s.Attention, s.IndirectMinutes, s.EntryID = maps.Clone(a.GoalNotes), a.Attention, a.IndirectMinutes, a.ID
	if err := writeSession(ctx, f, s, a.Reason); err != nil {
		return err
	}
	return writePart(ctx, f, row{part: PartAfter, session: id, entry: a.Entry, before: c.After.Entry,
		held: a.Held, start: a.Start, end: a.End, rating: a.FocusRating, words: a})
}

// Hear writes down what the place of care tells about the days after (M21).
// It may come after the contact was signed, and needs no reason then.
func Hear(ctx context.Context, f *casefile.Writer, id string, h Afterwards) error {
	e := h.Entry
	e.Reason = "afterwards"
	c, twice, err := begin(ctx, f, id, PartAfterwards, e, h)
	if err != nil || twice {
		return err
	}
	var p fault.Problems
	if strings.TrimSpace(h.Told) == "" {
		p.Add("told", "contact.afterwards.missing")
	}
	c.describes(&p, f.Now(), "told", h.Told)
	session.Long(&p, "told", h.Told)
	session.Short(&p, "by", h.By)
	if h.At.After(f.Now()) {
		p.Add("at", "contact.afterwards.future")
	}
	if err := p.Err(); err != nil {
		return err
	}
	return writePart(ctx, f, row{part: PartAfterwards, session: id, entry: h.Entry, before: c.Afterwards.Entry,
		start: h.At, words: h})
}

// begin is the common start of every part: the right, the form handed in
// twice, the version it was read at, and the lock of a signed contact.
func begin(ctx context.Context, f *casefile.Writer, id string, part Part, e Entry, words any) (c Contact, twice bool, err error) {
	if err = f.Need(access.Contact, access.Write); err != nil {
		return c, false, err
	}
	if twice, err = handedIn(ctx, f, e.ID, words); twice || err != nil {
		return c, twice, err
	}
	if c, err = Get(ctx, &f.Reader, id); err != nil {
		return c, false, err
	}
	switch {
	case c.Status == session.Cancelled || c.Status == session.NoShow:
		return c, false, fault.New(fault.Conflict, "contact.cancelled")
	case c.part(part).Version != e.Version:
		return c, false, fault.New(fault.Conflict, "contact.conflict")
	case c.Signed() && strings.TrimSpace(e.Reason) == "":
		var p fault.Problems
		p.Add("reason", "session.correct.reason.missing")
		return c, false, p.Err()
	}
	return c, false, nil
}

func (c Contact) part(p Part) Entry {
	switch p {
	case PartBefore:
		return c.Before.Entry
	case PartDuring:
		return c.During.Entry
	case PartAfter:
		return c.After.Entry
	default:
		return c.Afterwards.Entry
	}
}

func writeSession(ctx context.Context, f *casefile.Writer, s session.Session, reason string) error {
	if s.Signed() {
		return session.Correct(ctx, f, s, reason)
	}
	return session.Record(ctx, f, s)
}

// Halt writes down that a contact was stopped before its time (domain
// reference 10.7). It is a safety fact: always written, basis or not.
func Halt(ctx context.Context, f *casefile.Writer, s Stop) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	c, err := Get(ctx, &f.Reader, s.SessionID)
	if err != nil {
		return err
	}
	if !s.At.IsZero() && s.Minute == 0 {
		s.Minute = int(s.At.Sub(c.When()) / time.Minute)
	}
	if err := s.check(c, f.Now()); err != nil {
		return err
	}
	supersedes := ""
	if c.Stop != nil && c.Stop.ID != s.ID {
		supersedes = c.Stop.ID
	}
	return insertStop(ctx, f, s, supersedes)
}

// Omit writes down why parts of the minimum record are not there, by id ("M11").
// It stands with the part after, and takes nothing else of it away.
func Omit(ctx context.Context, f *casefile.Writer, id, entryID string, reasons map[string]string) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	c, err := Get(ctx, &f.Reader, id)
	if err != nil || c.After.ID == entryID || len(reasons) == 0 {
		return err
	}
	if c.Signed() {
		return fault.New(fault.Conflict, "session.signed")
	}
	a := c.After
	a.Entry = Entry{ID: entryID, Version: c.After.Version}
	a.Omitted = reasons
	var p fault.Problems
	for id, why := range reasons {
		session.Short(&p, "omit."+id, why)
	}
	if err := p.Err(); err != nil {
		return err
	}
	return writePart(ctx, f, row{part: PartAfter, session: id, entry: a.Entry, before: c.After.Entry,
		held: a.Held, start: a.Start, end: a.End, rating: a.FocusRating, words: a})
}

// Sign locks the contact. The minimum record (M01 to M22) must be complete,
// or say for each missing thing why it is not there; see Omit.
func Sign(ctx context.Context, f *casefile.Writer, g session.Signature) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	c, err := Get(ctx, &f.Reader, g.SessionID)
	if err != nil {
		return err
	}
	var p fault.Problems
	for _, gap := range Missing(c, f.Now()) {
		if !gap.Signature && c.After.Omitted[gap.ID] == "" {
			p.Add("omit."+gap.ID, gap.Key)
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	return session.Sign(ctx, f, g)
}
