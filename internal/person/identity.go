package person

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/db"
)

// identity gives the id of the human being with this CPR number; without a number,
// that of known when the actor may see them on some course; else a new one.
func identity(ctx context.Context, f *casefile.Writer, cpr, known string) (string, error) {
	if cpr == "" && known != "" {
		seen, err := mayKnow(ctx, f, known)
		if err != nil {
			return "", err
		}
		if seen {
			return known, nil
		}
	}
	index := ""
	if cpr != "" {
		index = blindIndex(f.Tx(), cpr)
		id, err := personWith(ctx, &f.Reader, index)
		if id != "" || err != nil {
			return id, err
		}
	}
	id := db.NewID()
	_, err := f.Exec(ctx, `INSERT INTO person (id, cpr_index, entered_at) VALUES ($1,$2,$3)`,
		id, index, db.Micros(f.Now()))
	if err != nil {
		return "", fmt.Errorf("enter identity: %w", err)
	}
	return id, nil
}

// mayKnow says whether the actor may open a course that the person is on.
func mayKnow(ctx context.Context, f *casefile.Writer, personID string) (bool, error) {
	var n int
	err := f.QueryRow(ctx, `SELECT COUNT(*) FROM card c JOIN access_now a ON a.course_id = c.course_id
		WHERE c.person_id = $1 AND a.staff_id = $2`, personID, f.Actor.ID).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look for person %s: %w", personID, err)
	}
	return n > 0, nil
}

// claim gives an identity its number when no other has it.
func claim(ctx context.Context, f *casefile.Writer, personID, cpr string) error {
	index := blindIndex(f.Tx(), cpr)
	other, err := personWith(ctx, &f.Reader, index)
	if err != nil || other != "" {
		return err
	}
	_, err = f.Exec(ctx, `UPDATE person SET cpr_index = $2 WHERE id = $1 AND cpr_index = ''`, personID, index)
	if err != nil {
		return fmt.Errorf("claim number for %s: %w", personID, err)
	}
	return nil
}

func personWith(ctx context.Context, f *casefile.Reader, index string) (string, error) {
	var id string
	err := f.QueryRow(ctx, `SELECT id FROM person WHERE cpr_index = $1`, index).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find identity: %w", err)
	}
	return id, nil
}

func rowPerson(ctx context.Context, f *casefile.Writer, row string) (string, error) {
	var id string
	err := f.QueryRow(ctx, `SELECT person_id FROM card WHERE id = $1 AND course_id = $2`, row, f.CourseID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find card %s: %w", row, err)
	}
	return id, nil
}

// blindIndex is the keyed digest of a number: equal for equal numbers, and nothing
// can be read from it.
func blindIndex(tx *casefile.Tx, cpr string) string { return tx.Keys().BlindIndex("cpr", cpr) }
