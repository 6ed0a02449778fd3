package load_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/course"
	"samspil/internal/load"
	"samspil/internal/login"
	"samspil/internal/session"
)

// TestFill makes a small installation and looks at it as its people do.
func TestFill(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		size := load.Size{Courses: 32, Sessions: 3, Long: 9, Ratings: 2, Workers: 2}
		made, err := load.Fill(ctx, w.Store, login.NewGate(w.Store.DB, w.Store.Keys, w.Store.Clock), size)
		w.OK(t, err)
		for _, c := range []struct {
			name  string
			as    access.Actor
			total int
		}{
			{"a consultant has ten", made.Consultant, 10},
			{"a leader has up to 250", made.Leader, 32},
			{"an adviser has 31", made.Adviser, 31},
			{"a stranger has none", w.Lone, 0},
		} {
			t.Run(c.name, func(t *testing.T) {
				w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
					page, err := course.CaseloadPage(ctx, tx, c.as, course.Filter{})
					if page.Total != c.total {
						t.Errorf("got %d courses, want %d", page.Total, c.total)
					}
					return err
				}))
			})
		}
		w.OK(t, w.Read(t, made.Consultant, made.LongCourse, func(ctx context.Context, f *casefile.Reader) error {
			all, err := session.All(ctx, f, session.Period{})
			if signed := session.Count(all).Direct; signed != 9*1.5 {
				t.Errorf("got %v hours in the long course, want 13.5", signed)
			}
			return err
		}))
		lines, found, err := w.Store.Log.Verify(ctx, w.Store.DB, w.Store.Keys)
		if err != nil || len(found) > 0 || lines == 0 {
			t.Errorf("audit log: %d lines, %v, %v", lines, found, err)
		}
	})
}
