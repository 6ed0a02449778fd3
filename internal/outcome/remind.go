package outcome

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/session"
)

// Reminder is what one person is to be asked in one course: what is due, and what will
// be missing in the first or the last third of the time.
type Reminder struct {
	CourseID  string
	RaterRole singlecase.Role
	RaterID   string
	Scales    []string   // ids of what is measured with
	Due       clock.Date // the oldest; none where only the rhythm is too slow
	Contact   bool       // it is due after a contact that was held
	Rhythm    instrument.Rhythm
}

// own is a course of the reader's that runs.
type own struct {
	id, relation string
	last         clock.Date
}

// Reminders are the measurements that the reader is to see to, the oldest first. Those
// who lead a course or are second on it see to everybody's but the psychologist's and
// the adviser's; a psychologist to those of their own. Names are not read.
func Reminders(ctx context.Context, l *casefile.List) ([]Reminder, error) {
	rows, err := l.Query(ctx, `SELECT a.course_id, a.relation, c.expected_end FROM access_now a JOIN course c ON c.course_id = a.course_id
		WHERE a.staff_id = $1 AND c.status = 'active' ORDER BY a.course_id, a.relation`, l.Actor.ID)
	courses, err := db.Scan(rows, err, func(r *sql.Rows) (o own, err error) { return o, r.Scan(&o.id, &o.relation, &o.last) })
	if err != nil {
		return nil, fmt.Errorf("find whom to remind: %w", err)
	}
	var ids []string
	for _, c := range courses {
		ids = append(ids, c.id)
	}
	strands, err := instrument.Figures(ctx, l, slices.Compact(ids)...)
	if err != nil {
		return nil, err
	}
	held, err := lastHeld(ctx, l, strands)
	if err != nil {
		return nil, err
	}
	var out []Reminder
	for _, c := range courses {
		for _, s := range strands[c.id] {
			if c.sees(l.Actor, s) {
				out = remind(out, l.Today(), c, s, held[c.id])
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Reminder) int {
		switch {
		case a.Due.IsZero() && b.Due.IsZero():
			return 0
		case a.Due.IsZero():
			return 1
		case b.Due.IsZero():
			return -1
		}
		return cmp.Compare(a.Due.Sub(b.Due), 0)
	})
	return out, nil
}

// sees tells whether the strand is the reader's to see to.
func (c own) sees(actor access.Actor, s instrument.Strand) bool {
	switch access.Relation(c.relation) {
	case access.Lead, access.Second:
		return s.RaterRole != singlecase.Psychologist && s.RaterRole != singlecase.Adviser && (s.RaterRole != singlecase.Consultant || s.RaterID == actor.ID)
	case access.PsychologistOn:
		return s.RaterRole == singlecase.Psychologist && s.RaterID == actor.ID
	}
	return false
}

// lastHeld is the day of the latest held contact of each course that measures at them.
func lastHeld(ctx context.Context, l *casefile.List, strands map[string][]instrument.Strand) (map[string]clock.Date, error) {
	out := map[string]clock.Date{}
	any := false
	for _, all := range strands {
		any = any || slices.ContainsFunc(all, func(s instrument.Strand) bool { return s.EachContact })
	}
	if !any {
		return out, nil
	}
	facts, err := session.FactsOf(ctx, l)
	for id, all := range facts {
		for _, s := range all {
			if day := clock.DateOf(s.When()); s.Kind == session.Contact && s.Status == session.Held && day.After(out[id]) {
				out[id] = day
			}
		}
	}
	return out, err
}

// remind adds what a strand asks for to what its rater is already to be asked.
func remind(out []Reminder, today clock.Date, c own, s instrument.Strand, held clock.Date) []Reminder {
	if !s.StoppedOn.IsZero() || s.Scale().Coded {
		return out
	}
	r := RhythmOf(s, today, c.last)
	due := r.Due
	if s.EachContact && s.EveryDays == 0 {
		due = contactDue(s, held)
	}
	if due.After(today) {
		due = clock.Date{}
	}
	if due.IsZero() && !r.LacksEnd && !(r.Few() && r.Every > 0) {
		return out
	}
	i := slices.IndexFunc(out, func(o Reminder) bool {
		return o.CourseID == c.id && o.RaterID == s.RaterID && o.RaterRole == s.RaterRole
	})
	if i < 0 {
		return append(out, Reminder{CourseID: c.id, RaterRole: s.RaterRole, RaterID: s.RaterID, Scales: []string{s.Instrument}, Due: due, Contact: s.EachContact, Rhythm: r})
	}
	o := &out[i]
	if !slices.Contains(o.Scales, s.Instrument) {
		o.Scales = append(o.Scales, s.Instrument)
	}
	if o.Due.IsZero() || !due.IsZero() && due.Before(o.Due) {
		o.Due = due
	}
	if !o.Rhythm.LacksEnd && (r.LacksEnd || r.Few() && !o.Rhythm.Few()) {
		o.Rhythm = r
	}
	return out
}

// contactDue is the held contact that a strand has no measurement of that day or later;
// none where it has, or where it was opened after it.
func contactDue(s instrument.Strand, held clock.Date) clock.Date {
	if held.Before(s.OpenedOn) || slices.ContainsFunc(s.Ratings, func(r instrument.Rating) bool { return !r.Superseded && !r.On.Before(held) }) {
		return clock.Date{}
	}
	return held
}
