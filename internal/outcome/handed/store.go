package handed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// mostWords is how much somebody can write on a screen.
const mostWords = 2000

// Find tells which screen a token is of, and who handed it over. Nothing of a family
// is opened; the caller opens the case as that person. NotFound for a token never
// given.
func Find(ctx context.Context, tx *casefile.Tx, token Token) (ref Ref, staffID string, err error) {
	if token == "" {
		return ref, "", fault.New(fault.NotFound, "case.not-here")
	}
	err = tx.QueryRow(ctx, `SELECT id, course_id, staff_id FROM handed WHERE token_hash = $1`, token.hash()).Scan(&ref.Screen, &ref.Course, &staffID)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	return ref, staffID, err
}

// Get returns a screen with what is asked and what has been answered.
func Get(ctx context.Context, f *casefile.Reader, id string) (Screen, error) {
	all, err := read(ctx, f, `id = $2`, id)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return Screen{}, err
	}
	return all[0], nil
}

// Out returns the screens of the course that are out now, the latest first.
func Out(ctx context.Context, f *casefile.Reader) ([]Screen, error) {
	all, err := read(ctx, f, `closed_at = 0 AND $2 = $2`, "")
	return slices.DeleteFunc(all, func(s Screen) bool { return !s.Open(f.Now()) }), err
}

// Left returns the screens on which a strand was answered in part, and nothing came of
// it: the latest first. Those that are still out are not among them.
func Left(ctx context.Context, f *casefile.Reader, strandID string) ([]Screen, error) {
	all, err := read(ctx, f, `id IN (SELECT h.handed_id FROM handed_strand h WHERE h.course_id = $1 AND h.strand_id = $2
		AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.id = h.rating_id))`, strandID)
	return slices.DeleteFunc(all, func(s Screen) bool { return s.Open(f.Now()) || len(s.given(strandID)) == 0 }), err
}

// Given are the values that were answered of a strand, by question.
func (s Screen) Given(strandID string) map[string]float64 { return s.given(strandID) }

func (s Screen) given(strandID string) map[string]float64 {
	out := map[string]float64{}
	for key, a := range s.Answers {
		if key.StrandID == strandID && a.Value != nil {
			out[key.Item] = *a.Value
		}
	}
	return out
}

