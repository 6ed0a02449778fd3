package phone_test

import (
	"context"
	"encoding/json"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/lang"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// TestStretchesOfTwoPhonesAreToldApart: one begun on another phone of one's own says on
// which.
func TestStretchesOfTwoPhonesAreToldApart(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		r, ctx, code := b.real(b.today()), context.Background(), ""
		b.w.OK(b.t, b.w.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
			code, _, err = device.Code(ctx, tx, b.w.Lone)
			return err
		}))
		d, err := device.Enrol(ctx, b.w.Store, device.Enrolment{Code: code, Name: "Den gamle", PIN: "194827", App: "1", Public: r.Public(), Sign: r.Sign([]byte(wire.EnrolWords + code))})
		b.w.OK(b.t, err)
		r.ID = d.ID
		h := r.Header(r.at, wire.KindStart)
		h.Schema = wire.Schema
		text, err := json.Marshal(segment(h.ID, r.at.Contact))
		b.w.OK(b.t, err)
		sealed, err := r.Close(h, r.at.Key.Public, outboxtest.Padded(text))
		b.w.OK(b.t, err)
		r.Keep(sealed, h)
		r.sends(sealed)
		for on, want := range map[string]string{d.ID: "", "another": "Den gamle"} {
			var day wire.Day
			b.w.OK(b.t, b.w.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
				day, err = phone.Today(ctx, tx, b.w.Lone, on, lang.Danish)
				return err
			}))
			if s := day.Visits[0].Segments; len(s) != 1 || s[0].Phone != want || !s[0].Mine {
				b.t.Errorf("on %q: %+v, want phone %q", on, s, want)
			}
		}
	})
}
