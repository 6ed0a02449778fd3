package db_test

import (
	"context"
	"errors"
	"testing"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
)

func TestMemo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		made := 0
		ask := func(name, stamp string, fail error) (n int, err error) {
			err = d.View(context.Background(), func(tx *db.Tx) error {
				n, err = db.Memo(tx, name, stamp, func() (int, error) { made++; return made, fail })
				return err
			})
			return n, err
		}
		for _, c := range []struct {
			name        string
			memo, stamp string
			fail        error
			want, made  int
		}{
			{"the first time it is made", "a", "1", nil, 1, 1},
			{"with the same stamp it stands", "a", "1", nil, 1, 1},
			{"with another it is made anew", "a", "2", nil, 2, 2},
			{"a failure is not kept", "a", "3", errors.New("no"), 0, 3},
			{"after it, it is made", "a", "3", nil, 4, 4},
			{"another name is another thing", "b", "3", nil, 5, 5},
		} {
			n, err := ask(c.memo, c.stamp, c.fail)
			if !errors.Is(err, c.fail) || c.fail == nil && n != c.want || made != c.made {
				t.Errorf("%s: got %d, %v after %d makings; want %d after %d", c.name, n, err, made, c.want, c.made)
			}
		}
	})
}
