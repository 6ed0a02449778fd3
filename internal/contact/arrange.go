package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
)

// Arrangements returns the legal states of the course's contacts: the newest
// version of each pair of child and counterpart, in the order they were first
// entered.
func Arrangements(ctx context.Context, f *casefile.Reader) ([]Arrangement, error) {
	all, err := Versions(ctx, f)
	if err != nil {
		return nil, err
	}
	return newest(all), nil
}

func newest(all []Arrangement) []Arrangement {
	var current []Arrangement
	for _, a := range all {
		if i := slices.IndexFunc(current, func(c Arrangement) bool { return c.StrandID == a.StrandID }); i >= 0 {
			current[i] = a
		} else {
			current = append(current, a)
		}
	}
	return current
}

// Versions returns every version of every arrangement, oldest first. A state
// that was once entered never goes away.
func Versions(ctx context.Context, f *casefile.Reader) ([]Arrangement, error) {
	if err := needFrame(f, access.Read); err != nil {
		return nil, err
	}
	consents, err := course.Consents(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("agreements of %s: %w", f.CourseID, err)
	}
	rows, err := f.Query(ctx, `SELECT id, strand_id, number, state, form, decided_by, decided_on, from_on, to_on, basis,
			every_weeks, per_month, minutes, recording, recording_from, recording_to, sealed, entered_by, entered_at, supersedes
		FROM arrangement WHERE course_id=$1 ORDER BY entered_at, id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("arrangements of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var all []Arrangement
	for rows.Next() {
		a, err := scanArrangement(f, rows)
		if err != nil {
			return nil, err
		}
		all = append(all, a.agreedRecording(consents))
	}
	return all, rows.Err()
}

// needFrame: the legal frame belongs to the order, and to those who hold the
// contacts.
func needFrame(f *casefile.Reader, m access.Mode) error {
	if f.Can(access.Contact, m) {
		return nil
	}
	return f.Need(access.Order, m)
}

type scanner interface{ Scan(...any) error }

func scanArrangement(f *casefile.Reader, row scanner) (Arrangement, error) {
	var a, words Arrangement
	var from, to, at int64
	var sealed []byte
	err := row.Scan(&a.ID, &a.StrandID, &a.Number, &a.State, &a.Form, &a.DecidedBy, &a.DecidedOn, &a.From, &a.To, &a.Basis,
		&a.Frequency.EveryWeeks, &a.Frequency.PerMonth, &a.Frequency.Minutes, &a.Recording, &from, &to, &sealed,
		&a.EnteredBy, &at, &a.Supersedes)
	if err != nil {
		return a, err
	}
	if err := f.Unseal("arrangement", a.ID, sealed, &words); err != nil {
		return a, fmt.Errorf("unseal arrangement %s: %w", a.ID, err)
	}
	words.ID, words.StrandID, words.Number, words.State, words.Form = a.ID, a.StrandID, a.Number, a.State, a.Form
	words.DecidedBy, words.DecidedOn, words.From, words.To, words.Basis = a.DecidedBy, a.DecidedOn, a.From, a.To, a.Basis
	words.Frequency, words.Recording = a.Frequency, a.Recording
	words.RecordingFrom, words.RecordingTo = local(from), local(to)
	words.EnteredBy, words.EnteredAt, words.Supersedes = a.EnteredBy, local(at), a.Supersedes
	return words, nil
}

func local(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return db.Time(us).In(clock.Copenhagen)
}

// agreedRecording brings in the described parent's agreement to notes
// (consent "observationsnotat"). It counts from the minute it was given until
// the minute it was withdrawn, and stands beside the other bases.
func (a Arrangement) agreedRecording(consents []course.Consent) Arrangement {
	if a.Recording == OrderBasis || a.Recording == Conditions || a.Recording == Required {
		return a
	}
	mine := slices.DeleteFunc(slices.Clone(consents), func(c course.Consent) bool {
		return c.Kind != course.ForRecord || c.PersonID != a.Counterpart
	})
	slices.SortStableFunc(mine, func(x, y course.Consent) int { return x.At.Compare(y.At) })
	for _, c := range mine {
		switch {
		case c.Status == course.Given:
			a.Recording, a.RecordingOf, a.RecordingFrom, a.RecordingTo = Agreement, c.Scope, c.At, time.Time{}
			if !c.ValidTo.IsZero() {
				a.RecordingTo = c.ValidTo.AddDays(1).At(0, 0)
			}
		case a.Recording == Agreement && a.RecordingTo.IsZero():
			a.RecordingTo = c.At
		}
	}
	return a
}

// Arrange enters a legal state, or a new version of one (StrandID set, Number
// the version it was read at). What the law refuses is refused with its
// reason at the field; what it asks must be answered in Why. Consents to
// supported contact are taken from the course's own record. The same form
// handed in twice changes nothing.
func Arrange(ctx context.Context, f *casefile.Writer, a Arrangement) error {
	if err := needFrame(&f.Reader, access.Write); err != nil {
		return err
	}
	all, err := Versions(ctx, &f.Reader)
	if err != nil {
		return err
	}
	var before *Arrangement
	for i, v := range all {
		if v.ID == a.ID {
			return nil
		}
		if v.StrandID == a.StrandID {
			before = &all[i]
		}
	}
	if before == nil {
		a.StrandID, a.Number, a.Supersedes = a.ID, 0, ""
	} else {
		if before.Number != a.Number {
			return fault.New(fault.Conflict, "contact.arrangement.conflict")
		}
		a.Supersedes, a.Children, a.Counterpart, a.Network = before.ID, before.Children, before.Counterpart, before.Network
	}
	if err := a.check(before); err != nil {
		return err
	}
	proposal, err := ProposalFor(ctx, &f.Reader, a)
	if err != nil {
		return err
	}
	proposal.Bookings = nil // the bookings of an earlier state are warned about on their own page
	if err := refusal(Check(proposal), a.Why); err != nil {
		return err
	}
	a.Number++
	return insertArrangement(ctx, f, proposal.Arrangement.numbered(a))
}

func (a Arrangement) numbered(b Arrangement) Arrangement {
	a.Number, a.Supersedes = b.Number, b.Supersedes
	return a
}

// refusal turns what the check found into problems at the fields. A question
// is answered by writing why.
func refusal(found []Finding, why string) error {
	var p fault.Problems
	for _, x := range found {
		asked := x.Severity == Ask && strings.TrimSpace(why) == ""
		if x.Severity == Refuse || asked {
			field := x.Field
			if field == "" {
				field = "why"
			}
			p.Add(field, x.Key, x.Args)
		}
	}
	return p.Err()
}

func insertArrangement(ctx context.Context, f *casefile.Writer, a Arrangement) error {
	if a.Recording == Agreement {
		a.Recording, a.RecordingFrom, a.RecordingTo = NoRecording, time.Time{}, time.Time{} // lives with the consents
	}
	sealed, err := f.Seal("arrangement", a.ID, a)
	if err != nil {
		return fmt.Errorf("seal arrangement %s: %w", a.ID, err)
	}
	n, err := f.Exec(ctx, `INSERT INTO arrangement (id, course_id, strand_id, number, state, form, decided_by, decided_on,
			from_on, to_on, basis, every_weeks, per_month, minutes, recording, recording_from, recording_to,
			sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21) ON CONFLICT DO NOTHING`,
		a.ID, f.CourseID, a.StrandID, a.Number, a.State, a.Form, a.DecidedBy, a.DecidedOn, a.From, a.To, a.Basis,
		a.Frequency.EveryWeeks, a.Frequency.PerMonth, a.Frequency.Minutes, a.Recording,
		db.Micros(a.RecordingFrom), db.Micros(a.RecordingTo), sealed, f.Actor.ID, db.Micros(f.Now()), a.Supersedes)
	if err != nil {
		return fmt.Errorf("arrange %s: %w", a.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "contact.arrangement.conflict")
	}
	return nil
}

// check looks at what the form itself must hold, before the law is asked.
func (a Arrangement) check(before *Arrangement) error {
	var p fault.Problems
	if !slices.Contains(States(), a.State) {
		p.Add("state", "contact.state.missing")
	}
	if a.Counterpart == "" {
		p.Add("counterpart", "contact.counterpart.missing")
	}
	if len(a.Children) == 0 {
		p.Add("children", "contact.children.missing")
	}
	a.checkDecision(&p)
	a.checkFrequency(&p)
	if before != nil {
		a.checkChange(&p, *before)
	}
	for field, text := range map[string]string{
		"document": a.Document, "basis": a.Basis, "place_rule": a.PlaceRule, "present": a.Present,
		"not_present": a.NotPresent, "stop_right": a.StopRight, "child_how": a.ChildHow,
	} {
		session.Short(&p, field, text)
	}
	for field, text := range map[string]string{
		"conditions": a.Conditions, "purpose": a.Purpose, "child_view": a.ChildView, "special": a.Special, "why": a.Why,
	} {
		session.Long(&p, field, text)
	}
	return p.Err()
}

func (a Arrangement) checkDecision(p *fault.Problems) {
	if a.State != Unregulated && a.State != "" {
		if a.DecidedBy == "" {
			p.Add("decided_by", "contact.decidedby.missing")
		}
		if a.DecidedOn.IsZero() {
			p.Add("decided_on", "contact.decidedon.missing")
		}
	}
	if a.From.IsZero() {
		p.Add("from", "contact.from.missing")
	}
	if !a.To.IsZero() && a.To.Before(a.From) {
		p.Add("to", "contact.to.before")
	}
	if a.State == Supported && strings.TrimSpace(a.Purpose) == "" {
		p.Add("purpose", "contact.purpose.missing")
	}
}

func (a Arrangement) checkFrequency(p *fault.Problems) {
	q := a.Frequency
	if a.State == CutOff || a.State == Suspended {
		return
	}
	if q.EveryWeeks == 0 && q.PerMonth == 0 && a.State != Unregulated {
		p.Add("frequency", "contact.frequency.missing")
	}
	if q.EveryWeeks < 0 || q.EveryWeeks > 52 || q.PerMonth < 0 || q.PerMonth > 31 {
		p.Add("frequency", "contact.frequency.range")
	}
	if q.Minutes < 0 || q.Minutes > 7*24*60 {
		p.Add("minutes", "contact.minutes.range")
	}
}

// checkChange is domain reference 6.3: nothing resumes by itself after a pause
// the child asked for, until somebody has asked the child.
func (a Arrangement) checkChange(p *fault.Problems, before Arrangement) {
	if before.State == Suspended && a.State != Suspended {
		asked := strings.TrimSpace(a.ChildView) != "" && !a.ChildViewOn.Before(before.From) && !a.ChildViewOn.IsZero()
		if !asked {
			p.Add("child_view", "contact.resume.ask_child")
		}
	}
	if strings.TrimSpace(a.Why) == "" {
		p.Add("why", "contact.change.why")
	}
}
