package session_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/session"
)

func (b bench) list(who access.Actor, f func(ctx context.Context, l *casefile.List) error) {
	b.t.Helper()
	ctx := context.Background()
	b.w.OK(b.t, b.w.Store.Update(ctx, func(tx *casefile.Tx) error {
		l, err := casefile.OpenList(ctx, tx, who, access.Purpose{Code: access.Deliver}, "test")
		if err != nil {
			return err
		}
		return f(ctx, l)
	}))
}

// A day's agenda is the person's own: not that of a colleague on the same
// course, and nothing of a course one does not belong to.
func TestAgendaIsOnesOwn(t *testing.T) {
	each(t, func(b bench) {
		s := visit(db.NewID())
		s.PlannedStart, s.PlannedEnd = at(10, 1, 10, 0), at(10, 1, 11, 0)
		b.plan(s)
		stray := visit(db.NewID()) // Mikkel is named on it, but has no relation to the course
		stray.PlannedStart, stray.PlannedEnd, stray.Staff = at(10, 1, 12, 0), at(10, 1, 13, 0), []string{"mikkel"}
		b.plan(stray)
		day := session.Period{From: clock.NewDate(2026, 10, 1).At(0, 0), To: clock.NewDate(2026, 10, 2).At(0, 0)}
		for who, want := range map[access.Actor][]string{b.w.Lone: {"Hjemme"}, b.w.Anders: nil, b.w.Mikkel: nil} {
			b.list(who, func(ctx context.Context, l *casefile.List) error {
				all, err := session.Agenda(ctx, l, day)
				var places []string
				for _, s := range all {
					places = append(places, s.Place)
				}
				if diff := cmp.Diff(want, places); diff != "" {
					b.t.Errorf("%s (-want +got):\n%s", who.ID, diff)
				}
				return err
			})
		}
	})
}

func TestUnfinishedAndFactsOfAllCourses(t *testing.T) {
	each(t, func(b bench) {
		past := b.plan(visit(db.NewID()))
		note := held(b.plan(visit(db.NewID())))
		no := false
		note.Attention = &no
		b.w.OK(b.t, b.record(b.w.Lone, note))
		ahead := visit(db.NewID())
		ahead.PlannedStart, ahead.PlannedEnd = at(10, 8, 10, 0), at(10, 8, 11, 0)
		b.plan(ahead)
		b.list(b.w.Lone, func(ctx context.Context, l *casefile.List) error {
			all, err := session.Unfinished(ctx, l, b.w.Now())
			if len(all) != 2 || all[0].ID != past.ID && all[1].ID != past.ID {
				b.t.Errorf("%d unfinished, want the one not written and the one not signed", len(all))
			}
			return err
		})
		b.w.OK(b.t, b.sign(b.w.Lone, note.ID, 2))
		b.list(b.w.Gitte, func(ctx context.Context, l *casefile.List) error {
			facts, err := session.FactsOf(ctx, l)
			if err != nil {
				return err
			}
			if got := session.Count(facts[b.course]).Total; got != 105.0/60 {
				b.t.Errorf("got %v hours, want 1.75", got)
			}
			last, err := session.LastHeld(ctx, l)
			if !last[b.course].Equal(note.Start) {
				b.t.Errorf("latest at %v, want %v", last[b.course], note.Start)
			}
			return err
		})
	})
}
