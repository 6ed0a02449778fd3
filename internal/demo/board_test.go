package demo_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db/dbtest"
	"samspil/internal/deadline"
	"samspil/internal/demo"
)

var names = map[string]string{
	demo.VilladsID: "A1", demo.AlmaID: "A2", demo.FrejaID: "A3", demo.NoahID: "B1", demo.LivaID: "B2", demo.EmilID: "B3",
}

// board gives the rows that the leader sees, without their days.
func board(t testing.TB, store *casefile.Store) (rows, days []string) {
	t.Helper()
	ctx := context.Background()
	err := store.Update(ctx, func(tx *casefile.Tx) error {
		items, err := deadline.Board(ctx, tx, actor(demo.GitteID))
		for _, i := range items {
			rows = append(rows, fmt.Sprintf("%s %s %s", names[i.CourseID], i.Kind, i.State))
			days = append(days, fmt.Sprintf("%s %s %s", names[i.CourseID], i.Kind, i.On))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, days
}

var boardDays = []string{
	"B1 acknowledge 2026-09-30", "B1 hours 2026-09-22", "A2 receipt 2026-10-02", "A3 closing 2026-10-02", "A1 ends 2026-10-04",
	"A2 followup 2026-10-06", "B3 suspension 2026-10-11", "B3 ends 2026-10-18", "B2 register 2026-10-31", "B2 contact 2026-11-30",
}

func TestBoardOfTheDemoDay(t *testing.T) {
	_, days := board(t, demoStore(t))
	if diff := cmp.Diff(boardDays, days); diff != "" {
		t.Errorf("the board (-want +got):\n%s", diff)
	}
}

// TestBoardOnAnyDay shows the demo on every day of three weeks over Christmas:
// the same ten rows stand on the board.
func TestBoardOnAnyDay(t *testing.T) {
	want := map[string]bool{}
	rows, _ := board(t, demoStore(t))
	for _, r := range rows {
		want[r] = true
	}
	for n := range 21 {
		if testing.Short() && n%7 != 4 {
			continue
		}
		day := clock.NewDate(2025, 12, 14).AddDays(n)
		t.Run(day.String(), func(t *testing.T) {
			rows, days := board(t, filled(t, dbtest.SQLite(t), day))
			got := map[string]bool{}
			for _, r := range rows {
				got[r] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s%v", diff, days)
			}
		})
	}
}
