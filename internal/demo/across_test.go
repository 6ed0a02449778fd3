package demo_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/demo"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

// What is read of all families in one pass is what each family's own page reads,
// the strands counted from coded contacts too.
func TestAcrossIsAsEachAlone(t *testing.T) {
	store := demoStore(t)
	all := map[string][]singlecase.Strand{}
	err := store.Update(context.Background(), func(tx *casefile.Tx) error {
		l, err := casefile.OpenList(context.Background(), tx, actor(demo.GitteID), access.Purpose{Code: access.Supervise}, "population")
		if err == nil {
			all, err = instrument.Across(context.Background(), l, `SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`, demo.GitteID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	measured, coded := 0, 0
	for course, got := range all {
		read(t, store, demo.GitteID, course, func(ctx context.Context, f *casefile.Reader) error {
			strands, err := instrument.Strands(ctx, f)
			var want []singlecase.Strand
			for _, s := range strands {
				method := s.Method(clock.Date{})
				if len(method.Measurements) == 0 {
					method.Measurements = nil
				}
				want = append(want, method)
				measured += len(method.Measurements)
				if s.Scale().Coded && len(s.Ratings) > 0 {
					coded++
				}
			}
			if d := cmp.Diff(want, got, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); d != "" {
				t.Errorf("course %s: %s", course, d)
			}
			return err
		})
	}
	if measured < 100 || coded == 0 {
		t.Fatalf("%d measurements, %d coded strands: too little to say that they agree", measured, coded)
	}
}
