package course

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
)

type consentText struct{ Scope, Interpreter, Document string }

// check says what is wrong with an answer; fields are prefix + "person", "kind",
// "status", "how", "scope", "at", "valid_to".
func (c Consent) check(p *fault.Problems, prefix string, now time.Time) {
	if c.PersonID == "" {
		p.Add(prefix+"person", "course.consent.person.missing")
	}
	if !slices.Contains(ConsentKinds, c.Kind) {
		p.Add(prefix+"kind", "course.consent.kind.missing")
	}
	if !slices.Contains(ConsentStatuses, c.Status) {
		p.Add(prefix+"status", "course.consent.status.missing")
	}
	answered := c.Status != NotAsked && c.Status != ""
	if answered && !slices.Contains(ConsentHows, c.How) {
		p.Add(prefix+"how", "course.consent.how.missing")
	}
	if c.Status == Given && c.Kind.needsScope() && c.Scope == "" {
		p.Add(prefix+"scope", "course.consent.scope.missing")
	}
	if c.At.After(now) {
		p.Add(prefix+"at", "course.consent.future")
	}
	if !c.ValidTo.IsZero() && !c.At.IsZero() && c.ValidTo.Before(clock.DateOf(c.At)) {
		p.Add(prefix+"valid_to", "course.consent.valid.before")
	}
	tooLong(p, prefix+"scope", c.Scope, maxText)
	tooLong(p, prefix+"interpreter", c.Interpreter, maxLine)
	tooLong(p, prefix+"document", c.Document, maxLine)
}

// needsScope says which consents mean nothing without what, whom and how long.
func (k ConsentKind) needsScope() bool {
	return k == ForRecord || k == ForDisclosure || k == ForPsychologist || k == ForRecording || k == ForDataProcessing
}

// RecordConsent writes one answer of one person, a refusal and a withdrawal as well
// as a yes. The same id twice is written once. Earlier answers stay as they are; the
// latest counts from its time. A zero At means now.
func RecordConsent(ctx context.Context, f *casefile.Writer, c Consent) error {
	if err := needEntry(f); err != nil {
		return err
	}
	if c.At.IsZero() {
		c.At = f.Now()
	}
	var p fault.Problems
	if c.check(&p, "", f.Now()); p.Has() {
		return p.Err()
	}
	if _, err := person.CardOf(ctx, &f.Reader, c.PersonID); err != nil {
		return err
	}
	if c.ID == "" {
		c.ID = db.NewID()
	}
	sealed, err := f.Seal("consent", c.ID, consentText{c.Scope, c.Interpreter, c.Document})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO consent (id, course_id, person_id, kind, status, at, valid_to, how, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (id) DO NOTHING`,
		c.ID, f.CourseID, c.PersonID, c.Kind, c.Status, db.Micros(c.At), c.ValidTo, c.How, sealed, f.Actor.ID, db.Micros(f.Now()), c.Supersedes)
	return wrap(err, "write consent", c.ID)
}

// Consents gives every answer that was ever given, oldest first. InForce picks the
// ones that count.
func Consents(ctx context.Context, f *casefile.Reader) ([]Consent, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT c.id, c.person_id, c.kind, c.status, c.at, c.valid_to, c.how, c.sealed, c.entered_by, c.entered_at, c.supersedes
		FROM consent c WHERE c.course_id = $1 AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.supersedes = c.id)
		ORDER BY c.at, c.entered_at, c.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read consents of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Consent
	for rows.Next() {
		var c Consent
		var sealed []byte
		var at, entered int64
		if err := rows.Scan(&c.ID, &c.PersonID, &c.Kind, &c.Status, &at, &c.ValidTo, &c.How, &sealed, &c.EnteredBy, &entered, &c.Supersedes); err != nil {
			return nil, fmt.Errorf("read consents of %s: %w", f.CourseID, err)
		}
		var t consentText
		if err := f.Unseal("consent", c.ID, sealed, &t); err != nil {
			return nil, err
		}
		c.Scope, c.Interpreter, c.Document = t.Scope, t.Interpreter, t.Document
		c.At, c.EnteredAt = db.Time(at), db.Time(entered)
		out = append(out, c)
	}
	return out, rows.Err()
}

// InForce gives, of answers in the order Consents gives them, the latest of each
// person and kind up to the instant at. A yes past its last valid day counts as not
// asked.
func InForce(all []Consent, at time.Time) []Consent {
	var out []Consent
	for _, c := range all {
		if c.At.After(at) {
			continue
		}
		if c.Status == Given && !c.ValidTo.IsZero() && clock.DateOf(at).After(c.ValidTo) {
			c.Status = NotAsked
		}
		i := slices.IndexFunc(out, func(o Consent) bool { return o.PersonID == c.PersonID && o.Kind == c.Kind })
		if i < 0 {
			out = append(out, c)
		} else {
			out[i] = c
		}
	}
	return out
}

// Agreed says whether a person's yes of that kind stands at an instant.
func Agreed(all []Consent, personID string, kind ConsentKind, at time.Time) bool {
	for _, c := range InForce(all, at) {
		if c.PersonID == personID && c.Kind == kind {
			return c.Status == Given
		}
	}
	return false
}