// read opens the screens that the condition on $2 picks.
func read(ctx context.Context, f *casefile.Reader, where, value string) ([]Screen, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, staff_id, rater_role, rater_id, language, how, dress, asks, on_date, given_at, ends_at, place, done_at, closed_at, sealed
		FROM handed WHERE course_id = $1 AND `+where+` ORDER BY given_at DESC, id DESC`, f.CourseID, value)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (s Screen, err error) {
		var asks int
		var given, ends, done, closed int64
		var sealed []byte
		if err := r.Scan(&s.ID, &s.StaffID, &s.RaterRole, &s.RaterID, &s.Language, &s.How, &s.Dress, &asks, &s.On, &given, &ends, &s.Place, &done, &closed, &sealed); err != nil {
			return s, err
		}
		var text screenText
		err = f.Unseal("handed", s.ID, sealed, &text)
		s.CourseID, s.RaterName, s.Asks = f.CourseID, text.RaterName, asks == 1
		s.GivenAt, s.EndsAt, s.DoneAt, s.ClosedAt = db.Time(given), db.Time(ends), db.Time(done), db.Time(closed)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read screens of course %s: %w", f.CourseID, err)
	}
	for i := range all {
		if err := all[i].fill(ctx, f); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// fill reads what is asked on a screen and what was answered; of several answers to
// one question the last counts.
func (s *Screen) fill(ctx context.Context, f *casefile.Reader) error {
	rows, err := f.Query(ctx, `SELECT strand_id, rating_id, hash FROM handed_strand WHERE course_id = $1 AND handed_id = $2 ORDER BY position`, f.CourseID, s.ID)
	s.Parts, err = db.Scan(rows, err, func(r *sql.Rows) (p Part, err error) { return p, r.Scan(&p.StrandID, &p.RatingID, &p.Hash) })
	if err != nil {
		return fmt.Errorf("read screen %s: %w", s.ID, err)
	}
	s.Answers = map[Key]Answer{}
	rows, err = f.Query(ctx, `SELECT id, strand_id, item, sealed FROM handed_answer WHERE course_id = $1 AND handed_id = $2 ORDER BY number, answered_at, id`, f.CourseID, s.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (k Key, err error) {
		var id string
		var sealed []byte
		if err := r.Scan(&id, &k.StrandID, &k.Item, &sealed); err != nil {
			return k, err
		}
		var a Answer
		err = f.Unseal("handed_answer", id, sealed, &a)
		s.Answers[k] = a
		return k, err
	})
	if err != nil {
		return fmt.Errorf("read answers of screen %s: %w", s.ID, err)
	}
	return nil
}

// Put keeps an answer to a step of the screen, and shows the step after it where
// onward is set. The same answer again adds nothing. Conflict when the screen was given
// back or its time is over.
func Put(ctx context.Context, f *casefile.Writer, id string, key Key, a Answer, onward bool) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	s, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	if !s.Open(f.Now()) {
		return fault.New(fault.Conflict, "handed.over")
	}
	steps, err := Steps(ctx, &f.Reader, s)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(steps, func(o Step) bool { return o.Key == key })
	if at < 0 {
		return fault.New(fault.NotFound, "case.not-here")
	}
	a.Words = strings.TrimSpace(a.Words)
	if err := steps[at].check(a); err != nil {
		return err
	}
	if old, ok := s.Answers[key]; !ok || !same(old, a) {
		if err := s.keep(ctx, f, key, a); err != nil {
			return err
		}
	}
	if !onward {
		return nil
	}
	return Show(ctx, f, id, at+1)
}

func same(a, b Answer) bool {
	if (a.Value == nil) != (b.Value == nil) || a.Words != b.Words || a.Skipped != b.Skipped {
		return false
	}
	return a.Value == nil || *a.Value == *b.Value
}

func (s Screen) keep(ctx context.Context, f *casefile.Writer, key Key, a Answer) error {
	id := db.NewID()
	sealed, err := f.Seal("handed_answer", id, a)
	if err != nil {
		return err
	}
	var number int
	if err := f.QueryRow(ctx, `SELECT COUNT(*) FROM handed_answer WHERE course_id = $1 AND handed_id = $2`, f.CourseID, s.ID).Scan(&number); err != nil {
		return fmt.Errorf("count answers of screen %s: %w", s.ID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO handed_answer (id, handed_id, course_id, strand_id, item, number, answered_at, sealed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		id, s.ID, f.CourseID, key.StrandID, key.Item, number, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("keep answer of screen %s: %w", s.ID, err)
	}
	return nil
}

// check refuses what was not offered.
func (s Step) check(a Answer) error {
	var p fault.Problems
	switch {
	case len([]rune(a.Words)) > mostWords:
		p.Add("words", "instrument.too-long", fault.Args{"max": mostWords})
	case s.Key == Words:
	case a.Skipped && s.MaySkip():
	case a.Skipped:
		p.Add("value", "handed.answer-this")
	case s.Key == Sees:
		if a.Value == nil || *a.Value != 0 && *a.Value != 1 && *a.Value != 2 {
			p.Add("value", "handed.choose")
		}
	case a.Value == nil:
		p.Add("value", "handed.choose")
	default:
		offered := false
		for _, o := range s.Question.Options {
			offered = offered || o.Value == *a.Value
		}
		if !offered {
			p.Add("value", "handed.choose")
		}
	}
	return p.Err()
}

// Show remembers which step is shown.
func Show(ctx context.Context, f *casefile.Writer, id string, place int) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	_, err := f.Exec(ctx, `UPDATE handed SET place = $1 WHERE id = $2 AND course_id = $3 AND closed_at = 0`, max(0, place), id, f.CourseID)
	if err != nil {
		return fmt.Errorf("show step of screen %s: %w", id, err)
	}
	return nil
}
