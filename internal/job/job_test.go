package job_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/job"
)

func enqueue(t *testing.T, d *db.DB, unique string, at time.Time) {
	t.Helper()
	err := d.Update(context.Background(), func(tx *db.Tx) error {
		return job.Enqueue(context.Background(), tx, "deliver", unique, map[string]string{"id": unique}, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobExistsOnlyWithItsDeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		stop := errors.New("stop")
		_ = d.Update(ctx, func(tx *db.Tx) error {
			if err := job.Enqueue(ctx, tx, "deliver", "a", 1, time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
			return stop
		})
		r := &job.Runner{DB: d, Clock: func() time.Time { return time.Unix(10, 0) }}
		if did, err := r.Once(ctx); did || err != nil {
			t.Errorf("a job of an undone deed ran: %v %v", did, err)
		}
	})
}

func TestFailedJobIsTriedAgainLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		now := time.Unix(100, 0)
		calls := 0
		r := &job.Runner{DB: d, Clock: func() time.Time { return now }, Handlers: map[string]job.Handler{
			"deliver": func(context.Context, []byte) error {
				calls++
				if calls == 1 {
					return errors.New("no network")
				}
				return nil
			},
		}}
		enqueue(t, d, "a", now)
		enqueue(t, d, "a", now) // the same job, asked for twice
		for _, want := range []struct {
			wait  time.Duration
			did   bool
			calls int
		}{{0, true, 1}, {0, false, 1}, {time.Minute, true, 2}, {time.Hour, false, 2}} {
			now = now.Add(want.wait)
			did, err := r.Once(ctx)
			if err != nil || did != want.did || calls != want.calls {
				t.Fatalf("after %v: did %v, calls %d, %v", want.wait, did, calls, err)
			}
		}
	})
}

func TestManyRunnersDoEachJobOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		const jobs = 60
		for range jobs {
			enqueue(t, d, db.NewID(), time.Unix(1, 0))
		}
		var done atomic.Int64
		var wg sync.WaitGroup
		for range 4 {
			r := &job.Runner{DB: d, Clock: func() time.Time { return time.Unix(10, 0) }, Handlers: map[string]job.Handler{
				"deliver": func(context.Context, []byte) error { done.Add(1); return nil },
			}}
			wg.Go(func() {
				for did := true; did; {
					var err error
					if did, err = r.Once(ctx); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if done.Load() != jobs {
			t.Errorf("%d jobs done, want %d", done.Load(), jobs)
		}
	})
}
