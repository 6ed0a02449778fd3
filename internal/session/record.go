package session

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
)

// Plan puts a session in the calendar. ID and EntryID come from the form; the
// second hand-in of the same form changes nothing.
func Plan(ctx context.Context, f *casefile.Writer, s Session) error {
	if err := f.Need(rightFor(s.Kind), access.Write); err != nil {
		return err
	}
	twice, version, err := exists(ctx, &f.Reader, s)
	if err != nil || twice {
		return err
	}
	if version != 0 {
		return conflict()
	}
	s.Status, s.Version = Planned, 0
	s.SignedAt, s.SignedBy, s.Cancel, s.Attention = time.Time{}, "", nil, nil
	if err := s.checkPlan(); err != nil {
		return err
	}
	return save(ctx, f, s, DeedPlanned)
}

// Move changes time, place, staff or people of a planned session. The entry
// before stays in the history. Only what is not yet held can be moved.
func Move(ctx context.Context, f *casefile.Writer, to Session) error {
	was, twice, err := revise(ctx, f, to)
	if err != nil || twice {
		return err
	}
	if was.Status != Planned {
		return fault.New(fault.Conflict, "session.move.held")
	}
	was.PlannedStart, was.PlannedEnd, was.Place = to.PlannedStart, to.PlannedEnd, to.Place
	was.Staff, was.Persons, was.BuildsOn, was.Theme = to.Staff, to.Persons, to.BuildsOn, to.Theme
	was.EntryID, was.Version = to.EntryID, to.Version
	if err := was.checkPlan(); err != nil {
		return err
	}
	return save(ctx, f, was, DeedMoved)
}

// Record writes down that a session was held. It can be written again until
// it is signed; every writing is kept. A session that was never planned is
// made by it (Version 0). A psychologist's conversation is refused unless
// every adult or child who took part has agreed to it on record.
func Record(ctx context.Context, f *casefile.Writer, s Session) error {
	if err := f.Need(rightFor(s.Kind), access.Write); err != nil {
		return err
	}
	twice, version, err := exists(ctx, &f.Reader, s)
	if err != nil || twice {
		return err
	}
	if version != s.Version {
		return conflict()
	}
	s.WroteAt = f.Now()
	if version > 0 {
		was, err := Get(ctx, &f.Reader, s.ID)
		if err != nil {
			return err
		}
		if was.Signed() {
			return fault.New(fault.Conflict, "session.signed")
		}
		s.Kind, s.PlannedStart, s.PlannedEnd = was.Kind, was.PlannedStart, was.PlannedEnd
		if !was.WroteAt.IsZero() {
			s.WroteAt = was.WroteAt
		}
	}
	s.Status, s.SignedAt, s.SignedBy, s.Cancel, s.Correction = Held, time.Time{}, "", nil, ""
	if err := s.checkHeld(f.Now()); err != nil {
		return err
	}
	if err := agreed(ctx, &f.Reader, s); err != nil {
		return err
	}
	return save(ctx, f, s, DeedRecorded)
}

// revise is the common start of everything that changes a session already
// there: the right, the form handed in twice, and the version read at.
func revise(ctx context.Context, f *casefile.Writer, to Session) (was Session, twice bool, err error) {
	if was, err = Get(ctx, &f.Reader, to.ID); err != nil {
		return was, false, err
	}
	if err = f.Need(rightFor(was.Kind), access.Write); err != nil {
		return was, false, err
	}
	twice, version, err := exists(ctx, &f.Reader, to)
	if err != nil || twice {
		return was, twice, err
	}
	if version != to.Version {
		return was, false, conflict()
	}
	return was, false, nil
}

// Signature is what is handed in when a session is signed.
type Signature struct {
	SessionID string
	EntryID   string
	Version   int64
	Attention *bool // the answer given with the signature; nil: the one on record stands
}

// Sign locks a held session. Only one who was there may sign. It is refused
// until the question about special attention has been answered with a yes or
// a no; nothing is chosen beforehand.
func Sign(ctx context.Context, f *casefile.Writer, g Signature) error {
	s, twice, err := revise(ctx, f, Session{ID: g.SessionID, EntryID: g.EntryID, Version: g.Version})
	if err != nil || twice {
		return err
	}
	switch {
	case s.Signed():
		return nil
	case s.Status != Held:
		return fault.New(fault.Conflict, "session.sign.notheld")
	case !slices.Contains(s.Staff, f.Actor.ID):
		return fault.New(fault.Conflict, "session.sign.notthere")
	}
	if g.Attention != nil {
		s.Attention = g.Attention
	}
	var p fault.Problems
	if s.Attention == nil {
		p.Add("attention", "session.attention.missing")
	}
	if err := p.Err(); err != nil {
		return err
	}
	s.SignedAt, s.SignedBy, s.EntryID = f.Now(), f.Actor.ID, g.EntryID
	return save(ctx, f, s, DeedSigned)
}

// Correct writes a correction to a signed session: the new words with the
// reason, signed at once by who corrects. The signed words stay and are shown
// beside them.
func Correct(ctx context.Context, f *casefile.Writer, s Session, reason string) error {
	was, twice, err := revise(ctx, f, s)
	if err != nil || twice {
		return err
	}
	if !was.Signed() {
		return fault.New(fault.Conflict, "session.correct.unsigned")
	}
	s.Kind, s.Status, s.PlannedStart, s.PlannedEnd = was.Kind, Held, was.PlannedStart, was.PlannedEnd
	s.WroteAt, s.Correction, s.Cancel = was.WroteAt, reason, nil
	s.SignedAt, s.SignedBy = f.Now(), f.Actor.ID
	if err := s.checkCorrection(f.Now()); err != nil {
		return err
	}
	if err := agreed(ctx, &f.Reader, s); err != nil {
		return err
	}
	return save(ctx, f, s, DeedCorrected)
}

// Cancel notes that a planned session did not take place: called off by a
// side with its reason (domain reference 10.6), or that nobody came. When and
// whether we were told is part of it.
func Cancel(ctx context.Context, f *casefile.Writer, g Signature, c Cancellation) error {
	s, twice, err := revise(ctx, f, Session{ID: g.SessionID, EntryID: g.EntryID, Version: g.Version})
	if err != nil || twice {
		return err
	}
	if s.Status != Planned {
		return fault.New(fault.Conflict, "session.cancel.held")
	}
	if err := c.check(f.Now()); err != nil {
		return err
	}
	s.Status, s.EntryID, s.Cancel = Cancelled, g.EntryID, &c
	if c.Code == DidNotCome {
		s.Status = NoShow
	}
	return save(ctx, f, s, DeedCancelled)
}

// agreed makes sure that a psychologist's conversation rests on a recorded
// agreement of everyone of the family who took part.
func agreed(ctx context.Context, f *casefile.Reader, s Session) error {
	if s.Kind != Psychologist {
		return nil
	}
	consents, err := course.Consents(ctx, f)
	if err != nil {
		return fmt.Errorf("agreements for session %s: %w", s.ID, err)
	}
	if missing := Unagreed(consents, s.Persons, s.When()); len(missing) > 0 {
		var p fault.Problems
		p.Add("persons", "session.psychologist.noagreement")
		return p.Err()
	}
	return nil
}

// Unagreed returns those of the persons who have no agreement to a
// psychologist's conversation in force at the time.
func Unagreed(consents []course.Consent, persons []string, at time.Time) []string {
	var missing []string
	for _, id := range persons {
		if !course.Agreed(consents, id, course.ForPsychologist, at) {
			missing = append(missing, id)
		}
	}
	return missing
}
