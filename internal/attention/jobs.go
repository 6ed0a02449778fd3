package attention

import (
	"context"
	"encoding/json"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/job"
)

// Jobs are the hands that carry on what a person sent: delivery, and telling the
// deputy when nobody has acknowledged in time. Each may run twice without harm.
func Jobs(store *casefile.Store) map[string]job.Handler {
	return map[string]job.Handler{DeliverJob: onMessage(store, Deliver), EscalateJob: onMessage(store, Escalate)}
}

func onMessage(store *casefile.Store, deed func(context.Context, *casefile.Writer, string) error) job.Handler {
	return func(ctx context.Context, payload []byte) error {
		var ref Ref
		if err := json.Unmarshal(payload, &ref); err != nil {
			return fmt.Errorf("read a job about a message: %w", err)
		}
		return store.Update(ctx, func(tx *casefile.Tx) error {
			f, err := casefile.OpenWrite(ctx, tx, access.System, ref.Course, access.Purpose{Code: access.Operations})
			if err != nil {
				return err
			}
			return deed(ctx, f, ref.Feedback)
		})
	}
}
