package handed

import (
	"context"
	"encoding/json"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/job"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/outcome"
)

// Jobs are the hands for closing a screen whose time is over: what was answered whole
// is kept as measurements, in the name of whoever handed it over.
func Jobs(store *casefile.Store) map[string]job.Handler {
	return map[string]job.Handler{CloseJob: func(ctx context.Context, payload []byte) error {
		var ref Ref
		if err := json.Unmarshal(payload, &ref); err != nil {
			return fmt.Errorf("read a job about a screen: %w", err)
		}
		err := store.Update(ctx, func(tx *casefile.Tx) error {
			var staffID string
			if err := tx.QueryRow(ctx, `SELECT staff_id FROM handed WHERE id = $1 AND course_id = $2`, ref.Screen, ref.Course).Scan(&staffID); err != nil {
				return fmt.Errorf("find screen %s: %w", ref.Screen, err)
			}
			staff, err := login.Get(ctx, tx.Tx, staffID)
			if err != nil {
				return err
			}
			f, err := casefile.OpenWrite(ctx, tx, staff.Actor(), ref.Course, access.Purpose{Code: access.Document})
			if err != nil {
				return err
			}
			return Close(ctx, f, ref.Screen, false)
		})
		if kind := fault.KindOf(err); kind == fault.Denied || kind == fault.NotFound {
			return nil // whoever handed it over has left the family: what was answered waits for the team
		}
		return err
	}}
}

// Close ends a screen: every strand that was answered whole becomes a measurement, and
// what was said to the figures a comment. done says that it was answered to the end.
// Closed twice, nothing more happens.
func Close(ctx context.Context, f *casefile.Writer, id string, done bool) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	s, err := Get(ctx, &f.Reader, id)
	if err != nil || !s.ClosedAt.IsZero() {
		return err
	}
	steps, err := Steps(ctx, &f.Reader, s)
	if err != nil {
		return err
	}
	words := s.Answers[Words].Words
	for _, part := range s.Parts {
		kept, err := s.settle(ctx, f, part, steps, words)
		if err != nil {
			return err
		}
		if kept {
			words = "" // said once, with the first measurement
		}
	}
	if err := s.comment(ctx, f, words); err != nil {
		return err
	}
	at := int64(0)
	if done {
		at = db.Micros(f.Now())
	}
	_, err = f.Exec(ctx, `UPDATE handed SET closed_at = $1, done_at = $2 WHERE id = $3 AND course_id = $4 AND closed_at = 0`, db.Micros(f.Now()), at, id, f.CourseID)
	if err != nil {
		return fmt.Errorf("close screen %s: %w", id, err)
	}
	return nil
}

// settle makes the measurement of one strand, where every question of it was met.
func (s Screen) settle(ctx context.Context, f *casefile.Writer, part Part, steps []Step, words string) (bool, error) {
	values, asked := map[string]float64{}, 0
	for _, step := range steps {
		if step.Key.StrandID != part.StrandID {
			continue
		}
		if !step.Answered {
			return false, nil
		}
		asked++
		if step.Answer.Value != nil {
			values[step.Key.Item] = *step.Answer.Value
		}
	}
	if asked == 0 {
		return false, nil
	}
	if len(values) == 0 { // all of it was passed over
		if words == "" {
			words = lang.T(s.Language, "handed.skipped", nil)
		}
		return true, instrument.Record(ctx, f, instrument.Rating{ID: part.RatingID, StrandID: part.StrandID, On: s.On, Words: words})
	}
	if v, plain := values[instrument.PlainItem]; plain && part.Hash == "" {
		return true, instrument.Record(ctx, f, instrument.Rating{ID: part.RatingID, StrandID: part.StrandID, On: s.On, Value: &v, Words: words})
	}
	return true, instrument.RecordAnswers(ctx, f, instrument.Answers{RatingID: part.RatingID, StrandID: part.StrandID, On: s.On, Hash: part.Hash, How: s.How, Values: values, Words: words})
}

// comment keeps what they said to what the figures show; words are those that no
// measurement has taken.
func (s Screen) comment(ctx context.Context, f *casefile.Writer, words string) error {
	a := s.Answers[Sees]
	if a.Value == nil {
		return nil
	}
	if a.Words != "" {
		words = a.Words
	}
	return outcome.Say(ctx, f, outcome.Comment{ID: s.ID, RaterRole: s.RaterRole, RaterID: s.RaterID, RaterName: s.RaterName, Sees: outcome.Views[int(*a.Value)], Words: words,
		Way: outcome.BySelf, On: s.On})
}
