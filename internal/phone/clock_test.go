package phone_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

func TestAClockThatIsWrongLosesNoCoding(t *testing.T) {
	right := afternoon.Add(-20 * time.Minute).Truncate(time.Second)
	for name, c := range map[string]struct {
		offset time.Duration // the server's clock minus the phone's
		want   time.Time
	}{
		"ten years ahead":   {-10 * 365 * 24 * time.Hour, right},
		"ten years behind":  {10 * 365 * 24 * time.Hour, right},
		"an hour ahead":     {-time.Hour, right},
		"as people's are":   {-90 * time.Second, right.Add(90 * time.Second)},
		"as the server's":   {0, right},
		"an hour behind":    {time.Hour, right},
		"two minutes ahead": {-2 * time.Minute, right.Add(2 * time.Minute)},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(b *house) {
				id := b.today()
				s := segment("stykke", id)
				s.Started = right.Add(-c.offset).Format(time.RFC3339)
				e := b.entry(wire.KindStart, id, s)
				e.Offset = c.offset
				b.put(e)
				b.read(func(ctx context.Context, f *casefile.Reader) error {
					got, err := interaction.Get(ctx, f, "stykke")
					if !got.StartedAt.Equal(c.want) {
						b.t.Errorf("began %s, want %s", got.StartedAt, c.want)
					}
					return err
				})
			})
		})
	}
}

func TestWhetherPresenceIsAskedFor(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		b.today()
		for _, v := range b.day(b.w.Lone, lang.Danish).Visits {
			if v.Supervised == nil || *v.Supervised {
				b.t.Errorf("an ordinary contact is said to be supervised: %v", v.Supervised)
			}
		}
	})
}
