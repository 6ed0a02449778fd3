package db_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
)

func TestUpdateKeepsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		insert := func(tx *db.Tx, name string) {
			if _, err := tx.Exec(ctx, `INSERT INTO lock_row (name) VALUES ($1)`, name); err != nil {
				t.Fatal(err)
			}
		}
		stop := errors.New("stop")
		if err := d.Update(ctx, func(tx *db.Tx) error { insert(tx, "a"); return stop }); !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
		if err := d.Update(ctx, func(tx *db.Tx) error {
			insert(tx, "b")
			tx.AtEnd(func(context.Context) error { return stop })
			return nil
		}); !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
		if err := d.Update(ctx, func(tx *db.Tx) error { insert(tx, "c"); return nil }); err != nil {
			t.Fatal(err)
		}
		var names []string
		err := d.View(ctx, func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, `SELECT name FROM lock_row WHERE name IN ($1, $2, $3)`, "a", "b", "c")
			names, err = db.Scan(rows, err, func(r *sql.Rows) (s string, err error) {
				err = r.Scan(&s)
				return s, err
			})
			return err
		})
		if err != nil || len(names) != 1 || names[0] != "c" {
			t.Errorf("got %v, %v; want only c", names, err)
		}
	})
}

func TestViewCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.View(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), `DELETE FROM lock_row`)
			return err
		})
		if err == nil {
			t.Error("a view wrote")
		}
	})
}

func TestMigrateTwiceIsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestTimes(t *testing.T) {
	now := time.Date(2026, 10, 1, 8, 0, 0, 123456000, time.UTC)
	if got := db.Time(db.Micros(now)); !got.Equal(now) {
		t.Errorf("got %v", got)
	}
	if db.Micros(time.Time{}) != 0 || !db.Time(0).IsZero() {
		t.Error("the zero time is not 0")
	}
	if !db.IsID(db.NewID()) || db.IsID("../etc/passwd") {
		t.Error("IsID")
	}
}
