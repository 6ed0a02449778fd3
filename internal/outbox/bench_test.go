package outbox_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db/dbtest"
	"samspil/internal/outbox"
	"samspil/internal/wire"
)

// BenchmarkReceive takes sendings of a hundred entries of one phone: signatures, keys,
// storing, receipts and the commit, with the smallest of trades behind it.
func BenchmarkReceive(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { receive(b, casefiletest.One(b)) })
	b.Run("postgres", func(b *testing.B) { receive(b, casefiletest.On(b, dbtest.Postgres(b))) })
}

func receive(b *testing.B, w *casefiletest.World) {
	r := newRig(b, w)
	entries, busy := 0, time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		for range wire.MostBatch {
			r.note("Far sætter sig på gulvet og venter på, at barnet viser, hvad legen er")
		}
		batch := r.phone.Sending()
		for _, k := range r.phone.Entries[entries:] {
			batch.Entries = append(batch.Entries, k.Sealed)
		}
		entries += len(batch.Entries)
		before := processor(b)
		b.StartTimer()
		answer, err := outbox.Receive(context.Background(), r.Store, r.from, batch, apply)
		if err != nil {
			b.Fatal(err)
		}
		busy += processor(b) - before
		for _, v := range answer.Verdicts {
			if v.Result != wire.Stored || v.Why != "" {
				b.Fatalf("%+v", v)
			}
		}
	}
	b.ReportMetric(float64(entries)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(busy.Microseconds())/float64(entries), "µs-processor/entry")
}

// processor is how long the process has computed, which a busy machine disturbs less
// than the clock.
func processor(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
