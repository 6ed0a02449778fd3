package db_test

import (
	"context"
	"fmt"
	"testing"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
)

// TestRememberedStatements asks the same and other texts again and again, as
// pages do, and changes the tables in between.
func TestRememberedStatements(t *testing.T) {
	d := dbtest.SQLite(t)
	ctx := context.Background()
	do := func(f func(tx *db.Tx) error) {
		t.Helper()
		if err := d.Update(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	do(func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT NOT NULL)`)
		return err
	})
	const insert, read = `INSERT INTO note (id, text) VALUES ($1, $2)`, `SELECT text FROM note WHERE id = $1`
	for i := range 5 {
		do(func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insert, i, fmt.Sprint("text ", i))
			return err
		})
	}
	text := func(tx *db.Tx, id int) (s string) {
		t.Helper()
		if err := tx.QueryRow(ctx, read, id).Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("one text within itself", func(t *testing.T) {
		do(func(tx *db.Tx) error {
			rows, err := tx.Query(ctx, read, 3)
			if err != nil {
				return err
			}
			defer rows.Close()
			if got := text(tx, 4); got != "text 4" {
				t.Errorf("got %q within the rows of the same statement", got)
			}
			var outer string
			rows.Next()
			if err := rows.Scan(&outer); err != nil || outer != "text 3" {
				t.Errorf("got %q, %v after it", outer, err)
			}
			return nil
		})
	})
	t.Run("a table that changed", func(t *testing.T) {
		do(func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `ALTER TABLE note ADD COLUMN more TEXT NOT NULL DEFAULT ''`)
			return err
		})
		do(func(tx *db.Tx) error {
			if got := text(tx, 1); got != "text 1" {
				t.Errorf("got %q", got)
			}
			return nil
		})
	})
	t.Run("more texts than are remembered", func(t *testing.T) {
		do(func(tx *db.Tx) error {
			for i := range 1000 {
				var n int
				if err := tx.QueryRow(ctx, fmt.Sprintf(`SELECT %d FROM note WHERE id = $1`, i), 2).Scan(&n); err != nil || n != i {
					return fmt.Errorf("got %d, %w", n, err)
				}
			}
			if got := text(tx, 2); got != "text 2" {
				t.Errorf("got %q", got)
			}
			return nil
		})
	})
	t.Run("an error leaves the statement fit", func(t *testing.T) {
		do(func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, insert, 1, "once more")
			if err == nil {
				t.Error("an id was taken twice")
			}
			_, err = tx.Exec(ctx, insert, 7, "seven")
			return err
		})
	})
}
