package login

import (
	"context"
	"fmt"
	"time"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// The limits on failed log-ins. We delay and do not lock out: with a lock-out,
// anybody could keep a consultant out by typing her name.
const (
	freeFailures  = 3                // the first failures in an hour cost nothing
	longestDelay  = 42 * time.Second // after that: 1, 2, 4, 8, 16, 32, 42 s
	mostPerPair   = 60               // failures in an hour by one name at one address, then refused for a while
	mostAtAddress = 600              // failures in an hour at one address (a town hall shares one)
	mostAtAll     = 6000             // failures in an hour at all, against a flood
	attemptWindow = time.Hour
	attemptsKept  = 24 * time.Hour
)

// Delay returns how long an attempt must wait after so many failures in the
// last hour.
func Delay(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	if failures-freeFailures > 5 {
		return longestDelay
	}
	return time.Second << (failures - freeFailures)
}

// bookAttempt writes an attempt down as failed before it is tried, so that many
// at once count each other, and returns how long this one must wait.
func (g *Gate) bookAttempt(ctx context.Context, who, address string) (id string, wait time.Duration, err error) {
	id, now := db.NewID(), g.Clock()
	who, address = g.keyed(who), g.keyed(address)
	var tooMany error
	err = g.DB.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM login_attempt WHERE at < $1`, db.Micros(now.Add(-attemptsKept))); err != nil {
			return err
		}
		n, err := countFailures(ctx, tx, who, address, db.Micros(now.Add(-attemptWindow)))
		if err != nil {
			return err
		}
		if n.pair >= mostPerPair || n.address >= mostAtAddress || n.all >= mostAtAll {
			tooMany = fault.New(fault.Unavailable, "login.toomany")
			return nil
		}
		wait = max(Delay(n.pair), Delay(n.who/4), Delay(n.address/20))
		_, err = tx.Exec(ctx, `INSERT INTO login_attempt (id, at, who, address, good) VALUES ($1,$2,$3,$4,0)`,
			id, db.Micros(now), who, address)
		return err
	})
	if err != nil {
		return "", 0, fmt.Errorf("book log-in attempt: %w", err)
	}
	return id, wait, tooMany
}

type failures struct{ pair, who, address, all int }

// countFailures counts the failures since the name was last good, and at the
// address and at all since the given instant.
func countFailures(ctx context.Context, tx *db.Tx, who, address string, since int64) (n failures, err error) {
	row := tx.QueryRow(ctx, `SELECT
		COALESCE(SUM(CASE WHEN who = $1 AND address = $2 AND at > good_at THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN who = $1 AND at > good_at THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN address = $2 THEN 1 ELSE 0 END), 0),
		COUNT(*)
		FROM login_attempt CROSS JOIN (SELECT COALESCE(MAX(at), 0) AS good_at FROM login_attempt
			WHERE who = $1 AND address = $2 AND good = 1) AS lastgood
		WHERE good = 0 AND at > $3`, who, address, since)
	return n, row.Scan(&n.pair, &n.who, &n.address, &n.all)
}

func markGood(ctx context.Context, tx *db.Tx, attemptID string) error {
	_, err := tx.Exec(ctx, `UPDATE login_attempt SET good = 1 WHERE id = $1`, attemptID)
	return err
}
