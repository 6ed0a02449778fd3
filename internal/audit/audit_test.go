package audit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/audit"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/seal"
)

func filled(t *testing.T, d *db.DB) (*audit.Log, *seal.Keys) {
	t.Helper()
	ctx := context.Background()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.OpenKeys(ctx, dbtest.Keys(t), localsecrets.NewKeeper(key))
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(keys)
	for i := range 10 {
		err := d.Update(ctx, func(tx *db.Tx) error {
			return log.Append(ctx, tx, []audit.Line{
				{At: time.Unix(int64(i+1), 0), Actor: "lone", Act: "open", CourseID: fmt.Sprint(i)},
				{At: time.Unix(int64(i+1), 0), Actor: "lone", Act: "change", CourseID: fmt.Sprint(i), Digest: []byte{1, 2}},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return log, keys
}

func TestVerifyFindsWhatWasDone(t *testing.T) {
	for _, c := range []struct {
		name, attack string
		want         audit.Finding
	}{
		{"changed actor", `UPDATE audit_line SET actor = 'anders' WHERE sequence = 7`, audit.Finding{Sequence: 7, What: "changed"}},
		{"changed time", `UPDATE audit_line SET at = at + 1 WHERE sequence = 20`, audit.Finding{Sequence: 20, What: "changed"}},
		{"changed first", `UPDATE audit_line SET purpose = 'x' WHERE sequence = 1`, audit.Finding{Sequence: 1, What: "changed"}},
		{"removed", `DELETE FROM audit_line WHERE sequence = 5`, audit.Finding{Sequence: 5, What: "removed"}},
		{"removed first", `DELETE FROM audit_line WHERE sequence = 1`, audit.Finding{Sequence: 1, What: "removed"}},
		{"cut", `DELETE FROM audit_line WHERE sequence > 17`, audit.Finding{Sequence: 18, What: "cut"}},
		{"emptied", `DELETE FROM audit_line`, audit.Finding{Sequence: 1, What: "cut"}},
		{"inserted", `INSERT INTO audit_line SELECT 21, at, actor, role, course_id, act, kind, object, purpose, result, request, digest, sealed, hash FROM audit_line WHERE sequence = 20`,
			audit.Finding{Sequence: 21, What: "inserted"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				ctx := context.Background()
				log, keys := filled(t, d)
				if n, found, err := log.Verify(ctx, d, keys); err != nil || n != 20 || len(found) != 0 {
					t.Fatalf("untouched: %d lines, %v, %v", n, found, err)
				}
				if err := d.Update(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec(ctx, c.attack)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				_, found, err := log.Verify(ctx, d, keys)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found {
					if f == c.want {
						return
					}
				}
				t.Errorf("found %v, want %v", found, c.want)
			})
		})
	}
}

func TestCheckpointFindsALogCutWithItsHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		log, keys := filled(t, d)
		if err := log.Checkpoint(ctx, d, keys, time.Unix(100, 0)); err != nil {
			t.Fatal(err)
		}
		err := d.Update(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `DELETE FROM audit_line WHERE sequence > 15`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE audit_head SET sequence = 15, hash = (SELECT hash FROM audit_line WHERE sequence = 15)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, found, err := log.Verify(ctx, d, keys)
		if err != nil || len(found) != 1 || found[0] != (audit.Finding{Sequence: 16, What: "cut"}) {
			t.Errorf("found %v, %v", found, err)
		}
	})
}
