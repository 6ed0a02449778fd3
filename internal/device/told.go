package device

import (
	"context"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/login"
)

// ShutOut returns the phones of those whom the leader leads that somebody else has
// shut out and that the leader has not seen to yet, the oldest first. Nobody but a
// leader is told, and nobody of what she did herself.
func ShutOut(ctx context.Context, tx *casefile.Tx, leader access.Actor) ([]Device, error) {
	if leader.Role != access.Leader {
		return nil, nil
	}
	all, err := list(ctx, tx, `JOIN account a ON a.id = d.owner_id WHERE a.leader_id = $1 AND d.revoked_at > 0 AND d.told_at = 0 AND d.revoked_by <> $1`, leader.ID)
	slices.SortStableFunc(all, func(a, b Device) int { return a.RevokedAt.Compare(b.RevokedAt) })
	return all, err
}

// Seen notes that the leader knows that the phone was shut out. Only its owner's
// leader may. Twice, or for a phone in use, it does nothing.
func Seen(ctx context.Context, tx *casefile.Tx, leader access.Actor, id string) error {
	d, err := See(ctx, tx, leader, id)
	if err != nil {
		return err
	}
	owner, err := login.Get(ctx, tx.Tx, d.OwnerID)
	if err != nil {
		return err
	}
	if leader.Role != access.Leader || owner.LeaderID != leader.ID {
		return tx.Refuse(leader, "device", id)
	}
	n, err := tx.Exec(ctx, `UPDATE device SET told_at = $2, told_to = $3 WHERE id = $1 AND revoked_at > 0 AND told_at = 0`, id, db.Micros(tx.Now()), leader.ID)
	if err != nil {
		return fmt.Errorf("note that it is known that phone %s was shut out: %w", id, err)
	}
	if n == 1 {
		note(tx, leader, "phone-seen", id, "done")
	}
	return nil
}
