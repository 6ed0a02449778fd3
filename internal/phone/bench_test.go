package phone_test

import (
	"context"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/device"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/wire"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
)

// BenchmarkTaps sends a hundred taps of one stretch at a time, sealed and signed, and
// has each put in its place; the stretch grows all the while.
func BenchmarkTaps(b *testing.B) {
	for name, data := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, casefiletest.On(b, data(b)))
			id := h.today()
			ctx := context.Background()
			p, err := outboxtest.New(h.w.Now)
			h.w.OK(b, err)
			p.ID = "telefon"
			key, public, err := h.w.Store.Keys.Outbox(ctx, h.course, h.w.Now())
			h.w.OK(b, err)
			_, p.Receipts, err = h.w.Store.Keys.ReceiptKey(ctx)
			h.w.OK(b, err)
			at := outboxtest.Place{Case: h.course, Contact: id, Key: wire.PublicKey{Key: key, Public: public}}
			seal := func(kind wire.Kind, payload any) {
				_, err := p.Seal(at, kind, payload)
				h.w.OK(b, err)
			}
			send := func() {
				batch := p.Batch(wire.MostBatch)
				answer, err := outbox.Receive(ctx, h.w.Store, outbox.Sender{Device: device.Device{ID: p.ID, OwnerID: "lone", Public: p.Public()}, Actor: h.w.Lone}, batch, phone.Apply)
				h.w.OK(b, err)
				h.w.OK(b, p.Take(batch, answer))
			}
			seal(wire.KindStart, segment("stykke", id))
			send()
			n := int64(0)
			for b.Loop() {
				b.StopTimer()
				for range wire.MostBatch {
					n++
					seal(wire.KindCode, tapOf("stykke", interaction.Point, n*500, "B-INI"))
				}
				b.StartTimer()
				send()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/tap")
		})
	}
}
