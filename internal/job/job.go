// Package job remembers work that follows from a deed. A job is written in the
// deed's own transaction, so that it exists exactly when the deed happened, and
// is forgotten by nobody: it is done, or it is tried again and shown.
package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"samspil/internal/clock"
	"samspil/internal/db"
)

// Job is work to be done. Payload holds ids only, never what a family said.
type Job struct {
	ID       string
	Kind     string
	Unique   string // one job of a kind with this name exists; empty means every call makes one
	Payload  json.RawMessage
	RunAt    time.Time
	Attempts int
}

// Enqueue writes a job into the transaction, to be run from runAt on. A second
// job of the same kind with the same unique name is not made.
func Enqueue(ctx context.Context, tx *db.Tx, kind, unique string, payload any, runAt time.Time) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	id := db.NewID()
	if unique == "" {
		unique = id
	}
	_, err = tx.Exec(ctx, `INSERT INTO job (id, kind, unique_key, payload, run_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, unique_key) DO NOTHING`, id, kind, unique, string(body), db.Micros(runAt))
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return nil
}

// Handler does a job. It may be called again for the same job when the machine
// stopped before the job was noted as done, so a second time must do no harm.
type Handler func(ctx context.Context, payload []byte) error

// Runner takes due jobs and has them done.
type Runner struct {
	DB       *db.DB
	Clock    clock.Clock
	Handlers map[string]Handler
	Lease    time.Duration // how long a job belongs to the runner that took it; a minute when zero
}

// Run does due jobs until ctx ends, looking anew every pause.
func (r *Runner) Run(ctx context.Context, pause time.Duration) {
	for ctx.Err() == nil {
		did, err := r.Once(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("jobs", "err", err)
		}
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Once takes one due job and does it; it reports whether there was one. A job
// that fails is tried again after a pause that doubles up to an hour, for ever.
func (r *Runner) Once(ctx context.Context) (bool, error) {
	j, err := r.take(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take a job: %w", err)
	}
	handle, ok := r.Handlers[j.Kind]
	if !ok {
		err = fmt.Errorf("nobody does jobs of the kind %s", j.Kind)
	} else {
		err = handle(ctx, j.Payload)
	}
	if err != nil {
		slog.Error("a job failed and will be tried again", "kind", j.Kind, "job", j.ID, "attempts", j.Attempts, "err", err)
	}
	return true, r.settle(ctx, j, err)
}

func (r *Runner) take(ctx context.Context) (j Job, err error) {
	lease := r.Lease
	if lease == 0 {
		lease = time.Minute
	}
	err = r.DB.Update(ctx, func(tx *db.Tx) error {
		now := r.Clock()
		var payload string
		err := tx.QueryRow(ctx, `SELECT id, kind, payload, attempts FROM job
			WHERE done_at = 0 AND run_at <= $1 AND leased_to <= $2 ORDER BY run_at LIMIT 1`+tx.SkipLocked(),
			db.Micros(now), db.Micros(now)).Scan(&j.ID, &j.Kind, &payload, &j.Attempts)
		if err != nil {
			return err
		}
		j.Payload = json.RawMessage(payload)
		j.Attempts++
		_, err = tx.Exec(ctx, `UPDATE job SET leased_to = $1, attempts = $2 WHERE id = $3`, db.Micros(now.Add(lease)), j.Attempts, j.ID)
		return err
	})
	return j, err
}

func (r *Runner) settle(ctx context.Context, j Job, failure error) error {
	return r.DB.Update(ctx, func(tx *db.Tx) error {
		now := r.Clock()
		if failure == nil {
			_, err := tx.Exec(ctx, `UPDATE job SET done_at = $1, leased_to = 0, failure = '' WHERE id = $2`, db.Micros(now), j.ID)
			return err
		}
		pause := min(time.Second<<min(j.Attempts, 12), time.Hour)
		_, err := tx.Exec(ctx, `UPDATE job SET run_at = $1, leased_to = 0, failure = $2 WHERE id = $3`,
			db.Micros(now.Add(pause)), "failed", j.ID)
		return err
	})
}

// Waiting counts the jobs that are not done, and how many of them have failed
// at least once.
func Waiting(ctx context.Context, tx *db.Tx) (waiting, failed int, err error) {
	err = tx.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN failure <> '' THEN 1 ELSE 0 END), 0) FROM job WHERE done_at = 0`).Scan(&waiting, &failed)
	return waiting, failed, err
}
