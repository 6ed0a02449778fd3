package outcome

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/job"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// RoundJob is the kind of the daily job that looks at every course in which something
// is measured. What a measurement shows can turn without a new one: when a follow-up
// is held, or a contact is coded.
const RoundJob = "development-round"

// roundAt is the hour at which the daily round begins.
const roundAt = 5

// Jobs are the hands for what follows from a measurement: a setback raises its flag.
func Jobs(store *casefile.Store) map[string]job.Handler {
	return map[string]job.Handler{
		instrument.MeasuredJob: func(ctx context.Context, payload []byte) error {
			var ref instrument.Ref
			if err := json.Unmarshal(payload, &ref); err != nil {
				return fmt.Errorf("read a job about a measurement: %w", err)
			}
			return store.Update(ctx, func(tx *casefile.Tx) error {
				f, err := casefile.OpenWrite(ctx, tx, access.System, ref.Course, access.Purpose{Code: access.Operations})
				if err == nil {
					_, err = RaiseSetbacks(ctx, f)
				}
				return err
			})
		},
		RoundJob: func(ctx context.Context, _ []byte) error {
			return store.DB.Update(ctx, func(tx *db.Tx) error { return goRound(ctx, tx, store.Clock()) })
		},
	}
}

// PlanRound makes sure that the next daily round will be made. Called again, it
// changes nothing.
func PlanRound(ctx context.Context, tx *db.Tx, now time.Time) error {
	day := clock.DateOf(now)
	if !now.Before(day.At(roundAt, 0)) {
		day = day.AddDays(1)
	}
	return job.Enqueue(ctx, tx, RoundJob, day.String(), struct{}{}, day.At(roundAt, 0))
}

// goRound puts every course that is measured in line, and plans the next round.
func goRound(ctx context.Context, tx *db.Tx, now time.Time) error {
	rows, err := tx.Query(ctx, `SELECT DISTINCT s.course_id FROM strand s JOIN course c ON c.course_id = s.course_id WHERE c.status = 'active' ORDER BY s.course_id`)
	ids, err := db.Scan(rows, err, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) })
	if err != nil {
		return fmt.Errorf("find the courses that are measured: %w", err)
	}
	for _, id := range ids {
		if err := job.Enqueue(ctx, tx, instrument.MeasuredJob, id+" "+clock.DateOf(now).String(), instrument.Ref{Course: id}, now); err != nil {
			return err
		}
	}
	return PlanRound(ctx, tx, now)
}

// FlagID is the same for the same setback, so that it is raised once: of the whole
// course, or since one follow-up.
func FlagID(g Graded) string {
	if g.wholeDown() {
		return flagID(g, clock.Date{})
	}
	return flagID(g, g.Since)
}

func flagID(g Graded, since clock.Date) string {
	sum := sha256.Sum256([]byte("setback " + g.ID + " " + since.String()))
	return hex.EncodeToString(sum[:16])
}

func (g Graded) wholeDown() bool {
	return g.Result.Grade >= singlecase.Signs && g.Result.Direction == singlecase.Down
}

// SetbackFlag finds the flag of a strand's setback: that of the whole course, or that
// since this follow-up.
func SetbackFlag(flags []attention.Flag, g Graded) (attention.Flag, bool) {
	i := slices.IndexFunc(flags, func(f attention.Flag) bool { return f.ID == flagID(g, clock.Date{}) || f.ID == flagID(g, g.Since) })
	if i < 0 {
		return attention.Flag{}, false
	}
	return flags[i], true
}

// SetbackSentence is what the flag of a strand's setback says was seen.
func (w Words) SetbackSentence(g Graded) string {
	if g.wholeDown() {
		return w.Sentence(g)
	}
	return w.WindowSentence(g)
}

// RaiseSetbacks raises the flag of every strand that shows a setback, over the whole
// course or since the last follow-up, and returns how many were raised now. A setback is
// raised once: what was done about it stays with its flag, and a new one comes when the
// strand has gone back again since a later follow-up. The lead owns it; without a
// lead, whoever else is on the team. A course that is over raises none.
func RaiseSetbacks(ctx context.Context, f *casefile.Writer) (int, error) {
	c, err := course.Get(ctx, &f.Reader)
	if fault.KindOf(err) == fault.NotFound || err == nil && c.Status != course.Active {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	d, err := Develop(ctx, &f.Reader)
	if err != nil {
		return 0, err
	}
	back := d.SetBacks()
	if len(back) == 0 {
		return 0, nil
	}
	owner, err := ownerOf(ctx, f)
	if err != nil || owner == "" {
		return 0, err
	}
	flags, err := attention.Flags(ctx, &f.Reader)
	if err != nil {
		return 0, err
	}
	n, words := 0, Words{Lang: lang.Danish}
	for _, g := range back {
		if _, raised := SetbackFlag(flags, g); raised {
			continue
		}
		if err := attention.Raise(ctx, f, attention.Flag{ID: FlagID(g), What: words.SetbackSentence(g), OwnerID: owner}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ownerOf is whoever sees to the flags of a course; empty where nobody is on the team.
func ownerOf(ctx context.Context, f *casefile.Writer) (string, error) {
	team, err := course.Team(ctx, &f.Reader)
	if err != nil {
		return "", err
	}
	for _, role := range []course.TeamRole{course.Lead, course.Second, course.Psychologist} {
		for _, m := range team {
			if m.Role == role && m.On(f.Today()) {
				return m.StaffID, nil
			}
		}
	}
	return "", nil
}
