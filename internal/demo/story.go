package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/login"
)

// The ids of the invented families' courses.
const (
	VilladsID = "00000000-0000-7000-8000-00000000fa01"
	AlmaID    = "00000000-0000-7000-8000-00000000fa02"
	FrejaID   = "00000000-0000-7000-8000-00000000fa03"
	NoahID    = "00000000-0000-7000-8000-00000000fb01"
	LivaID    = "00000000-0000-7000-8000-00000000fb02"
	EmilID    = "00000000-0000-7000-8000-00000000fb03"
)

// written is the day for which the families' dates are written down; on another
// day everything is moved by as many days.
var written = clock.NewDate(2026, time.October, 1)

// Fill tells the whole history of the invented families up to the morning of a
// day, each deed by the one who did it and at the time it was done, through the
// same functions that the pages use. The people must be there (AddPeople) and
// the families not. Everything is one transaction.
func Fill(ctx context.Context, store *casefile.Store, day clock.Date) error {
	s := &story{day: day, staff: map[string]access.Actor{access.System.ID: access.System}}
	s.store = casefile.NewStore(store.DB, store.Keys, func() time.Time { return s.now })
	for _, a := range People() {
		s.staff[a.ID] = a.Actor()
	}
	s.absences()
	s.villads()
	s.alma()
	s.freja()
	s.trainingClip()
	s.noah()
	s.liva()
	s.emil()
	return s.tell(ctx)
}

// story gathers what happened and then does it in the order of time.
type story struct {
	store *casefile.Store
	day   clock.Date
	now   time.Time // by the story's own clock
	staff map[string]access.Actor
	deeds []deed
}

// deed is something that somebody did at a time.
type deed struct {
	at time.Time
	do func(ctx context.Context, tx *casefile.Tx) error
}

// d is a day of 2026, moved with the day the demo is shown on.
func (s *story) d(month, day int) clock.Date { return s.on(2026, month, day) }

// on is a day of any year, moved likewise.
func (s *story) on(year, month, day int) clock.Date {
	return clock.NewDate(year, time.Month(month), day).AddDays(s.day.Sub(written))
}

func (s *story) add(at time.Time, do func(ctx context.Context, tx *casefile.Tx) error) {
	s.deeds = append(s.deeds, deed{at, do})
}

// tell does every deed, the earliest first.
func (s *story) tell(ctx context.Context) error {
	slices.SortStableFunc(s.deeds, func(a, b deed) int { return cmp.Compare(a.at.UnixMicro(), b.at.UnixMicro()) })
	err := s.store.Update(ctx, func(tx *casefile.Tx) error {
		for _, d := range s.deeds {
			s.now = d.at
			tx.Tick()
			if err := d.do(ctx, tx); err != nil {
				return fmt.Errorf("at %s: %w", d.at.In(clock.Copenhagen).Format("2006-01-02 15:04"), err)
			}
		}
		return dropDone(ctx, tx, s.now)
	})
	if err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	return nil
}

// dropDone takes away the jobs that have had their time: what they were for has
// been told.
func dropDone(ctx context.Context, tx *casefile.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM job WHERE run_at <= $1`, db.Micros(now))
	return err
}

// absences: Dorthe is away for some days, and Lars stands in for her. It is the
// last that is told, because accounts have log lines of their own.
func (s *story) absences() {
	s.add(s.day.AddDays(-1).At(19, 5), func(ctx context.Context, tx *casefile.Tx) error {
		gate := login.NewGate(s.store.DB, s.store.Keys, s.store.Clock)
		a, err := login.Get(ctx, tx.Tx, DortheID)
		if err != nil {
			return err
		}
		a.AbsentFrom, a.AbsentTo = s.day.AddDays(-1), s.day.AddDays(1)
		return gate.Change(ctx, tx.Tx, login.Command, a)
	})
}
