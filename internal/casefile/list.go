package casefile

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/seal"
)

// List is the sister door: many courses at once, cards only, one line in the
// audit log with what was asked for and how many were found.
type List struct {
	Actor access.Actor

	tx   *Tx
	keys map[string]*seal.Key
	line int // index of the audit line in tx
}

// OpenList begins a list for the actor. what says which list, in a fixed word;
// a search gives its criterion to Criterion.
func OpenList(_ context.Context, tx *Tx, actor access.Actor, p access.Purpose, what string) (*List, error) {
	if actor.ID == "" || !access.KnownPurpose(p.Code) {
		return nil, tx.refuse(actor, "", "list", what, p)
	}
	tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: "list", Kind: what, Purpose: p.Code, Result: "0"})
	return &List{Actor: actor, tx: tx, keys: map[string]*seal.Key{}, line: len(tx.lines) - 1}, nil
}

// Criterion notes, sealed, what was searched for.
func (l *List) Criterion(text string) error {
	sealed, err := l.tx.store.Keys.Installation().Seal([]byte(text), "audit search")
	if err != nil {
		return fmt.Errorf("seal a criterion: %w", err)
	}
	l.tx.lines[l.line].Act, l.tx.lines[l.line].Sealed = "search", sealed
	return nil
}

// Found notes how many rows the list shows.
func (l *List) Found(n int) { l.tx.lines[l.line].Result = strconv.Itoa(n) }

// Today is the date in Denmark at the moment of the transaction.
func (l *List) Today() clock.Date { return l.tx.Today() }

// Query reads rows of many courses. The statement joins access_now on the
// course and the actor: that join is what keeps a list to its reader.
func (l *List) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if !strings.Contains(query, "access_now") {
		return nil, fmt.Errorf("a list must join access_now")
	}
	return l.tx.Query(ctx, query, args...)
}

// Unlock makes the cards of those courses readable to which the actor has a
// relation now; others are left out silently.
func (l *List) Unlock(ctx context.Context, courseIDs []string) error {
	wanted := make([]string, 0, len(courseIDs))
	for _, id := range courseIDs {
		if l.keys[id] == nil {
			wanted = append(wanted, id)
		}
	}
	allowed := wanted
	if l.Actor.Role != access.Machine {
		var err error
		if allowed, err = l.allowed(ctx, wanted); err != nil {
			return err
		}
	}
	keys, err := l.tx.store.Keys.CaseKeys(ctx, allowed)
	if err != nil {
		return err
	}
	for id, key := range keys {
		l.keys[id] = key
	}
	return nil
}

func (l *List) allowed(ctx context.Context, ids []string) ([]string, error) {
	var out []string
	for start := 0; start < len(ids); start += 500 {
		part := ids[start:min(start+500, len(ids))]
		args := []any{l.Actor.ID}
		places := make([]string, len(part))
		for i, id := range part {
			args = append(args, id)
			places[i] = "$" + strconv.Itoa(i+2)
		}
		rows, err := l.tx.Query(ctx, `SELECT DISTINCT course_id FROM access_now WHERE staff_id = $1 AND course_id IN (`+strings.Join(places, ",")+`)`, args...)
		found, err := db.Scan(rows, err, func(r *sql.Rows) (id string, err error) {
			err = r.Scan(&id)
			return id, err
		})
		if err != nil {
			return nil, fmt.Errorf("read relations: %w", err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// Unlocked reports whether the course's cards can be read.
func (l *List) Unlocked(courseID string) bool { return l.keys[courseID] != nil }

// Unseal reads a sealed row of an unlocked course into v.
func (l *List) Unseal(courseID, table, rowID string, sealed []byte, v any) error {
	key := l.keys[courseID]
	if key == nil {
		return fmt.Errorf("read %s %s: the course is not unlocked", table, rowID)
	}
	return unseal(key, place{courseID, table, rowID}, sealed, v)
}
