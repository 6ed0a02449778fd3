package casefile_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
)

// TestACourseGivenToAPhone: the log says once a day for each phone that it was given
// the course, and each time that somebody was refused.
func TestACourseGivenToAPhone(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, ctx := w.Course(t), context.Background()
		give := func(who access.Actor, phone string) error {
			return w.Store.Update(ctx, func(tx *casefile.Tx) error {
				r, err := casefile.OpenForDay(ctx, tx, who, casefile.Handing{CourseID: course, To: phone, Purpose: access.Purpose{Code: access.Deliver}})
				if err == nil {
					err = r.Need(access.Notes, access.Read)
				}
				return err
			})
		}
		var lines []string
		look := func() {
			lines = nil
			w.OK(t, w.Store.DB.View(ctx, func(tx *db.Tx) error {
				all, err := audit.OfCourse(ctx, tx, course, 100)
				for _, n := range slices.Backward(all) {
					if n.Kind == "device" || n.Act == "refuse" {
						lines = append(lines, fmt.Sprint(n.Actor, " ", n.Act, " ", n.Kind, " ", n.Object == course, " ", n.Object == "one" || n.Object == "two", " ", n.Purpose, " ", n.Result))
					}
				}
				return err
			}))
		}
		for range 3 {
			w.OK(t, give(w.Lone, "one"))
			w.SetNow(w.Now().Add(5 * time.Minute))
		}
		w.OK(t, give(w.Lone, "two"))
		w.OK(t, give(w.Anders, "one")) // handed on
		for range 2 {
			w.Denied(t, give(w.Birgitte, "one"))
		}
		w.SetNow(w.Now().AddDate(0, 0, 1))
		w.OK(t, give(w.Lone, "one"))
		w.OK(t, give(w.Lone, "one"))
		w.OK(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, w.Lone.ID, access.Lead) }))
		w.Denied(t, give(w.Lone, "one"))
		look()
		given := " phone-day device false true deliver done"
		want := []string{"lone" + given, "lone" + given, "anders" + given, "birgitte refuse file true false deliver refused", "birgitte refuse file true false deliver refused",
			"lone" + given, "lone refuse file true false deliver refused"}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Error(diff)
		}
		n, found, err := w.Store.Log.Verify(ctx, w.Store.DB, w.Store.Keys)
		if n == 0 || len(found) > 0 || err != nil {
			t.Errorf("%d lines, %v, %v", n, found, err)
		}
	})
}
