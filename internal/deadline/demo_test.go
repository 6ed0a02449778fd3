package deadline_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/deadline"
	"samspil/internal/demo"
	"samspil/internal/login"
	"samspil/internal/seal"
)

// TestBoardOfTheInventedFamilies fills an installation with the invented families
// and holds the leader's board against what it must show, and nothing else.
func TestBoardOfTheInventedFamilies(t *testing.T) {
	ctx := context.Background()
	d := dbtest.SQLite(t)
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.OpenKeys(ctx, dbtest.Keys(t), localsecrets.NewKeeper(key))
	if err != nil {
		t.Fatal(err)
	}
	day := clock.NewDate(2026, 10, 1)
	now := clock.Fixed(day.At(8, 0))
	store := casefile.NewStore(d, keys, now)
	if err := d.Update(ctx, func(tx *db.Tx) error { return demo.AddPeople(ctx, tx, login.NewGate(d, keys, now)) }); err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(ctx, store, day); err != nil {
		t.Fatal(err)
	}
	var got []string
	err = store.Update(ctx, func(tx *casefile.Tx) error {
		items, err := deadline.Board(ctx, tx, access.Actor{ID: demo.GitteID, Name: "Gitte", Role: access.Leader, Organisation: demo.FamiliehusetID})
		for _, i := range items {
			line := strings.Join(i.Children, " ") + " " + string(i.Kind) + " " + i.On.String() + " " + string(i.State)
			if i.Then != nil {
				line += " then " + i.Then.On.String()
			}
			got = append(got, line)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Noah acknowledge 2026-09-30 overdue",
		"Noah hours 2026-09-22 open",
		"Alma receipt 2026-10-02 soon",
		"Freja Oskar closing 2026-10-02 soon",
		"Villads ends 2026-10-04 soon then 2026-10-18",
		"Alma followup 2026-10-06 soon",
		"Emil suspension 2026-10-11 soon",
		"Emil ends 2026-10-18 soon",
		"Liva register 2026-10-31 soon",
		"Liva contact 2026-11-30 warning",
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("the board of the demo day (-want +got):\n%s", diff)
	}
}

func sorted(lines []string) map[string]int {
	out := map[string]int{}
	for _, l := range lines {
		out[l]++
	}
	return out
}
